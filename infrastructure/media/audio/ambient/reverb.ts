import type { BedBuses } from './bed-buses.js';

export interface Room {
  /** Seconds in which a sound falls by 60 dB. */
  readonly decaySeconds: number;
  /** How much of the highs each pass loses, 0 to 1. */
  readonly damping: number;
  /** Level of the reverb in the bed. */
  readonly level: number;
}

const lines = 8;
const ringLength = 4096;
const ringMask = ringLength - 1;
/** Frames; mutually prime, 23 to 81 ms. */
const delays = Int32Array.of(1117, 1361, 1657, 1999, 2377, 2803, 3307, 3889);
const diffusers = [
  { delay: 229, gain: 0.7 },
  { delay: 613, gain: 0.65 },
  { delay: 1049, gain: 0.55 },
];
const preDelay = 1200;

/**
 * Adds a hall to the bed: the send goes through all-pass diffusers (Schroeder) into a feedback delay network
 * of eight damped lines with a Householder matrix (Jot). The even lines sound left, the odd ones right. The
 * send is used up.
 */
export function addReverb(buses: BedBuses, { decaySeconds, damping, level }: Room): void {
  const { left, right, send } = buses;
  for (const { delay, gain } of diffusers) diffuse(send, delay, gain);
  const gains = Float64Array.from(delays, (delay) => 10 ** ((-3 * delay) / (decaySeconds * 48_000)));
  const rings = new Float32Array(lines * ringLength);
  const damped = new Float64Array(lines);
  for (let index = 0; index < send.length; index += 1) {
    const input = index < preDelay ? 0 : send[index - preDelay]!;
    let sum = 0;
    for (let line = 0; line < lines; line += 1) {
      const heard = rings[line * ringLength + ((index - delays[line]!) & ringMask)]!;
      const soft = heard + (damped[line]! - heard) * damping;
      damped[line] = soft;
      sum += soft;
    }
    const reflected = sum * (2 / lines);
    const write = index & ringMask;
    for (let line = 0; line < lines; line += 1) {
      // The constant keeps the lines out of the slow denormal numbers; it is 300 dB down.
      rings[line * ringLength + write] = (damped[line]! - reflected) * gains[line]! + input + 1e-15;
    }
    left[index]! += level * (damped[0]! - damped[2]! + damped[4]! - damped[6]!);
    right[index]! += level * (damped[1]! - damped[3]! + damped[5]! - damped[7]!);
  }
}

function diffuse(samples: Float32Array, delay: number, gain: number): void {
  const ring = new Float32Array(delay);
  let position = 0;
  for (let index = 0; index < samples.length; index += 1) {
    const delayed = ring[position]!;
    const input = samples[index]! - gain * delayed;
    ring[position] = Math.abs(input) < 1e-15 ? 0 : input;
    samples[index] = delayed + gain * input;
    position += 1;
    if (position === delay) position = 0;
  }
}
