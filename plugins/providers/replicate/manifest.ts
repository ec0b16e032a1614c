import { definePlugin } from 'aether-video/plugin';
import { replicateOptionsSchema } from './replicate-options.js';

export const manifest = definePlugin({
  kind: 'provider',
  id: 'replicate',
  version: '1.0.0',
  hostApi: '^1.0.0',
  name: 'Replicate',
  description: 'Pictures and clips by any model on Replicate, by its name. Needs an API token.',
  options: replicateOptionsSchema,
  load: async () => {
    const { ReplicateVideoProvider } = await import('./replicate-video-provider.js');
    return (host) => new ReplicateVideoProvider(host);
  },
});
