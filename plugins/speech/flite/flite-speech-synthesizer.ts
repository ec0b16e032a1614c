import {
  SpeechWorkerPool,
  VideoGenerationError,
  type ISpeechSynthesizer,
  type PluginLifecycle,
  type SpeechCall,
  type SpeechRequest,
  type SpokenAudio,
} from 'aether-video/plugin';
import type { FliteScene, FliteSceneRequest } from './flite-scene.js';
import { fliteVoices } from './flite-voices.js';

const slowestRate = 0.5;
const fastestRate = 2;

/**
 * CMU Flite in worker threads. Speaks English; word times come from its own phones. Scenes are spoken two at a
 * time, each the same for the same request.
 */
export class FliteSpeechSynthesizer implements ISpeechSynthesizer, PluginLifecycle {
  readonly id = 'flite';
  readonly description = 'CMU Flite, English, offline (BSD-style licence)';
  readonly offline = true;
  readonly voices = fliteVoices.map(({ id, name, languages }) => ({ id, name, languages }));
  readonly #pool = new SpeechWorkerPool({
    workerUrl: new URL('./flite-worker.js', import.meta.url),
    engineName: 'Flite',
    workers: 2,
    deadlineSeconds: 120,
  });

  async synthesize(request: SpeechRequest, call: SpeechCall): Promise<SpokenAudio> {
    const voice = fliteVoices.find(({ id }) => id === request.voiceId);
    if (!voice) {
      throw new VideoGenerationError('VOICE_UNKNOWN', {
        message: `Flite has no voice “${request.voiceId}”.`,
        howToFix: `Choose one of ${fliteVoices.map(({ id }) => id).join(', ')}.`,
        details: { voiceId: request.voiceId, known: fliteVoices.map(({ id }) => id) },
      });
    }
    const rate = Math.min(fastestRate, Math.max(slowestRate, request.rate));
    const { audio, silentWords } = await this.#pool.run<FliteScene>(
      { words: request.words, voice, rate } satisfies FliteSceneRequest,
      call.signal,
    );
    if (silentWords.length > 0) {
      call.logger.warn('Some words cannot be pronounced by an English voice and stay silent', {
        voiceId: voice.id,
        words: silentWords.slice(0, 10),
        count: silentWords.length,
      });
    }
    return audio;
  }

  async dispose(): Promise<void> {
    await this.#pool.dispose();
  }
}
