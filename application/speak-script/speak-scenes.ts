import { VideoGenerationError } from '../../domain/errors/video-generation-error.js';
import type { ILogger } from '../../domain/logging/logger.js';
import { encodeWav } from '../../domain/media/wav.js';
import { readingTimes } from '../../domain/speech/reading-time.js';
import { spokenTokens, type TextToken } from '../../domain/speech/speakable-text.js';
import type { Workspace } from '../../domain/storage/artifact-store.js';
import type { IClock } from '../../domain/time/clock.js';
import type { SceneTiming } from '../build-timeline/build-timeline.js';
import { mapLimited } from '../concurrency/map-limited.js';
import { withDeadline } from '../concurrency/with-deadline.js';
import { checkSpokenAudio } from './check-spoken-audio.js';
import type { EngineVoice } from './choose-voices.js';

const scenesAtOnce = 2;
/** An engine that takes longer for one scene hangs. */
const sceneSeconds = 60;
const slowestRate = 0.5;
const fastestRate = 2;

export interface SpeakingParts {
  /** For each scene. */
  readonly tokens: readonly (readonly TextToken[])[];
  readonly language: string;
  /** 1 is the voice's own pace. */
  readonly rate: number;
  /** For scenes that hold nothing to say. */
  readonly wordsPerMinute: number;
}

export interface SpeakingCall {
  readonly signal: AbortSignal;
  readonly logger: ILogger;
  readonly clock: IClock;
  readonly workspace: Pick<Workspace, 'write'>;
  onSpoken(done: number, total: number): void;
}

/** Timings for scenes that nobody speaks. */
export function readScenes(tokens: readonly (readonly TextToken[])[], wordsPerMinute: number): SceneTiming[] {
  return tokens.map((scene) => ({ tokens: scene, ...readingTimes(scene, wordsPerMinute) }));
}

/**
 * Speaks all scenes with one voice, a few at once, into WAV files of the workspace.
 * @throws VideoGenerationError of the engine, SPEECH_FAILED or CANCELLED
 */
export async function speakScenes(
  { engine, voice }: EngineVoice,
  parts: SpeakingParts,
  call: SpeakingCall,
): Promise<SceneTiming[]> {
  const { tokens } = parts;
  let done = 0;
  try {
    return await mapLimited(tokens, scenesAtOnce, async (scene, index) => {
      const timing = await speakScene({ scene, index, engine, voice }, parts, call);
      done += 1;
      call.onSpoken(done, tokens.length);
      return timing;
    });
  } catch (error) {
    throw asSpeechError(error, voice.id);
  }
}

interface SceneToSpeak extends EngineVoice {
  readonly scene: readonly TextToken[];
  readonly index: number;
}

async function speakScene(
  { scene, index, engine, voice }: SceneToSpeak,
  { language, rate, wordsPerMinute }: SpeakingParts,
  call: SpeakingCall,
): Promise<SceneTiming> {
  const words = spokenTokens(scene).map(({ spoken }) => spoken);
  if (words.length === 0) return { tokens: scene, ...readingTimes(scene, wordsPerMinute) };
  const request = {
    words,
    language,
    voiceId: voice.id,
    rate: Math.min(fastestRate, Math.max(slowestRate, rate)),
  };
  const { clock, logger } = call;
  const timeout = (): VideoGenerationError =>
    new VideoGenerationError('TIMEOUT', {
      message: `The voice “${voice.id}” did not speak a scene within ${sceneSeconds} s.`,
      howToFix: 'Try again, or choose another voice.',
      details: { voice: voice.id, timeoutSeconds: sceneSeconds },
    });
  const audio = await withDeadline({ clock, signal: call.signal, seconds: sceneSeconds, timeout }, (signal) =>
    engine.synthesize(request, { signal, logger }),
  );
  const durationSeconds = checkSpokenAudio(audio, words.length, voice.id);
  const wav = encodeWav(audio.samples, audio.sampleRate);
  const narrationPath = await call.workspace.write(`narration-${index + 1}.wav`, wav);
  return { tokens: scene, words: audio.words, durationSeconds, narrationPath };
}

function asSpeechError(error: unknown, voiceId: string): VideoGenerationError {
  const known = VideoGenerationError.from(error);
  if (known.code !== 'INTERNAL_ERROR') return known;
  return new VideoGenerationError('SPEECH_FAILED', {
    message: `The voice “${voiceId}” failed: ${known.message}`,
    details: { voice: voiceId },
    cause: error,
  });
}
