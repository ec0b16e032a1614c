import { definePlugin } from 'aether-video/plugin';

export const manifest = definePlugin({
  kind: 'channel',
  id: 'aurora',
  version: '1.0.0',
  hostApi: '^1.0.0',
  name: 'Aurora',
  description: 'Wonder at the night sky: green light in the dark, a quiet voice.',
  load: async () => {
    const { AuroraChannelStrategy } = await import('./aurora-channel-strategy.js');
    return () => new AuroraChannelStrategy();
  },
});
