import { raisedCosine } from '../gain-curve.js';
import { noteFrequency } from './harmony.js';

/** One ringing part of a struck or plucked tone. */
export interface StruckPartial {
  /** Frequency over that of the note. */
  readonly ratio: number;
  readonly amplitude: number;
  /** Seconds in which it falls by 60 dB at A4; higher notes ring shorter. */
  readonly decay: number;
}

export interface StruckTimbre {
  readonly partials: readonly StruckPartial[];
  /** Seconds until it is fully there. */
  readonly attack: number;
}

/** The sound of a MIDI note, made once. */
export type StruckVoice = (note: number) => Float32Array;

/** Bells, plucked strings, wooden bars: sums of decaying sines. */
export function createStruckVoice(timbre: StruckTimbre): StruckVoice {
  const sounds = new Map<number, Float32Array>();
  return (note) => {
    let sound = sounds.get(note);
    if (!sound) sounds.set(note, (sound = renderStruck(timbre, noteFrequency(note))));
    return sound;
  };
}

function renderStruck({ partials, attack }: StruckTimbre, frequency: number): Float32Array {
  const stretch = Math.sqrt(440 / frequency);
  const longest = Math.max(...partials.map(({ decay }) => decay)) * stretch;
  const sound = new Float32Array(Math.ceil(longest * 1.1 * 48_000));
  partials.forEach(({ ratio, amplitude, decay }) => {
    if (frequency * ratio < 16_000) addPartial(sound, frequency * ratio, amplitude, decay * stretch);
  });
  const rise = Math.round(attack * 48_000);
  for (let index = 0; index < rise; index += 1) sound[index]! *= raisedCosine(index / rise);
  return sound;
}

/** A decaying sine by the two-term recurrence, until it is 66 dB down. */
function addPartial(sound: Float32Array, frequency: number, amplitude: number, decay: number): void {
  const shrink = 10 ** (-3 / (decay * 48_000));
  const omega = (2 * Math.PI * frequency) / 48_000;
  const forward = 2 * shrink * Math.cos(omega);
  const back = shrink * shrink;
  const end = Math.min(sound.length, Math.ceil(decay * 1.1 * 48_000));
  let before = 0;
  let current = amplitude * Math.sin(omega);
  for (let index = 0; index < end; index += 1) {
    sound[index]! += before;
    const next = forward * current - back * before;
    before = current;
    current = next;
  }
}

/** Partials of a string: harmonics, a little sharp as stiffness makes them, the higher the shorter. */
function stringPartials(count: number, slope: number, decay: number): StruckPartial[] {
  return Array.from({ length: count }, (_, index) => {
    const harmonic = index + 1;
    return {
      ratio: harmonic * Math.sqrt(1 + 0.0003 * harmonic * harmonic),
      amplitude: harmonic ** -slope,
      decay: decay / harmonic ** 0.7,
    };
  });
}

/** Glass bells with a long, soft ring. */
export const glassBell: StruckTimbre = {
  attack: 0.006,
  partials: [
    { ratio: 1, amplitude: 1, decay: 4.2 },
    { ratio: 2.003, amplitude: 0.32, decay: 2.8 },
    { ratio: 3.01, amplitude: 0.14, decay: 1.5 },
    { ratio: 4.17, amplitude: 0.1, decay: 0.9 },
    { ratio: 5.43, amplitude: 0.05, decay: 0.5 },
  ],
};

/** A harp under felt. */
export const feltHarp: StruckTimbre = { attack: 0.005, partials: stringPartials(7, 1.7, 2.6) };

/** A tuned wooden bar with a soft mallet (marimba tuning: 1, 4 and about 9.9 times). */
export const woodenBar: StruckTimbre = {
  attack: 0.004,
  partials: [
    { ratio: 1, amplitude: 1, decay: 1.5 },
    { ratio: 2.01, amplitude: 0.1, decay: 0.8 },
    { ratio: 3.98, amplitude: 0.22, decay: 0.4 },
    { ratio: 9.6, amplitude: 0.05, decay: 0.12 },
  ],
};

/** A short muted string. */
export const mutedString: StruckTimbre = { attack: 0.003, partials: stringPartials(8, 1.2, 0.62) };

/** A round plucked bass. */
export const roundBass: StruckTimbre = { attack: 0.006, partials: stringPartials(6, 1.5, 0.42) };
