import type { SpokenAudio, WordTime } from './speech-synthesizer.js';

/** What is left of the silence at both ends; an engine may leave 50 ms. */
const edgeSeconds = 0.04;
/** Quieter than this part of the peak is silence: −46 dB. */
const silenceLevel = 0.005;
const highestPeak = 0.97;

/** A word's time moved by `bySeconds` and kept within 0 and `latestSeconds`. */
export function moveWordTime(
  { startSeconds, endSeconds }: WordTime,
  bySeconds: number,
  latestSeconds: number,
): WordTime {
  const clamp = (time: number): number => Math.min(latestSeconds, Math.max(0, time + bySeconds));
  return { startSeconds: clamp(startSeconds), endSeconds: clamp(endSeconds) };
}

/**
 * Makes an engine's audio fit the contract of {@link SpokenAudio}: silence at the ends is cut to 40 ms, the level
 * is multiplied by `gain` (less if the peak would clip), word times move along. All-silent audio stays as it is.
 */
export function trimSpokenAudio({ samples, sampleRate, words }: SpokenAudio, gain = 1): SpokenAudio {
  const peak = samples.reduce((highest, sample) => Math.max(highest, Math.abs(sample)), 0);
  const isLoud = (sample: number): boolean => Math.abs(sample) > peak * silenceLevel;
  const first = samples.findIndex(isLoud);
  if (first < 0) return { samples, sampleRate, words };
  const edge = Math.round(edgeSeconds * sampleRate);
  const from = Math.max(0, first - edge);
  const to = Math.min(samples.length, samples.findLastIndex(isLoud) + 1 + edge);
  const factor = Math.min(gain, highestPeak / peak);
  const latestSeconds = (to - from) / sampleRate;
  return {
    samples: samples.slice(from, to).map((sample) => sample * factor),
    sampleRate,
    words: words.map((word) => moveWordTime(word, -from / sampleRate, latestSeconds)),
  };
}
