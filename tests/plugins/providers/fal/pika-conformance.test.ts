import { describe, it } from 'vitest';
import { pikaManifest } from '../../../../plugins/providers/fal/manifest.js';
import { videoProviderConformance } from '../../../../testing/conformance/video-provider-conformance.js';
import { pikaEmulator } from '../../../../testing/emulators/pika/pika-emulator.js';

videoProviderConformance({ describe, it, manifest: pikaManifest, backend: { emulator: pikaEmulator } });
