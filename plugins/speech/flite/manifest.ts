import { definePlugin } from 'aether-video/plugin';

/** English speech without network or account: CMU Flite, compiled to WebAssembly. */
export const manifest = definePlugin({
  kind: 'speech',
  id: 'flite',
  version: '1.0.0',
  hostApi: '^1.0.0',
  name: 'Flite',
  description: 'English voices of CMU Flite, offline, with exact word times.',
  load: async () => {
    const { FliteSpeechSynthesizer } = await import('./flite-speech-synthesizer.js');
    return () => new FliteSpeechSynthesizer();
  },
});
