import { definePlugin } from 'aether-video/plugin';
import { fluxOptionsSchema } from './flux-options.js';

export const manifest = definePlugin({
  kind: 'provider',
  id: 'flux',
  version: '1.0.0',
  hostApi: '^1.0.0',
  name: 'FLUX by Black Forest Labs',
  description: 'Pictures, edits of pictures and clips by the FLUX models. Needs an API key.',
  options: fluxOptionsSchema,
  load: async () => {
    const { FluxVideoProvider } = await import('./flux-video-provider.js');
    return (host) => new FluxVideoProvider(host);
  },
});
