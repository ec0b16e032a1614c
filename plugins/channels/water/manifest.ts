import { definePlugin } from 'aether-video/plugin';
import { z } from 'zod';

export const manifest = definePlugin({
  kind: 'channel',
  id: 'water',
  version: '1.0.0',
  hostApi: '^1.0.0',
  name: 'Water',
  description: 'Emotional intelligence and wellness: slow waves, round type, a gentle voice.',
  options: z.strictObject({
    /** Scenes besides hook and call to action. */
    maxPoints: z.int().min(1).max(100).default(16),
  }),
  load: async () => {
    const { WaterChannelStrategy } = await import('./water-channel-strategy.js');
    return ({ options }) => new WaterChannelStrategy(options);
  },
});
