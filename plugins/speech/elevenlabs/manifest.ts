import { definePlugin } from 'aether-video/plugin';
import { elevenlabsOptionsSchema } from './elevenlabs-options.js';

export const manifest = definePlugin({
  kind: 'speech',
  id: 'elevenlabs',
  version: '1.0.0',
  hostApi: '^1.0.0',
  name: 'ElevenLabs',
  description: 'Voices of ElevenLabs, with the time of every word. Paid; text leaves the machine.',
  options: elevenlabsOptionsSchema,
  load: async () => {
    const { ElevenlabsSpeechSynthesizer } = await import('./elevenlabs-speech-synthesizer.js');
    return (host) => new ElevenlabsSpeechSynthesizer(host);
  },
});
