import { VideoGenerationError } from '../../domain/errors/video-generation-error.js';
import type { SpokenAudio } from '../../domain/speech/speech-synthesizer.js';

/** −60 dBFS: quieter is no speech. */
const quietestPeak = 0.001;
/** What word times may lie outside of the audio or behind each other, seconds: rounding. */
const tolerance = 0.02;
/** Peaks below this are not cut off; engines may have turned a distorted recording down a little. */
const loudPeak = 0.95;
/** Samples so near to the peak, and equal to the one before, are flat tops. */
const flatTop = 0.999;
/** Part of the samples that may be cut off: more is a distorted recording. */
const mostClipped = 0.002;
/** Nobody speaks a word faster, seconds. */
const shortestWord = 0.03;
/** Nor slower, with the pauses around it; a long number is one word. */
const longestWord = 20;

function isAscending({ words }: SpokenAudio, durationSeconds: number): boolean {
  let last = -tolerance;
  return words.every(({ startSeconds, endSeconds }) => {
    const fits = startSeconds >= last - tolerance && endSeconds >= startSeconds;
    last = startSeconds;
    return fits && endSeconds <= durationSeconds + tolerance;
  });
}

function isClipped(samples: Float32Array): boolean {
  const peak = samples.reduce((highest, sample) => Math.max(highest, Math.abs(sample)), 0);
  if (peak < loudPeak) return false;
  let clipped = 0;
  for (let index = 1; index < samples.length; index += 1) {
    const level = Math.abs(samples[index]!);
    if (level >= peak * flatTop && level === Math.abs(samples[index - 1]!)) clipped += 1;
  }
  return clipped > samples.length * mostClipped;
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
  if (!isAudible(samples)) return 'silence, or samples that are not numbers';
  if (isClipped(samples)) return 'sound that is distorted: its peaks are cut off';
  const seconds = samples.length / sampleRate;
  const fits = seconds >= wordCount * shortestWord && seconds <= wordCount * longestWord;
  return fits ? undefined : `${seconds.toFixed(1)} s of sound for ${wordCount} words`;
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
