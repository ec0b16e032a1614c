import { amplitudeOf } from './decibels.js';
import { applyCurve, curveStep, curveSteps } from './gain-curve.js';

export interface Compression {
  /** Level above which the gain goes down, dBFS RMS. */
  readonly thresholdDecibels: number;
  /** Decibels in for one decibel out. */
  readonly ratio: number;
  readonly attackSeconds: number;
  readonly releaseSeconds: number;
}

const kneeDecibels = 6;
const stepsPerSecond = 48_000 / curveStep;

/** Evens out loud and soft syllables, in place: a feed-forward RMS compressor with a soft knee. */
export function compress(samples: Float32Array, settings: Compression): void {
  const curve = new Float32Array(curveSteps(samples.length) + 1).fill(1);
  const attack = 1 - Math.exp(-1 / (settings.attackSeconds * stepsPerSecond));
  const release = 1 - Math.exp(-1 / (settings.releaseSeconds * stepsPerSecond));
  let power = 0;
  for (let step = 0; step + 1 < curve.length; step += 1) {
    const now = meanSquare(samples, step * curveStep, Math.min(samples.length, (step + 1) * curveStep));
    power += (now - power) * (now > power ? attack : release);
    const level = 10 * Math.log10(Math.max(power, 1e-12));
    curve[step + 1] = amplitudeOf(-reduction(level - settings.thresholdDecibels, settings.ratio));
  }
  curve[0] = curve[1] ?? 1;
  applyCurve(samples, curve);
}

/** Decibels to take away at `excess` decibels over the threshold (Giannoulis et al., JAES 2012, eq. 4). */
function reduction(excess: number, ratio: number): number {
  const slope = 1 - 1 / ratio;
  if (excess <= -kneeDecibels / 2) return 0;
  if (excess >= kneeDecibels / 2) return slope * excess;
  return (slope * (excess + kneeDecibels / 2) ** 2) / (2 * kneeDecibels);
}

function meanSquare(samples: Float32Array, from: number, to: number): number {
  let sum = 0;
  for (let index = from; index < to; index += 1) sum += samples[index]! * samples[index]!;
  return sum / Math.max(1, to - from);
}
