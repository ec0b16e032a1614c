import type { StereoAudio } from '../../../domain/media/media-backend.js';
import { renderAmbientBed } from './ambient/ambient-bed.js';
import { applyBiquad, mixRate, peaking } from './biquad.js';
import { amplitudeOf } from './decibels.js';
import { applyFades } from './gain-curve.js';
import { integratedLoudness, silenceLufs } from './loudness-meter.js';
import { fitMusic } from './music-file.js';
import type { MixPlan } from './mix-plan.js';

/** A longer bed is looped: it bounds memory and time, and four minutes are long for an ambient piece. */
const longestBedFrames = 240 * mixRate;
const fadeInSeconds = 0.8;
const fadeOutSeconds = 2.6;
/** Makes room for consonants. */
const voiceRoom = peaking(2300, 0.8, -3);

/**
 * The plan's music as long as the video, at `loudness`, faded in and out; nothing if there is none.
 * @param music a decoded file, if the timeline names one
 * @param loudness LUFS
 */
export function renderMusicTrack(
  plan: MixPlan,
  music: StereoAudio | undefined,
  loudness: number,
): StereoAudio | undefined {
  const { frames, ambientSeed, narrations } = plan;
  const source =
    ambientSeed === undefined
      ? music
      : renderAmbientBed(plan.style.mood, ambientSeed, Math.min(frames, longestBedFrames));
  if (!source || source.left.length === 0) return undefined;
  const track = source.left.length === frames ? source : fitMusic(source, frames);
  const channels = [track.left, track.right];
  if (narrations.length > 0) for (const channel of channels) applyBiquad(channel, voiceRoom);
  const measured = integratedLoudness(channels);
  const gain = measured > silenceLufs + 10 ? amplitudeOf(loudness - measured) : 1;
  const seconds = frames / mixRate;
  const fadeIn = Math.floor(Math.min(fadeInSeconds, seconds / 4) * mixRate);
  const fadeOut = Math.floor(Math.min(fadeOutSeconds, seconds / 3) * mixRate);
  for (const channel of channels) {
    for (let index = 0; index < channel.length; index += 1) channel[index]! *= gain;
    applyFades(channel, fadeIn, fadeOut);
  }
  return track;
}
