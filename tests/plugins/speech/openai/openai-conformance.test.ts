import { describe, it } from 'vitest';
import { manifest } from '../../../../plugins/speech/openai/manifest.js';
import { speechConformance } from '../../../../testing/conformance/speech-conformance.js';
import { openaiSpeechEmulator } from '../../../../testing/emulators/speech/openai-speech-emulator.js';

speechConformance({ describe, it, manifest, backend: { emulator: openaiSpeechEmulator } });
