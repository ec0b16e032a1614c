import { describe, it } from 'vitest';
import { manifest } from '../../../../plugins/providers/sora/manifest.js';
import { videoProviderConformance } from '../../../../testing/conformance/video-provider-conformance.js';
import { openAiVideosEmulator } from '../../../../testing/emulators/sora/sora-emulator.js';

const wrongOptions = [
  { baseUrl: 'ftp://example.com', apiKey: 'key' },
  { apiKey: 'key', server: 'vllm-omni' },
  { apiKey: 'key', models: [{ id: 'twice' }, { id: 'twice' }] },
  { apiKey: 'key', models: [{ id: 'endless', price: { micros: 1, asOf: '2026-11-01' } }] },
];

for (const server of ['openai', 'litellm', 'vllm-omni', 'sglang'] as const) {
  describe(`before ${server}`, () => {
    const backend = { emulator: openAiVideosEmulator(server), wrongOptions };
    videoProviderConformance({ describe, it, manifest, backend });
  });
}
