import { describe, it } from 'vitest';
import { manifest } from '../../../../plugins/speech/elevenlabs/manifest.js';
import { speechConformance } from '../../../../testing/conformance/speech-conformance.js';
import { elevenlabsEmulator } from '../../../../testing/emulators/speech/elevenlabs-emulator.js';

speechConformance({ describe, it, manifest, backend: { emulator: elevenlabsEmulator } });
