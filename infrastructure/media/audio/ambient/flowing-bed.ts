import { placeSound, type BedBuses } from './bed-buses.js';
import { chordLadder, planBed, type BedCall, type BedRecipe } from './bed-plan.js';
import { degreeNote, scales } from './harmony.js';
import { createPadVoice } from './pad-voice.js';
import { renderBreath } from './percussion.js';
import type { Room } from './reverb.js';
import { choose } from '../../seeded-random.js';
import { createStruckVoice, feltHarp } from './struck-voice.js';

const recipe: BedRecipe = {
  barSeconds: 3.6,
  roots: [45, 47, 48, 50, 52],
  scales: [scales.major, scales.dorian],
  progressions: [
    [0, 5, 3, 4],
    [0, 4, 5, 3],
    [5, 3, 0, 4],
    [0, 3, 5, 4],
  ],
  intervals: [0, 2, 4, 6],
  range: { lowest: 50, highest: 70 },
};

/** Rungs of the chord ladder that a bar's eight notes climb; waves that differ in where they turn. */
const waves = [
  [0, 2, 3, 4, 6, 4, 3, 2],
  [0, 1, 3, 4, 5, 4, 3, 1],
  [0, 2, 4, 5, 7, 5, 4, 2],
  [0, 3, 2, 4, 3, 5, 4, 2],
] as const;

/** Water: arpeggios of a felt harp that swell and ebb over two bars, above a warm pad. */
export function composeFlowing({ buses, seconds, random }: BedCall): Room {
  const { key, chords, barSeconds } = planBed(recipe, seconds, random);
  const pad = createPadVoice(
    { harmonics: [1, 0.5, 0.28, 0.15, 0.09, 0.05, 0.03], spreadCents: 20, width: 0.75 },
    random,
  );
  const harp = createStruckVoice(feltHarp);
  const surf = renderBreath(barSeconds * 1.6, { low: 350, high: 2600 }, random);
  const wave = choose(random, waves);
  chords.forEach((chord, bar) => {
    const at = bar * barSeconds;
    const root = degreeNote(key, chord.degree);
    const swell = { at, attack: Math.min(1.2, barSeconds / 3), length: barSeconds * 0.97, release: 1.6 };
    pad(buses, { ...swell, note: root > 50 ? root - 12 : root, gain: 0.11, send: 0.08 });
    for (const note of chord.voicing) pad(buses, { ...swell, note, gain: 0.06, send: 0.35 });
    if (bar % 2 === 0) placeSound(buses, surf, { at, gain: 0.025, pan: bar % 4 ? 0.5 : -0.5, send: 0.5 });
    const ladder = chordLadder(chord, 57, 9);
    const last = bar === chords.length - 1;
    wave.forEach((rung, slot) => {
      if (last && slot > 4) return;
      const tide = 0.55 + 0.45 * Math.sin(((bar % 2) * 8 + slot) * (Math.PI / 15));
      const when = at + (slot / 8) * barSeconds + random() * 0.012;
      const accent = tide * (slot % 4 === 0 ? 1 : 0.8) * (0.9 + 0.2 * random());
      playWithEcho(
        buses,
        harp(ladder[rung]!),
        { at: when, gain: 0.3 * accent, pan: (rung - 3.5) / 7 },
        barSeconds,
      );
    });
  });
  return { decaySeconds: 2.8, damping: 0.42, level: 0.13 };
}

function playWithEcho(
  buses: BedBuses,
  sound: Float32Array,
  { at, gain, pan }: { at: number; gain: number; pan: number },
  barSeconds: number,
): void {
  placeSound(buses, sound, { at, gain, pan, send: 0.4 });
  placeSound(buses, sound, { at: at + barSeconds * 0.1875, gain: gain * 0.26, pan: -pan, send: 0.7 });
}
