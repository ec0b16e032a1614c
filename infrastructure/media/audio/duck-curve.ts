import { amplitudeOf } from './decibels.js';
import { curveStep, curveSteps, type GainCurve } from './gain-curve.js';

const stepSeconds = curveStep / 48_000;
/** Speech this much under its own level still counts: soft consonants, ends of words. */
const activityDecibels = -26;
/** Shorter pauses do not bring the music up: it would pump between phrases. */
const heldPauseSeconds = 0.55;
/** The music starts to go down this long before the first sound of a phrase. */
const lookAheadSeconds = 0.12;
const attackSeconds = 0.065;
const releaseSeconds = 0.4;
const levelWindowSeconds = 0.02;

/**
 * The gain of music under a voice: 1 in pauses, `duckDecibels` down under speech. It knows the whole voice
 * beforehand, so it ducks in time and rises as soon as a pause that is long enough begins.
 * @param voice 48 kHz
 * @param voiceRms amplitude of the voice where it speaks
 * @param duckDecibels positive
 */
export function duckCurve(voice: Float32Array, voiceRms: number, duckDecibels: number): GainCurve {
  const speaking = speechSteps(voice, voiceRms * amplitudeOf(activityDecibels));
  const target = speakingOrSoon(speaking);
  const curve = new Float32Array(speaking.length + 1);
  const attack = 1 - Math.exp(-stepSeconds / attackSeconds);
  const release = 1 - Math.exp(-stepSeconds / releaseSeconds);
  let decibels = target[0] ? -duckDecibels : 0;
  for (let step = 0; step < curve.length; step += 1) {
    const goal = target[Math.min(step, target.length - 1)] ? -duckDecibels : 0;
    decibels += (goal - decibels) * (goal < decibels ? attack : release);
    curve[step] = amplitudeOf(decibels);
  }
  return curve;
}

/** 1 for each step in which the short-term level is above the threshold. */
function speechSteps(voice: Float32Array, threshold: number): Uint8Array {
  const speaking = new Uint8Array(curveSteps(voice.length));
  const share = 1 - Math.exp(-stepSeconds / levelWindowSeconds);
  const power = threshold * threshold;
  let level = 0;
  for (let step = 0; step < speaking.length; step += 1) {
    const to = Math.min(voice.length, (step + 1) * curveStep);
    let energy = 0;
    for (let index = step * curveStep; index < to; index += 1) energy += voice[index]! * voice[index]!;
    level += (energy / curveStep - level) * share;
    speaking[step] = level > power ? 1 : 0;
  }
  return speaking;
}

/** Speech, the look-ahead before it, and pauses too short to come up in. */
function speakingOrSoon(speaking: Uint8Array): Uint8Array {
  const held = Math.round(heldPauseSeconds / stepSeconds);
  const early = Math.round(lookAheadSeconds / stepSeconds);
  const result = Uint8Array.from(speaking);
  let next = Infinity;
  let last = -Infinity;
  const previous = Float64Array.from(speaking, (value, step) => (last = value ? step : last));
  for (let step = speaking.length - 1; step >= 0; step -= 1) {
    if (speaking[step]) next = step;
    if (next - step <= early || next - previous[step]! <= held) result[step] = 1;
  }
  return result;
}
