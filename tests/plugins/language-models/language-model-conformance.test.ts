import { describe, it } from 'vitest';
import { manifest as anthropic } from '../../../plugins/language-models/anthropic/manifest.js';
import { manifest as google } from '../../../plugins/language-models/google/manifest.js';
import { manifest as openai } from '../../../plugins/language-models/openai/manifest.js';
import { languageModelConformance } from '../../../testing/conformance/language-model-conformance.js';
import { anthropicEmulator } from '../../../testing/emulators/language-models/anthropic-emulator.js';
import { googleEmulator } from '../../../testing/emulators/language-models/google-emulator.js';
import { openaiEmulator } from '../../../testing/emulators/language-models/openai-emulator.js';

languageModelConformance({ describe, it, manifest: anthropic, backend: { emulator: anthropicEmulator } });
languageModelConformance({ describe, it, manifest: google, backend: { emulator: googleEmulator } });
languageModelConformance({ describe, it, manifest: openai, backend: { emulator: openaiEmulator } });
