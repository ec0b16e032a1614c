import { describe, it } from 'vitest';
import { manifest } from '../../../../plugins/providers/runway/manifest.js';
import { videoProviderConformance } from '../../../../testing/conformance/video-provider-conformance.js';
import { runwayEmulator } from '../../../../testing/emulators/runway/runway-emulator.js';

videoProviderConformance({
  describe,
  it,
  manifest,
  backend: { emulator: runwayEmulator },
});
