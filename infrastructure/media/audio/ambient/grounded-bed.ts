import { placeSound } from './bed-buses.js';
import { chordLadder, createMotif, planBed, type BedCall, type BedRecipe } from './bed-plan.js';
import { degreeNote, scales } from './harmony.js';
import { createPadVoice } from './pad-voice.js';
import { renderKick, renderShaker } from './percussion.js';
import type { Room } from './reverb.js';
import { createStruckVoice, woodenBar } from './struck-voice.js';

const recipe: BedRecipe = {
  barSeconds: 4.4,
  roots: [43, 45, 46, 48, 50],
  scales: [scales.dorian, scales.mixolydian, scales.aeolian],
  progressions: [
    [0, 6, 3, 0],
    [0, 3, 0, 6],
    [0, 0, 6, 3],
    [0, 2, 6, 3],
  ],
  intervals: [0, 4, 8],
  range: { lowest: 50, highest: 67 },
};

/** Earth: a drone on the key's root and fifth, wooden bars in a slow ostinato, a heartbeat far below. */
export function composeGrounded({ buses, seconds, random }: BedCall): Room {
  const { key, chords, barSeconds } = planBed(recipe, seconds, random);
  const drone = createPadVoice(
    { harmonics: [1, 0.7, 0.34, 0.22, 0.12, 0.08, 0.05, 0.03], spreadCents: 12, width: 0.4 },
    random,
  );
  const pad = createPadVoice({ harmonics: [1, 0.36, 0.2, 0.08, 0.05], spreadCents: 22, width: 0.8 }, random);
  const bar = createStruckVoice(woodenBar);
  const heart = renderKick();
  const seeds = renderShaker(random);
  const motif = createMotif(random, 8, 0.62);
  const steady = { at: 0, attack: Math.min(2.5, seconds / 4), length: seconds, release: 1, send: 0.1 };
  drone(buses, { ...steady, note: key.root, gain: 0.12 });
  drone(buses, { ...steady, note: degreeNote(key, 4), gain: 0.06 });
  chords.forEach((chord, index) => {
    const at = index * barSeconds;
    const swell = { at, attack: Math.min(1.5, barSeconds / 3), length: barSeconds, release: 2 };
    for (const note of chord.voicing) pad(buses, { ...swell, note, gain: 0.055, send: 0.35 });
    const ladder = chordLadder(chord, 60, 8);
    const last = index === chords.length - 1;
    for (const { position, rung, accent } of last ? motif.slice(0, 3) : motif) {
      const sound = bar(ladder[Math.min(rung, ladder.length - 1)]!);
      const when = at + position * barSeconds + random() * 0.015;
      placeSound(buses, sound, { at: when, gain: 0.34 * accent, pan: (rung - 2) / 5, send: 0.32 });
    }
    if (last) return;
    for (const [position, gain] of [
      [0, 0.3],
      [0.125, 0.17],
    ] as const) {
      placeSound(buses, heart, { at: at + position * barSeconds, gain, pan: 0, send: 0.05 });
    }
    for (const position of [0.25, 0.5, 0.75]) {
      placeSound(buses, seeds, { at: at + position * barSeconds, gain: 0.12, pan: 0.35, send: 0.4 });
    }
  });
  return { decaySeconds: 2.2, damping: 0.5, level: 0.12 };
}
