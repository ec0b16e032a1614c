import { definePlugin } from 'aether-video/plugin';

/**
 * Speech in many languages without network or account: eSpeak NG, compiled to WebAssembly. Its package is
 * GPL-3 and therefore not a dependency; without it the plugin is not available.
 */
export const manifest = definePlugin({
  kind: 'speech',
  id: 'espeak',
  version: '1.0.0',
  hostApi: '^1.0.0',
  name: 'eSpeak NG',
  description:
    'Voices for some forty languages, offline. Needs the GPL-3 package @echogarden/espeak-ng-emscripten.',
  load: async () => {
    const { EspeakSpeechSynthesizer } = await import('./espeak-speech-synthesizer.js');
    return () => new EspeakSpeechSynthesizer();
  },
});
