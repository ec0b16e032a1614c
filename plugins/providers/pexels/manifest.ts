import { definePlugin } from 'aether-video/plugin';
import { pexelsOptionsSchema } from './pexels-options.js';

export const manifest = definePlugin({
  kind: 'provider',
  id: 'pexels',
  version: '1.0.0',
  hostApi: '^1.0.0',
  name: 'Pexels',
  description: 'Finds photos and clips by words, free of charge, with attribution. Needs an API key.',
  options: pexelsOptionsSchema,
  load: async () => {
    const { PexelsVideoProvider } = await import('./pexels-video-provider.js');
    return (host) => new PexelsVideoProvider(host);
  },
});
