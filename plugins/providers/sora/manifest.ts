import { definePlugin } from 'aether-video/plugin';
import { soraOptionsSchema } from './sora-options.js';

export const manifest = definePlugin({
  kind: 'provider',
  id: 'sora',
  version: '1.0.0',
  hostApi: '^1.0.0',
  name: 'OpenAI Videos',
  description:
    'Clips by any server that speaks the OpenAI Videos protocol. Needs its base URL and, mostly, a key.',
  options: soraOptionsSchema,
  load: async () => {
    const { SoraVideoProvider } = await import('./sora-video-provider.js');
    return (host) => new SoraVideoProvider(host);
  },
});
