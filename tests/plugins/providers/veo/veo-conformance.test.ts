import { describe, it } from 'vitest';
import { manifest } from '../../../../plugins/providers/veo/manifest.js';
import { videoProviderConformance } from '../../../../testing/conformance/video-provider-conformance.js';
import { omniEmulator, veoEmulator } from '../../../../testing/emulators/veo/veo-emulator.js';

const wrongOptions = [
  { mode: 'omni', apiKey: 'k', project: 'my-project' },
  { mode: 'omni', apiKey: 'k', credential: 'access-token' },
  { mode: 'vertex', apiKey: 'k', credential: 'access-token' },
  { mode: 'vertex', apiKey: 'k', storageUri: 'gs://bucket/' },
  { mode: 'vertex', apiKey: 'k', project: '../x' },
  { mode: 'vertex', apiKey: 'k', location: 'evil.example/' },
  { mode: 'vertex', apiKey: 'k', baseUrl: 'ftp://example.com' },
];

describe('Veo, with results inside the answer', () => {
  videoProviderConformance({
    describe,
    it,
    manifest,
    backend: { emulator: veoEmulator, wrongOptions },
  });
});

describe('Veo, with results in Cloud Storage', () => {
  videoProviderConformance({
    describe,
    it,
    manifest,
    backend: { emulator: veoEmulator, options: { storageUri: 'gs://emulated-bucket/clips/' } },
  });
});

describe('Gemini Omni', () => {
  videoProviderConformance({ describe, it, manifest, backend: { emulator: omniEmulator } });
});
