import { createRequire } from 'node:module';
import {
  SpeechWorkerPool,
  VideoGenerationError,
  type ISpeechSynthesizer,
  type PluginLifecycle,
  type SpeechCall,
  type SpeechRequest,
  type SpokenAudio,
} from 'aether-video/plugin';
import { isVowelledArabic } from './espeak-text.js';
import { espeakVoices, type EspeakVoice } from './espeak-voices.js';
import type { EspeakSceneRequest } from './espeak-worker.js';

const packageName = '@echogarden/espeak-ng-emscripten';
const slowestRate = 0.5;
const fastestRate = 2;

/** Finds a package's main file; throws if it is not installed. */
type PackageResolver = (name: string) => string;

/** eSpeak NG in worker threads; word times come from its own events. */
export class EspeakSpeechSynthesizer implements ISpeechSynthesizer, PluginLifecycle {
  readonly id = 'espeak';
  readonly description = 'eSpeak NG, many languages, offline (GPL-3)';
  readonly offline = true;
  readonly voices = espeakVoices.map(({ id, name, languages }) => ({ id, name, languages }));
  readonly #pool = new SpeechWorkerPool({
    workerUrl: new URL('./espeak-worker.js', import.meta.url),
    engineName: 'eSpeak',
    workers: 2,
    deadlineSeconds: 120,
  });

  constructor(
    private readonly resolvePackage: PackageResolver = (name) => createRequire(import.meta.url).resolve(name),
  ) {}

  /** @throws VideoGenerationError PLUGIN_DEPENDENCY_MISSING */
  init(): Promise<void> {
    return Promise.resolve().then(() => void this.#packagePath());
  }

  async synthesize(request: SpeechRequest, call: SpeechCall): Promise<SpokenAudio> {
    const packagePath = this.#packagePath();
    const voice = voiceOf(request);
    const rate = Math.min(fastestRate, Math.max(slowestRate, request.rate));
    return this.#pool.run<SpokenAudio>(
      { packagePath, words: request.words, voice: voice.engineName, rate } satisfies EspeakSceneRequest,
      call.signal,
    );
  }

  async dispose(): Promise<void> {
    await this.#pool.dispose();
  }

  #packagePath(): string {
    try {
      return this.resolvePackage(packageName);
    } catch (cause) {
      throw new VideoGenerationError('PLUGIN_DEPENDENCY_MISSING', {
        message: `eSpeak is not installed: the package ${packageName} is missing.`,
        howToFix: `npm install ${packageName}`,
        details: { package: packageName },
        cause,
      });
    }
  }
}

function voiceOf({ voiceId, words }: SpeechRequest): EspeakVoice {
  const voice = espeakVoices.find(({ id }) => id === voiceId);
  if (!voice) {
    throw new VideoGenerationError('VOICE_UNKNOWN', {
      message: `eSpeak has no voice “${voiceId}”.`,
      details: { voiceId, known: espeakVoices.map(({ id }) => id) },
    });
  }
  if (voice.engineName === 'ar' && !isVowelledArabic(words)) {
    throw new VideoGenerationError('SPEECH_FAILED', {
      message: 'The Arabic text has no vowel signs, and eSpeak would leave the vowels out.',
      howToFix: 'Add vowel signs (tashkeel) to the text, choose another voice, or --voice none.',
      retryable: false,
      details: { voiceId },
    });
  }
  return voice;
}
