import { definePlugin } from 'aether-video/plugin';
import { z } from 'zod';

export const manifest = definePlugin({
  kind: 'channel',
  id: 'fire',
  version: '1.0.0',
  hostApi: '^1.0.0',
  name: 'Fire',
  description: 'Motivation and transformation: embers, heavy condensed type, a driving voice.',
  options: z.strictObject({
    /** Scenes besides hook and call to action. */
    maxPoints: z.int().min(1).max(100).default(20),
    /** Length of the hook, in English words; other scripts count by reading time. */
    maxHookWords: z.int().min(3).max(30).default(16),
  }),
  load: async () => {
    const { FireChannelStrategy } = await import('./fire-channel-strategy.js');
    return ({ options }) => new FireChannelStrategy(options);
  },
});
