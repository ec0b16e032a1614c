import { placeSound } from './bed-buses.js';
import { chordLadder, createMotif, planBed, type BedCall, type BedRecipe } from './bed-plan.js';
import { degreeNote, scales } from './harmony.js';
import { createPadVoice } from './pad-voice.js';
import type { Room } from './reverb.js';
import { createStruckVoice, glassBell } from './struck-voice.js';

const recipe: BedRecipe = {
  barSeconds: 5.6,
  roots: [48, 50, 51, 53, 55],
  scales: [scales.major, scales.lydian],
  progressions: [
    [0, 5, 3, 4],
    [0, 2, 3, 4],
    [5, 3, 0, 4],
    [0, 4, 5, 3],
  ],
  intervals: [0, 2, 4, 8],
  range: { lowest: 53, highest: 76 },
};

/** Light and open: a high, breathing pad, glass bells that answer themselves, a large room. */
export function composeAiry({ buses, seconds, random }: BedCall): Room {
  const { key, chords, barSeconds } = planBed(recipe, seconds, random);
  const pad = createPadVoice(
    { harmonics: [1, 0.42, 0.2, 0.1, 0.05, 0.03], spreadCents: 24, width: 0.9 },
    random,
  );
  const air = createPadVoice(
    { harmonics: [0.5, 1, 0.35, 0.3, 0.16, 0.12], spreadCents: 42, width: 1 },
    random,
  );
  const bell = createStruckVoice(glassBell);
  const motif = createMotif(random, 8, 0.45);
  chords.forEach((chord, bar) => {
    const at = bar * barSeconds;
    const swell = { at, attack: Math.min(1.9, barSeconds / 3), length: barSeconds, release: 2.2 };
    const root = degreeNote(key, chord.degree) - (degreeNote(key, chord.degree) > 55 ? 12 : 0);
    pad(buses, { ...swell, note: root, gain: 0.13, send: 0.1 });
    chord.voicing.forEach((note, voice) => {
      pad(buses, { ...swell, note, gain: 0.1 - 0.01 * voice, send: 0.45 });
    });
    const glow = { at: at + barSeconds * 0.25, attack: barSeconds * 0.4, length: barSeconds * 0.45 };
    for (const note of chord.voicing.slice(-2)) {
      air(buses, { ...glow, release: barSeconds * 0.5, note: note + 12, gain: 0.03, send: 0.8 });
    }
    const ladder = chordLadder(chord, 72, 8);
    for (const { position, rung, accent } of bar === chords.length - 1 ? motif.slice(0, 2) : motif) {
      const sound = bell(ladder[Math.min(rung, ladder.length - 1)]!);
      const pan = random() * 1.2 - 0.6;
      const when = at + (0.04 + position) * barSeconds + random() * 0.02;
      for (let echo = 0; echo < 3; echo += 1) {
        const gain = 0.17 * accent * 0.42 ** echo;
        const delay = echo * barSeconds * 0.1875;
        placeSound(buses, sound, { at: when + delay, gain, pan: echo % 2 ? -pan : pan, send: 0.6 });
      }
    }
  });
  return { decaySeconds: 4.5, damping: 0.32, level: 0.16 };
}
