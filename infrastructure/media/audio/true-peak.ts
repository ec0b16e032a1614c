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
/** The samples around one curve step. */
const neighbourhood = new Float64Array(curveStep + tapsPerPhase - 1);
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
    let before = 0;
    for (let step = 0; step < peaks.length; step += 1) {
      let peak = sampled[step]!;
      const after = step + 1 < peaks.length ? sampled[step + 1]! : 0;
      const near = Math.max(before, peak, after);
      before = peak;
      if (near * overshoot > floor) peak = interpolatedPeak(samples, step, peak);
      if (peak > peaks[step]!) peaks[step] = peak;
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
  const before = tapsPerPhase - 1 - lookAhead;
  const first = step * curveStep - before;
  // Reading outside the array would be slow for the whole loop, not for the two ends alone.
  for (let index = 0; index < neighbourhood.length; index += 1) {
    const frame = first + index;
    neighbourhood[index] = frame >= 0 && frame < samples.length ? samples[frame]! : 0;
  }
  let peak = sampledPeak;
  for (let oldest = 0; oldest < curveStep; oldest += 1) {
    const size = largestPhase(oldest);
    if (size > peak) peak = size;
  }
  return peak;
}

/** All four phases at a time, because each addition has to wait for the one before it. */
function largestPhase(oldest: number): number {
  let [first, second, third, fourth] = [0, 0, 0, 0];
  for (let tap = 0; tap < tapsPerPhase; tap += 1) {
    const sample = neighbourhood[oldest + tap]!;
    first += taps[tap]! * sample;
    second += taps[tapsPerPhase + tap]! * sample;
    third += taps[2 * tapsPerPhase + tap]! * sample;
    fourth += taps[3 * tapsPerPhase + tap]! * sample;
  }
  return Math.max(Math.abs(first), Math.abs(second), Math.abs(third), Math.abs(fourth));
}
