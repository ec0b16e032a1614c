// A process that asks for clips until it is done or killed. Arguments: settings, API key and requests, as JSON.
import { createVideoGenerationService } from '../../../dist/index.js';

const [overrides, apiKey, requests] = JSON.parse(process.argv[2]);
const service = await createVideoGenerationService({
  overrides,
  env: { VIDEO_PROVIDER_RUNWAY_API_KEY: apiKey },
});
process.stdout.write('ready\n');
await service.batchGenerate(requests, { cache: false });
await service.dispose();
