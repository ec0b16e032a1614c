import { definePlugin } from 'aether-video/plugin';
import { z } from 'zod';

export const manifest = definePlugin({
  kind: 'channel',
  id: 'earth',
  version: '1.0.0',
  hostApi: '^1.0.0',
  name: 'Earth',
  description: 'Practical grounding: layered land, serif type, a steady voice.',
  options: z.strictObject({
    /** Scenes besides hook and call to action. */
    maxPoints: z.int().min(1).max(100).default(12),
    /** Length of a point, in English words; other scripts count by reading time. */
    maxPointWords: z.int().min(5).max(100).default(45),
  }),
  load: async () => {
    const { EarthChannelStrategy } = await import('./earth-channel-strategy.js');
    return ({ options }) => new EarthChannelStrategy(options);
  },
});
