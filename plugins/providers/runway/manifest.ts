import { definePlugin } from 'aether-video/plugin';
import { runwayOptionsSchema } from './runway-options.js';

export const manifest = definePlugin({
  kind: 'provider',
  id: 'runway',
  version: '1.0.0',
  hostApi: '^1.0.0',
  name: 'Runway',
  description:
    'Clips and pictures by Runway and the models behind its key. Needs @runwayml/sdk and an API key.',
  options: runwayOptionsSchema,
  load: async () => {
    const { RunwayVideoProvider } = await import('./runway-video-provider.js');
    return (host) => new RunwayVideoProvider(host);
  },
});
