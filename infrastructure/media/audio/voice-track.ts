import type { WavAudio } from '../../../domain/media/wav.js';
import { applyBiquad, highPass, mixRate, peaking } from './biquad.js';
import { compress } from './compressor.js';
import { amplitudeOf } from './decibels.js';
import { applyFades } from './gain-curve.js';
import { integratedLoudness } from './loudness-meter.js';
import { resample } from './resample.js';

/** Loudness of every scene's speech before mastering, LUFS: far enough under full scale for its peaks. */
export const voiceLufs = -22;
/** Quieter than this is no speech, and is not brought up. */
const quietestSpeechLufs = -60;
const largestGainDecibels = 36;
const fadeFrames = 240;

/** Rumble out, a little less box, a little more presence: synthetic voices are dull. */
const polish = [highPass(80), peaking(320, 0.9, -1.5), peaking(3400, 0.7, 3)];
const compression = { thresholdDecibels: -25, ratio: 2.2, attackSeconds: 0.006, releaseSeconds: 0.12 };

export interface PlacedNarration {
  /** WAV file. */
  readonly path: string;
  /** Frame of the mix at which its first sample stands; may be anywhere. */
  readonly startFrame: number;
}

/**
 * All narrations on one mono track of `frames` frames at 48 kHz, each polished and at {@link voiceLufs}. What
 * hangs over an end of the video is cut there with a fade.
 */
export function renderVoiceTrack(
  narrations: readonly PlacedNarration[],
  frames: number,
  read: (path: string) => WavAudio,
): Float32Array {
  const track = new Float32Array(frames);
  for (const { path, startFrame } of narrations) {
    const speech = polishedSpeech(read(path));
    const skipped = Math.max(0, -startFrame);
    const audible = speech.subarray(skipped, Math.max(skipped, Math.min(speech.length, frames - startFrame)));
    const fade = Math.min(fadeFrames, Math.floor(audible.length / 2));
    applyFades(audible, fade, fade);
    const start = startFrame + skipped;
    for (let index = 0; index < audible.length; index += 1) track[start + index]! += audible[index]!;
  }
  return track;
}

function polishedSpeech({ channels, sampleRate }: WavAudio): Float32Array {
  const speech = resample(monoOf(channels), sampleRate, mixRate);
  for (const filter of polish) applyBiquad(speech, filter);
  if (!bringToLevel(speech)) return speech;
  compress(speech, compression);
  bringToLevel(speech);
  return speech;
}

/** False if there is nothing that could be brought up. */
function bringToLevel(speech: Float32Array): boolean {
  const loudness = integratedLoudness([speech, speech]);
  if (loudness < quietestSpeechLufs) return false;
  const gain = amplitudeOf(Math.min(largestGainDecibels, voiceLufs - loudness));
  for (let index = 0; index < speech.length; index += 1) speech[index]! *= gain;
  return true;
}

function monoOf([left, right]: WavAudio['channels']): Float32Array {
  return right ? left.map((value, index) => (value + right[index]!) / 2) : left;
}
