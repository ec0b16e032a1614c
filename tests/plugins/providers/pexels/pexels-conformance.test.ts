import { describe, it } from 'vitest';
import { manifest } from '../../../../plugins/providers/pexels/manifest.js';
import { videoProviderConformance } from '../../../../testing/conformance/video-provider-conformance.js';
import { pexelsEmulator } from '../../../../testing/emulators/pexels/pexels-emulator.js';

videoProviderConformance({ describe, it, manifest, backend: { emulator: pexelsEmulator } });
