import { VideoGenerationError } from '../../domain/errors/video-generation-error.js';
import { encodeWav } from '../../domain/media/wav.js';
import { readingTimes } from '../../domain/speech/reading-time.js';
import { spokenTokens, type TextToken } from '../../domain/speech/speakable-text.js';
import type { SpeechRequest } from '../../domain/speech/speech-synthesizer.js';
import type { Workspace } from '../../domain/storage/artifact-store.js';
import type { SceneTiming } from '../build-timeline/build-timeline.js';
import { mapLimited } from '../concurrency/map-limited.js';
import { checkSpokenAudio } from './check-spoken-audio.js';
import type { EngineVoice } from './choose-voices.js';
import type { SpeakingTerms, SpeechGateway } from './speech-gateway.js';

const scenesAtOnce = 2;
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

export interface SpeakingCall extends Omit<SpeakingTerms, 'step'> {
  readonly gateway: Pick<SpeechGateway, 'speak'>;
  readonly workspace: Pick<Workspace, 'write'>;
  onSpoken(done: number, total: number): void;
}

/** What the voice is asked to say of a scene; undefined if there is nothing to say. */
export function speechRequestOf(
  scene: readonly TextToken[],
  voiceId: string,
  { language, rate }: Pick<SpeakingParts, 'language' | 'rate'>,
): SpeechRequest | undefined {
  const words = spokenTokens(scene).map(({ spoken }) => spoken);
  if (words.length === 0) return undefined;
  return { words, language, voiceId, rate: Math.min(fastestRate, Math.max(slowestRate, rate)) };
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
  parts: SpeakingParts,
  call: SpeakingCall,
): Promise<SceneTiming> {
  const request = speechRequestOf(scene, voice.id, parts);
  if (!request) return { tokens: scene, ...readingTimes(scene, parts.wordsPerMinute) };
  const { gateway, workspace, ...terms } = call;
  const audio = await gateway.speak({ engine, voice }, request, { ...terms, step: `speech-${index + 1}` });
  const durationSeconds = checkSpokenAudio(audio, request.words.length, voice.id);
  const wav = encodeWav(audio.samples, audio.sampleRate);
  const narrationPath = await workspace.write(`narration-${index + 1}.wav`, wav);
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
