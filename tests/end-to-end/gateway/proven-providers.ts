import type { UnifiedRequestInput } from '../../../domain/generation/unified-request.js';
import type { EmulatorDefinition } from '../../../testing/emulator/emulator.js';
import { falEmulator } from '../../../testing/emulators/fal/fal-emulator.js';
import { fluxEmulator } from '../../../testing/emulators/flux/flux-emulator.js';
import { pikaEmulator } from '../../../testing/emulators/pika/pika-emulator.js';
import { replicateEmulator } from '../../../testing/emulators/replicate/replicate-emulator.js';
import { runwayEmulator } from '../../../testing/emulators/runway/runway-emulator.js';
import { soraEmulator } from '../../../testing/emulators/sora/sora-emulator.js';
import { synthesiaEmulator } from '../../../testing/emulators/synthesia/synthesia-emulator.js';
import { omniEmulator, veoEmulator } from '../../../testing/emulators/veo/veo-emulator.js';

/** What a provider is asked for, and what that costs. */
export interface ProvenRequest {
  readonly emulator: EmulatorDefinition;
  /** Beside those that lead to the emulator. */
  readonly pluginOptions?: Readonly<Record<string, unknown>>;
  readonly request: UnifiedRequestInput;
  /** What is reserved before, millionths. */
  readonly estimate: number;
  /** What the provider reports after success. Default: the estimate. */
  readonly charge?: number;
}

const prompt = 'Dawn over the sea.';

export const runway: ProvenRequest = {
  emulator: runwayEmulator,
  request: { provider: 'runway', model: 'gen4.5', prompt, parameters: { duration: 2 } },
  // 2 s of 12 credits at a cent.
  estimate: 240_000,
};

export const veo: ProvenRequest = {
  emulator: veoEmulator,
  // Without it clips come inside the answer, and nothing is downloaded.
  pluginOptions: { storageUri: 'gs://emulated-bucket/clips/' },
  request: { provider: 'veo', prompt, parameters: { duration: 4 } },
  // 4 s at 40 cents.
  estimate: 1_600_000,
};

export const omni: ProvenRequest = {
  emulator: omniEmulator,
  request: { provider: 'veo', prompt, parameters: { duration: 4 } },
  // By tokens; those of the prompt are counted by the service.
  estimate: 405_440,
  charge: 405_470,
};

export const flux: ProvenRequest = {
  emulator: fluxEmulator,
  request: { provider: 'flux', mediaType: 'image', prompt },
  // 3 credits of a cent for the first megapixel.
  estimate: 30_000,
};

export const replicate: ProvenRequest = {
  emulator: replicateEmulator,
  request: { provider: 'replicate', model: 'bytedance/seedance-1-pro', prompt },
  // Nobody says what anything costs.
  estimate: 0,
};

export const sora: ProvenRequest = {
  emulator: soraEmulator,
  request: { provider: 'sora', prompt, parameters: { duration: 4 } },
  // 4 s at 10 cents.
  estimate: 400_000,
};

export const synthesia: ProvenRequest = {
  emulator: synthesiaEmulator,
  request: { provider: 'synthesia', prompt },
  estimate: 100_000,
};

export const fal: ProvenRequest = {
  emulator: falEmulator,
  request: { provider: 'fal', model: 'fal-ai/kling-video/v2.5-turbo/pro/text-to-video', prompt },
  // 5 s at 7 cents.
  estimate: 350_000,
};

export const pika: ProvenRequest = {
  emulator: pikaEmulator,
  request: { provider: 'pika', prompt },
  // 5 s at 4 cents.
  estimate: 200_000,
};
