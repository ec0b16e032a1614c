import { definePlugin } from 'aether-video/plugin';

export const manifest = definePlugin({
  kind: 'language-model',
  id: 'offline',
  version: '1.0.0',
  hostApi: '^1.0.0',
  name: 'Offline writer',
  description:
    'Writes scripts by rules, in English, or from your own documents in any language. No key, no cost.',
  load: async () => {
    const { OfflineLanguageModel } = await import('./offline-language-model.js');
    return () => new OfflineLanguageModel();
  },
});
