import { nearestName, VideoGenerationError } from 'aether-video/plugin';
import type { EmulatorDefinition } from '../emulator/emulator.js';
import { azureEmulator } from './speech/azure-emulator.js';
import { elevenlabsEmulator } from './speech/elevenlabs-emulator.js';
import { openaiSpeechEmulator } from './speech/openai-speech-emulator.js';
import { anthropicEmulator } from './language-models/anthropic-emulator.js';
import { googleEmulator } from './language-models/google-emulator.js';
import { openaiEmulator } from './language-models/openai-emulator.js';
import { falEmulator } from './fal/fal-emulator.js';
import { fluxEmulator } from './flux/flux-emulator.js';
import { pexelsEmulator } from './pexels/pexels-emulator.js';
import { pikaEmulator } from './pika/pika-emulator.js';
import { replicateEmulator } from './replicate/replicate-emulator.js';
import { runwayEmulator } from './runway/runway-emulator.js';
import { soraEmulator } from './sora/sora-emulator.js';
import { synthesiaEmulator } from './synthesia/synthesia-emulator.js';
import { omniEmulator, veoEmulator } from './veo/veo-emulator.js';

/** Every provider that can be emulated, by its plugin's id; a second protocol has an id of its own. */
export const emulators: readonly EmulatorDefinition[] = [
  azureEmulator,
  elevenlabsEmulator,
  openaiSpeechEmulator,
  runwayEmulator,
  anthropicEmulator,
  googleEmulator,
  openaiEmulator,
  falEmulator,
  fluxEmulator,
  pexelsEmulator,
  pikaEmulator,
  replicateEmulator,
  runwayEmulator,
  soraEmulator,
  synthesiaEmulator,
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
