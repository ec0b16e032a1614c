import { definePlugin } from 'aether-video/plugin';
import { remotionOptionsSchema } from './remotion-options.js';

export const manifest = definePlugin({
  kind: 'provider',
  id: 'remotion',
  version: '1.0.0',
  hostApi: '^1.0.0',
  name: 'Remotion',
  description:
    'Draws the video with React in Chrome. Needs Remotion, which is free for small companies only, and Chrome.',
  options: remotionOptionsSchema,
  load: async () => {
    const { remotionVersion } = await import('./remotion-packages.js');
    const version = remotionVersion();
    const { RemotionVideoProvider } = await import('./remotion-video-provider.js');
    return (host) => new RemotionVideoProvider(host, version);
  },
});
