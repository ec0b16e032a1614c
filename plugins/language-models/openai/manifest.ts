import { definePlugin } from 'aether-video/plugin';
import { openaiOptionsSchema } from './openai-options.js';

export const manifest = definePlugin({
  kind: 'language-model',
  id: 'openai',
  version: '1.0.0',
  hostApi: '^1.0.0',
  name: 'OpenAI and compatible servers',
  description: 'Scripts by OpenAI, or by Ollama, vLLM, OpenRouter and others that speak its protocol.',
  options: openaiOptionsSchema,
  load: async () => {
    const { OpenaiLanguageModel } = await import('./openai-language-model.js');
    return (host) => new OpenaiLanguageModel(host);
  },
});
