import { definePlugin } from 'aether-video/plugin';
import { openaiSpeechOptionsSchema } from './openai-speech-options.js';

export const manifest = definePlugin({
  kind: 'speech',
  id: 'openai',
  version: '1.0.0',
  hostApi: '^1.0.0',
  name: 'OpenAI speech',
  description:
    'Voices of OpenAI, or of any server that speaks its protocol. May be paid; text leaves the machine.',
  options: openaiSpeechOptionsSchema,
  load: async () => {
    const { OpenaiSpeechSynthesizer } = await import('./openai-speech-synthesizer.js');
    return (host) => new OpenaiSpeechSynthesizer(host);
  },
});
