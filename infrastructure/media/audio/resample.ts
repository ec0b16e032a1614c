/** Zero crossings of the sinc on each side. With the Kaiser window below, images stay 90 dB down. */
const zeroCrossings = 32;
const kaiserBeta = 9;
/** Share of the narrower band that passes; the rest is the filter's slope. */
const passShare = 0.95;

/**
 * Resamples by a polyphase windowed sinc (Kaiser window; J. O. Smith, Digital Audio Resampling). The first
 * sample stays at time 0.
 * @param fromRate,toRate hertz, whole numbers
 */
export function resample(samples: Float32Array, fromRate: number, toRate: number): Float32Array {
  if (fromRate === toRate || samples.length === 0) return samples;
  const divisor = greatestCommonDivisor(fromRate, toRate);
  const phases = toRate / divisor;
  const advance = fromRate / divisor;
  const { bank, taps, half } = filterBank(phases, fromRate, toRate);
  const padded = new Float32Array(samples.length + 2 * half + 1);
  padded.set(samples, half);
  const output = new Float32Array(Math.round((samples.length * phases) / advance));
  let position = 0;
  let phase = 0;
  for (let index = 0; index < output.length; index += 1) {
    const row = phase * taps;
    let sum = 0;
    for (let tap = 0; tap < taps; tap += 1) sum += bank[row + tap]! * padded[position + tap]!;
    output[index] = sum;
    phase += advance;
    position += Math.floor(phase / phases);
    phase %= phases;
  }
  return output;
}

/** One row of taps for each fractional position; tap `half` of row 0 is the sample itself. */
function filterBank(phases: number, fromRate: number, toRate: number) {
  const narrowing = Math.min(1, toRate / fromRate);
  const half = Math.ceil(zeroCrossings / narrowing);
  const taps = 2 * half + 1;
  const cutoff = narrowing * passShare;
  const bank = new Float32Array(phases * taps);
  const windowPeak = bessel(kaiserBeta);
  for (let phase = 0; phase < phases; phase += 1) {
    let sum = 0;
    for (let tap = 0; tap < taps; tap += 1) {
      const distance = tap - half - phase / phases;
      const edge = 1 - (distance / (half + 1)) ** 2;
      const value = sinc(distance * cutoff) * (bessel(kaiserBeta * Math.sqrt(edge)) / windowPeak);
      bank[phase * taps + tap] = value;
      sum += value;
    }
    for (let tap = 0; tap < taps; tap += 1) bank[phase * taps + tap]! /= sum;
  }
  return { bank, taps, half };
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}

/** Modified Bessel function of the first kind, order 0. */
function bessel(x: number): number {
  let term = 1;
  let sum = 1;
  for (let index = 1; term > sum * 1e-12; index += 1) {
    term *= (x / (2 * index)) ** 2;
    sum += term;
  }
  return sum;
}

function greatestCommonDivisor(left: number, right: number): number {
  return right === 0 ? left : greatestCommonDivisor(right, left % right);
}
