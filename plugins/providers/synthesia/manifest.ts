import { definePlugin } from 'aether-video/plugin';
import { synthesiaOptionsSchema } from './synthesia-options.js';

export const manifest = definePlugin({
  kind: 'provider',
  id: 'synthesia',
  version: '1.0.0',
  hostApi: '^1.0.0',
  name: 'Synthesia',
  description: 'Avatars that speak your script, by Synthesia. Needs an API key.',
  options: synthesiaOptionsSchema,
  load: async () => {
    const { SynthesiaVideoProvider } = await import('./synthesia-video-provider.js');
    return (host) => new SynthesiaVideoProvider(host);
  },
});
