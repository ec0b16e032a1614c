import { describe, it } from 'vitest';
import { manifest } from '../../../../plugins/providers/replicate/manifest.js';
import { videoProviderConformance } from '../../../../testing/conformance/video-provider-conformance.js';
import { replicateEmulator } from '../../../../testing/emulators/replicate/replicate-emulator.js';

videoProviderConformance({
  describe,
  it,
  manifest,
  backend: { emulator: replicateEmulator, wrongOptions: [{ apiKey: 'key', cancelAfterSeconds: 4 }] },
});
