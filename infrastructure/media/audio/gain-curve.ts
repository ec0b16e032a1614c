/** Frames between two points of a {@link GainCurve}: a third of a millisecond. */
export const curveStep = 16;

/**
 * A gain that changes over time: one amplitude factor every {@link curveStep} frames, joined by straight
 * lines. It has one point more than whole or begun steps.
 */
export type GainCurve = Float32Array;

/** Steps that `frames` frames fill, the last perhaps in part. */
export function curveSteps(frames: number): number {
  return Math.ceil(frames / curveStep);
}

/** The same gain throughout. */
export function flatCurve(frames: number, gain: number): GainCurve {
  return new Float32Array(curveSteps(frames) + 1).fill(gain);
}

/** Multiplies `samples` by the curve, in place. */
export function applyCurve(samples: Float32Array, curve: GainCurve): void {
  for (let step = 0; step + 1 < curve.length; step += 1) {
    const from = step * curveStep;
    const to = Math.min(samples.length, from + curveStep);
    let gain = curve[step]!;
    const slope = (curve[step + 1]! - gain) / curveStep;
    for (let index = from; index < to; index += 1) {
      samples[index]! *= gain;
      gain += slope;
    }
  }
}

/** Multiplies the start and the end by a raised cosine, in place. Lengths in frames, together at most all. */
export function applyFades(samples: Float32Array, fadeIn: number, fadeOut: number): void {
  for (let index = 0; index < fadeIn; index += 1) {
    samples[index]! *= raisedCosine((index + 0.5) / fadeIn);
  }
  for (let index = 0; index < fadeOut; index += 1) {
    samples[samples.length - 1 - index]! *= raisedCosine((index + 0.5) / fadeOut);
  }
}

/** From 0 at 0 to 1 at 1, level at both ends. */
export function raisedCosine(x: number): number {
  return 0.5 - 0.5 * Math.cos(Math.PI * Math.min(1, Math.max(0, x)));
}
