import { definePlugin } from 'aether-video/plugin';
import { z } from 'zod';

export const manifest = definePlugin({
  kind: 'provider',
  id: 'capture',
  version: '1.0.0',
  hostApi: '^1.0.0',
  name: 'Capture',
  description: 'Keeps the timeline and its narration, so that the composer can be measured alone.',
  options: z.strictObject({ folder: z.string() }),
  load: async () => {
    const { CaptureVideoProvider } = await import('./capture-video-provider.js');
    return ({ options }) => new CaptureVideoProvider(options.folder);
  },
});
