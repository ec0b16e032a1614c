import { placeSound, type BedBuses } from './bed-buses.js';
import { chordLadder, planBed, type BedCall, type BedPlan, type BedRecipe } from './bed-plan.js';
import { degreeNote, scales } from './harmony.js';
import { createPadVoice } from './pad-voice.js';
import { renderBrush, renderKick, renderShaker } from './percussion.js';
import type { Room } from './reverb.js';
import { choose, type SeededRandom } from '../../seeded-random.js';
import { createStruckVoice, mutedString, roundBass } from './struck-voice.js';

const recipe: BedRecipe = {
  barSeconds: 240 / 106,
  roots: [45, 47, 48, 50, 52],
  scales: [scales.aeolian, scales.dorian],
  progressions: [
    [0, 5, 2, 6],
    [0, 2, 5, 6],
    [5, 6, 0, 0],
    [0, 5, 3, 6],
  ],
  intervals: [0, 2, 4, 8],
  range: { lowest: 52, highest: 72 },
};

/** Accents of the bass's eight notes in a bar; 0 rests. */
const bassAccents = [1, 0.55, 0.75, 0.6, 0.9, 0.55, 0.75, 0.65];
/** Rungs of the string's sixteen notes; −1 rests. */
const figures = [
  [0, -1, 2, 3, -1, 2, 4, -1, 3, -1, 2, 4, -1, 3, 2, -1],
  [0, 2, -1, 3, 2, -1, 4, -1, 0, 2, -1, 3, 5, -1, 4, 2],
  [3, -1, 2, -1, 4, 2, -1, 3, -1, 2, 5, -1, 4, -1, 3, 2],
] as const;

/** Fire: a pulsing bass, a muted string in sixteenths, soft drums that enter in steps, a wide pad behind. */
export function composeDriving({ buses, seconds, random }: BedCall): Room {
  const plan = planBed(recipe, seconds, random);
  const { key, chords, barSeconds } = plan;
  const pad = createPadVoice(
    { harmonics: [1, 0.6, 0.42, 0.26, 0.18, 0.12, 0.08, 0.05], spreadCents: 26, width: 0.95 },
    random,
  );
  const bass = createStruckVoice(roundBass);
  const string = createStruckVoice(mutedString);
  const figure = choose(random, figures);
  const pairs = Math.min(2, Math.floor(chords.length / 4));
  chords.forEach((chord, bar) => {
    const at = bar * barSeconds;
    const last = bar === chords.length - 1;
    const swell = { at, attack: 0.35, length: barSeconds * 0.95, release: 0.7 };
    for (const note of chord.voicing) pad(buses, { ...swell, note, gain: 0.055, send: 0.3 });
    const root = degreeNote(key, chord.degree);
    const low = bass(root > 50 ? root - 12 : root);
    bassAccents.slice(0, last ? 1 : 8).forEach((accent, slot) => {
      placeSound(buses, low, { at: at + (slot / 8) * barSeconds, gain: 0.4 * accent, pan: 0, send: 0.03 });
    });
    if (bar < pairs || last) return;
    const ladder = chordLadder(chord, 60, 7);
    figure.forEach((rung, slot) => {
      if (rung < 0) return;
      const gain = 0.16 * (slot % 4 === 0 ? 1 : 0.7) * (0.85 + 0.3 * random());
      const pan = slot % 2 ? 0.5 : -0.5;
      placeSound(buses, string(ladder[rung]!), { at: at + (slot / 16) * barSeconds, gain, pan, send: 0.35 });
    });
  });
  playDrums(buses, plan, pairs, random);
  return { decaySeconds: 1.7, damping: 0.45, level: 0.1 };
}

/** Kick on each beat, shaker on the eighths between, brush on two and four; the last bar is left free. */
function playDrums(
  buses: BedBuses,
  { chords, barSeconds }: BedPlan,
  entry: number,
  random: SeededRandom,
): void {
  const kick = renderKick();
  const shakers = [renderShaker(random), renderShaker(random), renderShaker(random)];
  const brush = renderBrush(random);
  for (let bar = entry; bar < chords.length - 1; bar += 1) {
    for (let slot = 0; slot < 16; slot += 1) {
      const at = (bar + slot / 16) * barSeconds;
      if (slot % 4 === 0) placeSound(buses, kick, { at, gain: 0.5, pan: 0, send: 0.02 });
      if (slot % 8 === 4 && bar >= entry * 2)
        placeSound(buses, brush, { at, gain: 0.16, pan: 0.1, send: 0.3 });
      const gain = slot % 4 === 2 ? 0.26 : slot % 2 === 1 ? 0.08 : 0.13;
      placeSound(buses, choose(random, shakers), { at: at + random() * 0.006, gain, pan: -0.25, send: 0.15 });
    }
  }
}
