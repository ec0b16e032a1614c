import type { ToneFilter } from './flite-voices.js';

interface Biquad {
  readonly b0: number;
  readonly b1: number;
  readonly b2: number;
  readonly a1: number;
  readonly a2: number;
}

/** Coefficients after Robert Bristow-Johnson's Audio EQ Cookbook (https://www.w3.org/TR/audio-eq-cookbook/). */
function biquad(filter: ToneFilter, sampleRate: number): Biquad {
  const omega = (2 * Math.PI * filter.hertz) / sampleRate;
  const cosine = Math.cos(omega);
  const alpha = Math.sin(omega) * Math.SQRT1_2;
  if (filter.kind === 'high-pass') {
    const a0 = 1 + alpha;
    const b = (1 + cosine) / 2 / a0;
    return { b0: b, b1: -2 * b, b2: b, a1: (-2 * cosine) / a0, a2: (1 - alpha) / a0 };
  }
  const gain = 10 ** (filter.gain / 40);
  const slope = 2 * Math.sqrt(gain) * alpha;
  const side = filter.kind === 'low-shelf' ? 1 : -1;
  const up = gain + 1;
  const down = gain - 1;
  const a0 = up + side * down * cosine + slope;
  return {
    b0: (gain * (up - side * down * cosine + slope)) / a0,
    b1: (side * 2 * gain * (down - side * up * cosine)) / a0,
    b2: (gain * (up - side * down * cosine - slope)) / a0,
    a1: (-side * 2 * (down + side * up * cosine)) / a0,
    a2: (up + side * down * cosine - slope) / a0,
  };
}

/** Filters in place. */
function applyFilter(samples: Float32Array, { b0, b1, b2, a1, a2 }: Biquad): void {
  let x1 = 0;
  let x2 = 0;
  let y1 = 0;
  let y2 = 0;
  for (let index = 0; index < samples.length; index++) {
    const x = samples[index]!;
    const y = b0 * x + b1 * x1 + b2 * x2 - a1 * y1 - a2 * y2;
    x2 = x1;
    x1 = x;
    y2 = y1;
    y1 = y;
    samples[index] = y;
  }
}

const hissHertz = 3500;
const attackSeconds = 0.001;
const releaseSeconds = 0.03;

/** Turns down what lies above 3.5 kHz while its level is beyond `limit`: a de-esser. In place. */
function limitHiss(samples: Float32Array, sampleRate: number, limit: number): void {
  const hiss = samples.slice();
  applyFilter(hiss, biquad({ kind: 'high-pass', hertz: hissHertz }, sampleRate));
  const attack = Math.exp(-1 / (attackSeconds * sampleRate));
  const release = Math.exp(-1 / (releaseSeconds * sampleRate));
  let level = 0;
  for (let index = 0; index < samples.length; index++) {
    const now = Math.abs(hiss[index]!);
    level = now + (now > level ? attack : release) * (level - now);
    if (level > limit) samples[index]! -= hiss[index]! * (1 - limit / level);
  }
}

/** A voice's cleanup, in place: tone filters, then the de-esser if there is a limit. */
export function applyTone(
  samples: Float32Array,
  sampleRate: number,
  { tone, hissLimit }: { readonly tone: readonly ToneFilter[]; readonly hissLimit?: number | undefined },
): void {
  for (const filter of tone) applyFilter(samples, biquad(filter, sampleRate));
  if (hissLimit !== undefined) limitHiss(samples, sampleRate, hissLimit);
}
