/** Steps of the seven notes of a scale over its root, in semitones. */
export type Scale = readonly [number, number, number, number, number, number, number];

export const scales = {
  major: [0, 2, 4, 5, 7, 9, 11],
  lydian: [0, 2, 4, 6, 7, 9, 11],
  dorian: [0, 2, 3, 5, 7, 9, 10],
  aeolian: [0, 2, 3, 5, 7, 8, 10],
  mixolydian: [0, 2, 4, 5, 7, 9, 10],
} as const satisfies Record<string, Scale>;

/** A key: MIDI number of its root, and its scale. */
export interface Key {
  readonly root: number;
  readonly scale: Scale;
}

/** MIDI note of a scale degree; 0 is the root, 7 its octave, negative ones lie below. */
export function degreeNote({ root, scale }: Key, degree: number): number {
  const octave = Math.floor(degree / 7);
  return root + 12 * octave + scale[degree - 7 * octave]!;
}

/** Hertz of a MIDI note in equal temperament, A4 = 440 Hz. */
export function noteFrequency(note: number): number {
  return 440 * 2 ** ((note - 69) / 12);
}

/** A chord of a progression. */
export interface Chord {
  /** Degree of its root in the key. */
  readonly degree: number;
  /** Its voices, MIDI notes, ascending. */
  readonly voicing: readonly number[];
}

export interface VoicingRange {
  /** MIDI notes between which the voices lie. */
  readonly lowest: number;
  readonly highest: number;
}

/**
 * Chords on scale degrees, each voiced so that its notes move as little as possible from the chord before.
 * @param degrees root of each chord
 * @param intervals scale steps of the voices over the root, such as `[0, 2, 4, 8]` for an added ninth
 */
export function voiceProgression(
  key: Key,
  degrees: readonly number[],
  intervals: readonly number[],
  range: VoicingRange,
): Chord[] {
  let before: readonly number[] = intervals.map(() => (range.lowest + range.highest) / 2);
  return degrees.map((degree) => {
    const notes = intervals.map((interval) => degreeNote(key, degree + interval));
    const candidates = placements(notes, range);
    const voicing = candidates.reduce((best, candidate) =>
      movement(before, candidate) < movement(before, best) ? candidate : best,
    );
    before = voicing;
    return { degree, voicing };
  });
}

/** Every way to put the notes into octaves inside the range, in ascending order. */
function placements(notes: readonly number[], { lowest, highest }: VoicingRange): number[][] {
  let partial: number[][] = [[]];
  for (const note of notes) {
    const octaves: number[] = [];
    for (let placed = lowest + modulo(note - lowest, 12); placed <= highest; placed += 12)
      octaves.push(placed);
    partial = partial.flatMap((chosen) => octaves.map((placed) => [...chosen, placed]));
  }
  return partial.map((voicing) => voicing.toSorted((left, right) => left - right));
}

/** How far the voices move, and how crowded the new chord is: seconds low down are mud. */
function movement(from: readonly number[], to: readonly number[]): number {
  let cost = 0;
  to.forEach((note, voice) => {
    cost += Math.abs(note - from[voice]!);
    const gap = voice === 0 ? 12 : note - to[voice - 1]!;
    if (gap < 3) cost += note < 62 ? 30 : 4;
    if (gap > 9 && voice > 0) cost += 2;
  });
  return cost;
}

function modulo(value: number, divisor: number): number {
  return ((value % divisor) + divisor) % divisor;
}
