import type { BedBuses, SwellShape } from './bed-buses.js';
import { swellLevel } from './bed-buses.js';
import { inverseFourierTransform } from './fourier-transform.js';
import { noteFrequency } from './harmony.js';
import type { SeededRandom } from '../../seeded-random.js';

const tableLength = 131_072;
const tableMask = tableLength - 1;
const tableRate = 24_000;
/** Semitones between the notes that get a table of their own; those between are read faster or slower. */
const anchorSpacing = 5;
/** Size of a harmonic's line against its skirt. */
const lineShare = 0.7;
/** Frames in which the level moves on a straight line. */
const levelStep = 64;

export interface PadTimbre {
  /** Amplitude of each harmonic, the first for the fundamental. */
  readonly harmonics: readonly number[];
  /** Spread of the fundamental in cents: how many players there seem to be. */
  readonly spreadCents: number;
  /** 0 mono to 1 wholly different sides. */
  readonly width: number;
}

interface PadTable {
  /** Hertz at which the table sounds when read at its own rate. */
  readonly frequency: number;
  readonly left: Float32Array;
  readonly right: Float32Array;
  /** Brings the table to an RMS of 1. */
  readonly scale: number;
}

export interface PadNote extends SwellShape {
  /** MIDI. */
  readonly note: number;
  /** Seconds. */
  readonly at: number;
  readonly gain: number;
  readonly send: number;
}

/** Plays one note onto the buses. */
export type PadVoice = (buses: BedBuses, note: PadNote) => void;

/**
 * An ensemble pad by the PADsynth method (P. Nasca, 2006): each harmonic is a narrow band around a line, which
 * sounds like many players and never beats. The bands' random phases differ left and right.
 */
export function createPadVoice(timbre: PadTimbre, random: SeededRandom): PadVoice {
  const tables = new Map<number, PadTable>();
  return (buses, note) => {
    const anchor = Math.round(note.note / anchorSpacing) * anchorSpacing;
    let table = tables.get(anchor);
    if (!table) tables.set(anchor, (table = renderTable(timbre, noteFrequency(anchor), random)));
    mixNote(buses, table, note, random() * tableLength);
  };
}

function renderTable(
  { harmonics, spreadCents, width }: PadTimbre,
  frequency: number,
  random: SeededRandom,
): PadTable {
  const real = new Float64Array(tableLength);
  const imaginary = new Float64Array(tableLength);
  harmonics.forEach((amplitude, index) => {
    const centre = frequency * (index + 1);
    if (centre < 9000) addHarmonic({ real, imaginary, amplitude, centre, spreadCents }, random);
  });
  inverseFourierTransform(real, imaginary);
  const [left, right] = [new Float32Array(tableLength), new Float32Array(tableLength)];
  const side = (1 - width) / 2;
  let energy = 0;
  for (let index = 0; index < tableLength; index += 1) {
    const near = real[index]!;
    const far = imaginary[index]!;
    energy += near * near + far * far;
    left[index] = near + (far - near) * side;
    right[index] = far + (near - far) * side;
  }
  return { frequency, left, right, scale: Math.sqrt((2 * tableLength) / energy) };
}

interface HarmonicBand {
  readonly real: Float64Array;
  readonly imaginary: Float64Array;
  readonly amplitude: number;
  /** Hertz. */
  readonly centre: number;
  readonly spreadCents: number;
}

/**
 * A line with a Gaussian skirt. Positive and negative frequencies get different phases, which makes the real
 * and the imaginary part of the transform two independent signals.
 */
function addHarmonic(band: HarmonicBand, random: SeededRandom): void {
  const { amplitude, centre, spreadCents } = band;
  const bin = Math.round((centre / tableRate) * tableLength);
  const deviation = Math.max(0.8, (bin * (2 ** (spreadCents / 1200) - 1)) / 2);
  const reach = Math.ceil(deviation * 3);
  for (let offset = -reach; offset <= reach; offset += 1) {
    const skirt = (amplitude * Math.exp(-0.5 * (offset / deviation) ** 2)) / Math.sqrt(deviation);
    addLine(band, bin + offset, skirt, random() * 2 * Math.PI);
    addLine(band, tableLength - bin - offset, skirt, random() * 2 * Math.PI);
  }
  // The line keeps the harmonic from fading as the skirt alone would. These two phases put it in the middle.
  const phase = random() * 2 * Math.PI;
  addLine(band, bin, amplitude * lineShare, phase);
  addLine(band, tableLength - bin, amplitude * lineShare, Math.PI / 2 - phase);
}

function addLine({ real, imaginary }: HarmonicBand, index: number, size: number, phase: number): void {
  real[index]! += size * Math.cos(phase);
  imaginary[index]! += size * Math.sin(phase);
}

function mixNote(buses: BedBuses, table: PadTable, note: PadNote, offset: number): void {
  const start = Math.max(0, Math.round(note.at * 48_000));
  const end = Math.min(buses.left.length, start + Math.round((note.length + note.release) * 48_000));
  const step = (noteFrequency(note.note) / table.frequency) * (tableRate / 48_000);
  let position = offset;
  let level = 0;
  for (let from = start; from < end; from += levelStep) {
    const to = Math.min(end, from + levelStep);
    const goal = note.gain * table.scale * swellLevel(note, (to - start) / 48_000);
    mixStretch(buses, table, { from, to, position, step, level, goal, send: note.send });
    position = (position + step * (to - from)) % tableLength;
    level = goal;
  }
}

interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly position: number;
  readonly step: number;
  readonly level: number;
  readonly goal: number;
  readonly send: number;
}

function mixStretch(buses: BedBuses, { left, right }: PadTable, stretch: Stretch): void {
  const { left: outLeft, right: outRight, send: outSend } = buses;
  const { from, to, step } = stretch;
  const slope = (stretch.goal - stretch.level) / (to - from);
  const send = stretch.send / 2;
  let { position, level } = stretch;
  for (let index = from; index < to; index += 1) {
    const whole = position | 0;
    const part = position - whole;
    const near = whole & tableMask;
    const far = (whole + 1) & tableMask;
    const onLeft = (left[near]! + (left[far]! - left[near]!) * part) * level;
    const onRight = (right[near]! + (right[far]! - right[near]!) * part) * level;
    outLeft[index]! += onLeft;
    outRight[index]! += onRight;
    outSend[index]! += (onLeft + onRight) * send;
    position += step;
    level += slope;
  }
}
