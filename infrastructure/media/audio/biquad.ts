/** A second-order filter, normalised so that a0 is 1. */
export interface Biquad {
  readonly b0: number;
  readonly b1: number;
  readonly b2: number;
  readonly a1: number;
  readonly a2: number;
}

/** The sample rate of everything that is mixed, hertz. */
export const mixRate = 48_000;

interface Prototype {
  readonly cosine: number;
  readonly alpha: number;
}

function prototype(frequency: number, quality: number): Prototype {
  const omega = (2 * Math.PI * frequency) / mixRate;
  return { cosine: Math.cos(omega), alpha: Math.sin(omega) / (2 * quality) };
}

function normalised(b: readonly number[], a: readonly number[]): Biquad {
  const [a0, a1, a2] = a as [number, number, number];
  const [b0, b1, b2] = b as [number, number, number];
  return { b0: b0 / a0, b1: b1 / a0, b2: b2 / a0, a1: a1 / a0, a2: a2 / a0 };
}

/** Second-order high-pass at 48 kHz (R. Bristow-Johnson, Audio EQ Cookbook). */
export function highPass(frequency: number, quality = Math.SQRT1_2): Biquad {
  const { cosine, alpha } = prototype(frequency, quality);
  const edge = (1 + cosine) / 2;
  return normalised([edge, -1 - cosine, edge], [1 + alpha, -2 * cosine, 1 - alpha]);
}

/** Second-order low-pass at 48 kHz (Audio EQ Cookbook). */
export function lowPass(frequency: number, quality = Math.SQRT1_2): Biquad {
  const { cosine, alpha } = prototype(frequency, quality);
  const edge = (1 - cosine) / 2;
  return normalised([edge, 1 - cosine, edge], [1 + alpha, -2 * cosine, 1 - alpha]);
}

/** Bell-shaped boost or cut at 48 kHz (Audio EQ Cookbook). */
export function peaking(frequency: number, quality: number, decibels: number): Biquad {
  const { cosine, alpha } = prototype(frequency, quality);
  const amplitude = 10 ** (decibels / 40);
  return normalised(
    [1 + alpha * amplitude, -2 * cosine, 1 - alpha * amplitude],
    [1 + alpha / amplitude, -2 * cosine, 1 - alpha / amplitude],
  );
}

const samplesPerFlush = 2048;

/** Filters `samples` in place, from a state of silence. */
export function applyBiquad(samples: Float32Array, filter: Biquad): void {
  const { b0, b1, b2, a1, a2 } = filter;
  let first = 0;
  let second = 0;
  for (let from = 0; from < samples.length; from += samplesPerFlush) {
    const to = Math.min(samples.length, from + samplesPerFlush);
    for (let index = from; index < to; index += 1) {
      const input = samples[index]!;
      const output = b0 * input + first;
      first = b1 * input - a1 * output + second;
      second = b2 * input - a2 * output;
      samples[index] = output;
    }
    // A tail that fades into denormal numbers would cost a hundred times as much as sound does.
    if (Math.abs(first) < 1e-15) first = 0;
    if (Math.abs(second) < 1e-15) second = 0;
  }
}
