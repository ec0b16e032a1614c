import { describe, it } from 'vitest';
import { manifest } from '../../../../plugins/providers/synthesia/manifest.js';
import { videoProviderConformance } from '../../../../testing/conformance/video-provider-conformance.js';
import { synthesiaEmulator } from '../../../../testing/emulators/synthesia/synthesia-emulator.js';

videoProviderConformance({
  describe,
  it,
  manifest,
  backend: {
    emulator: synthesiaEmulator,
    wrongOptions: [
      { apiKey: 'key', avatar: 'no such/avatar' },
      { apiKey: 'key', background: 'http://example.com/plain.png' },
      { apiKey: 'key', price: { microsPerSecond: 1 } },
    ],
  },
});
