import type { BedBuses } from './bed-buses.js';
import { choose, type SeededRandom } from '../../seeded-random.js';
import { voiceProgression, type Chord, type Key, type Scale, type VoicingRange } from './harmony.js';

/** What a mood's composer gets. */
export interface BedCall {
  readonly buses: BedBuses;
  readonly seconds: number;
  readonly random: SeededRandom;
}

export interface BedRecipe {
  /** Seconds that a bar should last; stretched so that whole bars fill the video. */
  readonly barSeconds: number;
  /** MIDI notes that may be the key's root. */
  readonly roots: readonly number[];
  readonly scales: readonly Scale[];
  /** Chord roots as scale degrees; one is chosen and repeated. */
  readonly progressions: readonly (readonly number[])[];
  /** Scale steps of the chords' voices. */
  readonly intervals: readonly number[];
  readonly range: VoicingRange;
}

export interface BedPlan {
  readonly key: Key;
  /** One chord a bar; the last is the key's own. */
  readonly chords: readonly Chord[];
  readonly barSeconds: number;
}

/** Chooses key and progression, and fits whole bars into the length. */
export function planBed(recipe: BedRecipe, seconds: number, random: SeededRandom): BedPlan {
  const key: Key = { root: choose(random, recipe.roots), scale: choose(random, recipe.scales) };
  const progression = choose(random, recipe.progressions);
  const bars = Math.max(1, Math.round(seconds / recipe.barSeconds));
  const degrees = Array.from({ length: bars }, (_, bar) =>
    bar === bars - 1 ? 0 : progression[bar % progression.length]!,
  );
  return {
    key,
    chords: voiceProgression(key, degrees, recipe.intervals, recipe.range),
    barSeconds: seconds / bars,
  };
}

/** A note of a motif: when in the bar, and which note of a ladder of chord notes. */
export interface MotifNote {
  /** 0 to 1 of the bar. */
  readonly position: number;
  readonly rung: number;
  /** 0 to 1. */
  readonly accent: number;
}

/**
 * A short melody that climbs and falls, to be played on each chord: repetition is what makes it music.
 * @param slots divisions of the bar
 * @param density share of the divisions that sound
 */
export function createMotif(random: SeededRandom, slots: number, density: number): MotifNote[] {
  const notes: MotifNote[] = [];
  let rung = Math.floor(random() * 3);
  for (let slot = 0; slot < slots; slot += 1) {
    const strong = slot % 2 === 0;
    if (random() > density * (strong ? 1.3 : 0.7)) continue;
    notes.push({ position: slot / slots, rung, accent: (strong ? 0.8 : 0.55) + 0.2 * random() });
    const stride = 1 + Math.floor(random() * 2);
    const up = rung <= 0 || (rung < 5 && random() < 0.55);
    rung = Math.max(0, rung + (up ? stride : -stride));
  }
  return notes;
}

/** Notes of a chord that ascend through the octaves from `lowest`. */
export function chordLadder(chord: Chord, lowest: number, rungs: number): number[] {
  const classes = new Set(chord.voicing.map((note) => note % 12));
  const ladder: number[] = [];
  for (let note = lowest; ladder.length < rungs; note += 1) if (classes.has(note % 12)) ladder.push(note);
  return ladder;
}
