import { definePlugin } from 'aether-video/plugin';
import { azureOptionsSchema } from './azure-options.js';

export const manifest = definePlugin({
  kind: 'speech',
  id: 'azure',
  version: '1.0.0',
  hostApi: '^1.0.0',
  name: 'Azure Speech',
  description: 'Neural voices of Azure, such as en-US-JennyNeural. Paid; text leaves the machine.',
  options: azureOptionsSchema,
  load: async () => {
    const { AzureSpeechSynthesizer } = await import('./azure-speech-synthesizer.js');
    return (host) => new AzureSpeechSynthesizer(host);
  },
});
