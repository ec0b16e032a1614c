import { VideoGenerationError } from '../../domain/errors/video-generation-error.js';
import type { SpokenAudio } from '../../domain/speech/speech-synthesizer.js';

/** −60 dBFS: quieter is no speech. */
const quietestPeak = 0.001;
/** What word times may lie outside of the audio or behind each other, seconds: rounding. */
const tolerance = 0.02;

function isAscending({ words }: SpokenAudio, durationSeconds: number): boolean {
  let last = -tolerance;
  return words.every(({ startSeconds, endSeconds }) => {
    const fits = startSeconds >= last - tolerance && endSeconds >= startSeconds;
    last = startSeconds;
    return fits && endSeconds <= durationSeconds + tolerance;
  });
}

function isAudible(samples: Float32Array): boolean {
  let peak = 0;
  for (const sample of samples) {
    const level = Math.abs(sample);
    if (!(level <= Number.MAX_VALUE)) return false;
    if (level > peak) peak = level;
  }
  return peak >= quietestPeak;
}

function whatIsWrong(audio: SpokenAudio, wordCount: number): string | undefined {
  const { samples, sampleRate, words } = audio;
  if (!(sampleRate >= 4000 && sampleRate <= 192_000)) return `a sample rate of ${sampleRate} Hz`;
  if (samples.length === 0) return 'no sound at all';
  if (words.length !== wordCount) return `times for ${words.length} words instead of ${wordCount}`;
  if (!isAscending(audio, samples.length / sampleRate)) return 'word times that are out of order or range';
  return isAudible(samples) ? undefined : 'silence, or samples that are not numbers';
}

/**
 * Holds what an engine spoke against the port: an unusable recording must not reach the next step.
 * @returns its length in seconds
 * @throws VideoGenerationError SPEECH_FAILED
 */
export function checkSpokenAudio(audio: SpokenAudio, wordCount: number, voiceId: string): number {
  const wrong = whatIsWrong(audio, wordCount);
  if (wrong === undefined) return audio.samples.length / audio.sampleRate;
  throw new VideoGenerationError('SPEECH_FAILED', {
    message: `The voice “${voiceId}” gave ${wrong}.`,
    details: { voice: voiceId },
  });
}
