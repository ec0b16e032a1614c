import { curveStep, curveSteps } from './gain-curve.js';

/**
 * ITU-R BS.1770-4, annex 2: the interpolator for 4-fold oversampling, phases 0 and 1. Phases 3 and 2 are the
 * same backwards.
 */
const outerPhase = [
  0.001708984375, 0.010986328125, -0.0196533203125, 0.033203125, -0.0594482421875, 0.1373291015625,
  0.97216796875, -0.102294921875, 0.047607421875, -0.026611328125, 0.014892578125, -0.00830078125,
];
const innerPhase = [
  -0.0291748046875, 0.029296875, -0.0517578125, 0.089111328125, -0.16650390625, 0.465087890625, 0.77978515625,
  -0.2003173828125, 0.1015625, -0.0582275390625, 0.0330810546875, -0.0189208984375,
];
const phases = [outerPhase, innerPhase, innerPhase.toReversed(), outerPhase.toReversed()];
const taps = Float64Array.from(phases.flat());
const tapsPerPhase = outerPhase.length;
/** Samples after the one whose neighbourhood is looked at. */
const lookAhead = 6;
/** No interpolated value is more than this many times the largest sample near it. */
const overshoot = Math.max(...phases.map((phase) => phase.reduce((sum, tap) => sum + Math.abs(tap), 0)));

/**
 * The true peak of each curve step of both channels, as an amplitude. A step that cannot reach `floor` is not
 * interpolated and gives its largest sample instead.
 */
export function truePeaks(channels: readonly Float32Array[], floor: number): Float32Array {
  const frames = channels[0]?.length ?? 0;
  const peaks = new Float32Array(curveSteps(frames));
  for (const samples of channels) {
    const sampled = samplePeaks(samples, peaks.length);
    for (let step = 0; step < peaks.length; step += 1) {
      const near = Math.max(sampled[step]!, sampled[step - 1] ?? 0, sampled[step + 1] ?? 0);
      const peak =
        near * overshoot > floor ? interpolatedPeak(samples, step, sampled[step]!) : sampled[step]!;
      peaks[step] = Math.max(peaks[step]!, peak);
    }
  }
  return peaks;
}

/** The true peak of all channels, as an amplitude. */
export function truePeak(channels: readonly Float32Array[]): number {
  let largest = 0;
  for (const samples of channels) {
    const sampled = samplePeaks(samples, curveSteps(samples.length));
    for (const peak of sampled) largest = Math.max(largest, peak);
  }
  return truePeaks(channels, largest).reduce((left, right) => Math.max(left, right), 0);
}

function samplePeaks(samples: Float32Array, steps: number): Float32Array {
  const peaks = new Float32Array(steps);
  for (let step = 0; step < steps; step += 1) {
    const to = Math.min(samples.length, (step + 1) * curveStep);
    let peak = 0;
    for (let index = step * curveStep; index < to; index += 1) {
      const size = Math.abs(samples[index]!);
      if (size > peak) peak = size;
    }
    peaks[step] = peak;
  }
  return peaks;
}

function interpolatedPeak(samples: Float32Array, step: number, sampledPeak: number): number {
  const from = step * curveStep + lookAhead;
  const to = Math.min(samples.length, (step + 1) * curveStep) + lookAhead;
  let peak = sampledPeak;
  for (let newest = from; newest < to; newest += 1) {
    for (let row = 0; row < taps.length; row += tapsPerPhase) {
      let value = 0;
      for (let tap = 0; tap < tapsPerPhase; tap += 1) {
        value += taps[row + tap]! * (samples[newest - tap] ?? 0);
      }
      const size = Math.abs(value);
      if (size > peak) peak = size;
    }
  }
  return peak;
}
