import { raisedCosine } from '../gain-curve.js';

/** Where the voices of a bed are mixed: dry stereo, and what goes to the reverb. 48 kHz. */
export interface BedBuses {
  readonly left: Float32Array;
  readonly right: Float32Array;
  readonly send: Float32Array;
}

export function createBedBuses(frames: number): BedBuses {
  return {
    left: new Float32Array(frames),
    right: new Float32Array(frames),
    send: new Float32Array(frames),
  };
}

/** How one sound stands in the bed. */
export interface Placement {
  /** Seconds. */
  readonly at: number;
  readonly gain: number;
  /** −1 left to 1 right, at equal power. */
  readonly pan: number;
  /** Share that goes to the reverb. */
  readonly send: number;
}

/** Adds a mono sound; what lies after the end is dropped. */
export function placeSound(buses: BedBuses, sound: Float32Array, { at, gain, pan, send }: Placement): void {
  const start = Math.round(at * 48_000);
  const angle = ((pan + 1) * Math.PI) / 4;
  const left = gain * Math.cos(angle) * Math.SQRT2;
  const right = gain * Math.sin(angle) * Math.SQRT2;
  const wet = gain * send;
  const length = Math.min(sound.length, buses.left.length - start);
  for (let index = 0; index < length; index += 1) {
    const value = sound[index]!;
    buses.left[start + index]! += value * left;
    buses.right[start + index]! += value * right;
    buses.send[start + index]! += value * wet;
  }
}

/** A slow rise, a sustained middle and a slow fall; seconds. */
export interface SwellShape {
  readonly attack: number;
  readonly length: number;
  readonly release: number;
}

/** Level of a swell at a time after its start, 0 to 1. Its release begins at `length`. */
export function swellLevel({ attack, length, release }: SwellShape, time: number): number {
  return raisedCosine(time / attack) * (1 - raisedCosine((time - length) / release));
}
