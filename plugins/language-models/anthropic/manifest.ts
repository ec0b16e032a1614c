import { definePlugin } from 'aether-video/plugin';
import { anthropicOptionsSchema } from './anthropic-options.js';

export const manifest = definePlugin({
  kind: 'language-model',
  id: 'anthropic',
  version: '1.0.0',
  hostApi: '^1.0.0',
  name: 'Anthropic',
  description: 'Scripts by Claude.',
  options: anthropicOptionsSchema,
  load: async () => {
    const { AnthropicLanguageModel } = await import('./anthropic-language-model.js');
    return (host) => new AnthropicLanguageModel(host);
  },
});
