import { raisedCosine } from '../gain-curve.js';
import { applyBiquad, highPass, lowPass } from '../biquad.js';
import type { SeededRandom } from '../../seeded-random.js';

/** A soft bass drum: a sine that falls from 110 to 46 Hz. */
export function renderKick(): Float32Array {
  const sound = new Float32Array(0.42 * 48_000);
  let phase = 0;
  for (let index = 0; index < sound.length; index += 1) {
    const time = index / 48_000;
    phase += (2 * Math.PI * (46 + 64 * Math.exp(-time / 0.028))) / 48_000;
    sound[index] = Math.sin(phase) * raisedCosine(time / 0.004) * Math.exp(-time / 0.1);
  }
  return endQuietly(sound);
}

/** Seeds in a shaker: bright noise that swells for a moment and is gone. */
export function renderShaker(random: SeededRandom): Float32Array {
  const sound = noise(0.12, random, (time) => raisedCosine(time / 0.018) * Math.exp(-time / 0.022));
  applyBiquad(sound, highPass(5200));
  applyBiquad(sound, lowPass(11_000));
  return endQuietly(sound);
}

/** A brush on a drum: noise of the middle range. */
export function renderBrush(random: SeededRandom): Float32Array {
  const sound = noise(0.32, random, (time) => raisedCosine(time / 0.006) * Math.exp(-time / 0.06));
  applyBiquad(sound, highPass(900));
  applyBiquad(sound, lowPass(3600));
  return endQuietly(sound);
}

/** Air or surf: noise of a band that rises slowly and falls as slowly. */
export function renderBreath(
  seconds: number,
  band: { readonly low: number; readonly high: number },
  random: SeededRandom,
): Float32Array {
  const sound = noise(
    seconds,
    random,
    (time) => raisedCosine((2 * time) / seconds) * raisedCosine(2 - (2 * time) / seconds),
  );
  applyBiquad(sound, highPass(band.low, 0.5));
  applyBiquad(sound, lowPass(band.high, 0.5));
  return endQuietly(sound);
}

function noise(seconds: number, random: SeededRandom, level: (time: number) => number): Float32Array {
  return Float32Array.from(
    { length: Math.round(seconds * 48_000) },
    (_, index) => (random() * 2 - 1) * level(index / 48_000),
  );
}

function endQuietly(sound: Float32Array): Float32Array {
  const fade = 480;
  for (let index = 0; index < fade; index += 1)
    sound[sound.length - 1 - index]! *= raisedCosine(index / fade);
  return sound;
}
