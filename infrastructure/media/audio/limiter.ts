import type { GainCurve } from './gain-curve.js';

/** Steps before a peak in which the gain comes down: 5 ms. */
const lookAheadSteps = 15;
/** Share of the way back to full gain that one step takes: a time constant of 80 ms. */
const releaseShare = 1 - Math.exp(-1 / 240);

/**
 * The gain of a look-ahead limiter that first amplifies: at most `gain`, and low enough wherever the
 * amplified sound would go over the ceiling. It comes down on a straight line before a peak, and back
 * exponentially.
 * @param peaks true peak of each curve step, amplitudes
 * @param ceiling amplitude
 */
export function limiterCurve(peaks: Float32Array, gain: number, ceiling: number): GainCurve {
  const steps = peaks.length;
  const allowed = Float32Array.from(peaks, (peak) => Math.min(gain, ceiling / Math.max(peak, 1e-9)));
  const held = slidingMinimum(allowed, lookAheadSteps);
  let level = gain;
  for (let step = 0; step < steps; step += 1) {
    level = Math.min(held[step]!, level + (gain - level) * releaseShare);
    held[step] = level;
  }
  return averaged(held, gain);
}

/** The least of each value and of the `reach` values on both sides. */
function slidingMinimum(values: Float32Array, reach: number): Float32Array {
  const candidates = new Int32Array(values.length);
  const result = new Float32Array(values.length);
  let first = 0;
  let last = 0;
  for (let incoming = 0; incoming < values.length + reach; incoming += 1) {
    if (incoming < values.length) {
      while (last > first && values[candidates[last - 1]!]! >= values[incoming]!) last -= 1;
      candidates[last] = incoming;
      last += 1;
    }
    const centre = incoming - reach;
    if (centre < 0) continue;
    while (candidates[first]! < centre - reach) first += 1;
    result[centre] = values[candidates[first]!]!;
  }
  return result;
}

/**
 * The mean of each window of values as wide as the look-ahead, which turns steps into slopes. No point is
 * higher than the value that was held for either of its sides, because the minimum reached as far.
 */
function averaged(values: Float32Array, gain: number): GainCurve {
  const curve = new Float32Array(values.length + 1);
  const width = lookAheadSteps;
  const reach = (width - 1) / 2;
  const at = (index: number): number => values[Math.min(values.length - 1, Math.max(0, index))] ?? gain;
  let total = 0;
  for (let index = -reach - 1; index < reach; index += 1) total += at(index);
  for (let step = 0; step < curve.length; step += 1) {
    curve[step] = total / width;
    total += at(step + reach) - at(step - reach - 1);
  }
  return curve;
}
