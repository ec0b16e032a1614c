import { describe, it } from 'vitest';
import { manifest } from '../../../../plugins/providers/flux/manifest.js';
import { videoProviderConformance } from '../../../../testing/conformance/video-provider-conformance.js';
import { fluxEmulator } from '../../../../testing/emulators/flux/flux-emulator.js';

videoProviderConformance({
  describe,
  it,
  manifest,
  backend: { emulator: fluxEmulator, wrongOptions: [{ apiKey: 'key', maxConcurrent: 25 }] },
});
