import { definePlugin } from 'aether-video/plugin';
import { veoOptionsSchema } from './veo-options.js';

export const manifest = definePlugin({
  kind: 'provider',
  id: 'veo',
  version: '1.0.0',
  hostApi: '^1.0.0',
  name: 'Google Veo and Gemini Omni',
  description: 'Clips by Veo on Vertex AI, or by Gemini Omni with a key of Google AI Studio.',
  options: veoOptionsSchema,
  load: async () => {
    const { VeoVideoProvider } = await import('./veo-video-provider.js');
    const { OmniVideoProvider } = await import('./omni-video-provider.js');
    return (host) =>
      host.options.mode === 'omni' ? new OmniVideoProvider(host) : new VeoVideoProvider(host);
  },
});
