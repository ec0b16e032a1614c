import { describe, it } from 'vitest';
import { manifest } from '../../../../plugins/speech/azure/manifest.js';
import { speechConformance } from '../../../../testing/conformance/speech-conformance.js';
import { azureEmulator } from '../../../../testing/emulators/speech/azure-emulator.js';

speechConformance({ describe, it, manifest, backend: { emulator: azureEmulator } });
