import { definePlugin } from 'aether-video/plugin';
import { z } from 'zod';

export const manifest = definePlugin({
  kind: 'channel',
  id: 'air',
  version: '1.0.0',
  hostApi: '^1.0.0',
  name: 'Air',
  description: 'Mental clarity and flow: calm sky, light type, an unhurried voice.',
  options: z.strictObject({
    /** Scenes besides hook and call to action. */
    maxPoints: z.int().min(1).max(100).default(16),
    /** Exclamation marks in the whole script. */
    maxExclamations: z.int().min(0).max(100).default(4),
  }),
  load: async () => {
    const { AirChannelStrategy } = await import('./air-channel-strategy.js');
    return ({ options }) => new AirChannelStrategy(options);
  },
});
