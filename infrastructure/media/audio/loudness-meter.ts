import type { Biquad } from './biquad.js';
import { curveStep, type GainCurve } from './gain-curve.js';

/** What the meter says of silence: the absolute gate of BS.1770. */
export const silenceLufs = -70;

/** ITU-R BS.1770-4, tables 1 and 2: the pre-filter and the RLB filter at 48 kHz. */
const headFilter: Biquad = {
  b0: 1.53512485958697,
  b1: -2.69169618940638,
  b2: 1.19839281085285,
  a1: -1.69065929318241,
  a2: 0.73248077421585,
};
const lowFilter: Biquad = { b0: 1, b1: -2, b2: 1, a1: -1.99004745483398, a2: 0.99007225036621 };

const stepsPerHop = 4800 / curveStep;
const hopsPerBlock = 4;
const relativeGateLu = 10;

/**
 * Integrated loudness by ITU-R BS.1770-4: K-weighted, blocks of 400 ms that overlap by 75 %, gated at −70 LUFS
 * and at 10 LU under the mean. Sound shorter than a block is measured whole and without gates.
 * @param channels 48 kHz, of one length; the same array twice measures mono played on both sides
 * @param curve applied before measuring; the samples stay as they are
 * @returns LUFS, at least {@link silenceLufs}
 */
export function integratedLoudness(channels: readonly Float32Array[], curve?: GainCurve): number {
  const frames = channels[0]?.length ?? 0;
  if (frames === 0) return silenceLufs;
  const stepEnergies = new Float64Array(Math.ceil(frames / curveStep));
  const weights = new Map<Float32Array, number>();
  for (const channel of channels) weights.set(channel, (weights.get(channel) ?? 0) + 1);
  for (const [channel, weight] of weights) addStepEnergies(stepEnergies, channel, weight, curve);
  const hops = Math.floor(frames / (stepsPerHop * curveStep));
  if (hops < hopsPerBlock) return loudnessOf(sum(stepEnergies, 0, stepEnergies.length) / frames);
  const hopEnergies = Float64Array.from({ length: hops }, (_, hop) =>
    sum(stepEnergies, hop * stepsPerHop, (hop + 1) * stepsPerHop),
  );
  return gatedLoudness(hopEnergies);
}

function gatedLoudness(hopEnergies: Float64Array): number {
  const blockFrames = hopsPerBlock * stepsPerHop * curveStep;
  const blocks = Array.from(
    { length: hopEnergies.length - hopsPerBlock + 1 },
    (_, first) => sum(hopEnergies, first, first + hopsPerBlock) / blockFrames,
  );
  const audible = blocks.filter((energy) => loudnessOf(energy) > silenceLufs);
  const gate = loudnessOf(mean(audible)) - relativeGateLu;
  return loudnessOf(mean(audible.filter((energy) => loudnessOf(energy) > gate)));
}

function loudnessOf(meanSquare: number): number {
  return meanSquare > 0 ? Math.max(silenceLufs, -0.691 + 10 * Math.log10(meanSquare)) : silenceLufs;
}

/** Adds the K-weighted energy of each curve step. The filters' states are kept apart for speed. */
function addStepEnergies(
  energies: Float64Array,
  samples: Float32Array,
  weight: number,
  curve?: GainCurve,
): void {
  const { b0, b1, b2, a1, a2 } = headFilter;
  const { a1: low1, a2: low2 } = lowFilter;
  let [head1, head2, tail1, tail2] = [0, 0, 0, 0];
  for (let step = 0; step < energies.length; step += 1) {
    const to = Math.min(samples.length, (step + 1) * curveStep);
    let gain = curve ? curve[step]! : 1;
    const slope = curve ? (curve[step + 1]! - gain) / curveStep : 0;
    let energy = 0;
    for (let index = step * curveStep; index < to; index += 1) {
      const input = samples[index]! * gain;
      gain += slope;
      const middle = b0 * input + head1;
      head1 = b1 * input - a1 * middle + head2;
      head2 = b2 * input - a2 * middle;
      const output = middle + tail1;
      tail1 = -2 * middle - low1 * output + tail2;
      tail2 = middle - low2 * output;
      energy += output * output;
    }
    energies[step]! += energy * weight;
    // Silence would let the states fade into denormal numbers, which are slow.
    if (energy < 1e-24) head1 = head2 = tail1 = tail2 = 0;
  }
}

function sum(values: Float64Array, from: number, to: number): number {
  let total = 0;
  for (let index = from; index < to; index += 1) total += values[index]!;
  return total;
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((total, value) => total + value, 0) / values.length;
}
