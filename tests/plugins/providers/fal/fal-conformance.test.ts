import { describe, it } from 'vitest';
import { falManifest } from '../../../../plugins/providers/fal/manifest.js';
import { promptRequest } from '../../../../testing/conformance/conformance-rig.js';
import { videoProviderConformance } from '../../../../testing/conformance/video-provider-conformance.js';
import { falEmulator } from '../../../../testing/emulators/fal/fal-emulator.js';
import { describedModel } from './fal-kit.js';

const model = await describedModel('fal-ai/kling-video/v2.5-turbo/pro/text-to-video');

videoProviderConformance({
  describe,
  it,
  manifest: falManifest,
  backend: {
    emulator: falEmulator,
    request: () => promptRequest(model),
    wrongOptions: [
      { apiKey: 'key', models: ['https://example.com/model'] },
      { apiKey: 'key', baseUrl: 'fal' },
    ],
  },
});
