import { definePlugin } from 'aether-video/plugin';
import { googleOptionsSchema } from './google-options.js';

export const manifest = definePlugin({
  kind: 'language-model',
  id: 'google',
  version: '1.0.0',
  hostApi: '^1.0.0',
  name: 'Google Gemini',
  description: 'Scripts by Gemini.',
  options: googleOptionsSchema,
  load: async () => {
    const { GoogleLanguageModel } = await import('./google-language-model.js');
    return (host) => new GoogleLanguageModel(host);
  },
});
