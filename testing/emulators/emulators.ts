import { nearestName, VideoGenerationError } from 'aether-video/plugin';
import type { EmulatorDefinition } from '../emulator/emulator.js';
import { azureEmulator } from './speech/azure-emulator.js';
import { elevenlabsEmulator } from './speech/elevenlabs-emulator.js';
import { openaiSpeechEmulator } from './speech/openai-speech-emulator.js';
import { runwayEmulator } from './runway/runway-emulator.js';
import { omniEmulator, veoEmulator } from './veo/veo-emulator.js';

/** Every provider that can be emulated, by its plugin's id; a second protocol has an id of its own. */
export const emulators: readonly EmulatorDefinition[] = [
  azureEmulator,
  elevenlabsEmulator,
  openaiSpeechEmulator,
  runwayEmulator,
  veoEmulator,
  omniEmulator,
];

/** @throws VideoGenerationError PROVIDER_UNKNOWN */
export function emulatorFor(id: string): EmulatorDefinition {
  const found = emulators.find((emulator) => emulator.id === id);
  if (found) return found;
  const ids = emulators.map((emulator) => emulator.id);
  const nearest = nearestName(id, ids);
  throw new VideoGenerationError('PROVIDER_UNKNOWN', {
    message: `There is no emulator for “${id}”.`,
    howToFix: nearest ? `Did you mean “${nearest}”?` : `Emulators: ${ids.join(', ')}.`,
    details: { known: ids },
  });
}
