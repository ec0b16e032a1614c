import { definePlugin } from 'aether-video/plugin';
import { ffmpegOptionsSchema } from './ffmpeg-options.js';

export const manifest = definePlugin({
  kind: 'provider',
  id: 'ffmpeg',
  version: '1.0.0',
  hostApi: '^1.0.0',
  name: 'FFmpeg',
  description: 'Draws and encodes the video on this machine: no key, no cost.',
  options: ffmpegOptionsSchema,
  load: async () => {
    const { FfmpegVideoProvider } = await import('./ffmpeg-video-provider.js');
    return (host) => new FfmpegVideoProvider(host);
  },
});
