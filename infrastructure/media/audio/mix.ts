import type { StereoAudio } from '../../../domain/media/media-backend.js';
import type { WavAudio } from '../../../domain/media/wav.js';
import { mixRate } from './biquad.js';
import { amplitudeOf } from './decibels.js';
import { duckCurve } from './duck-curve.js';
import { applyCurve } from './gain-curve.js';
import { master, type MasterMeasures } from './master.js';
import type { MixPlan } from './mix-plan.js';
import { renderMusicTrack } from './music-track.js';
import { renderVoiceTrack, voiceLufs } from './voice-track.js';

/** A finished mix and what was measured of it. */
export interface Mix {
  readonly audio: StereoAudio;
  readonly measures: MasterMeasures;
}

/** RMS of one channel of a voice at {@link voiceLufs}: both sides carry it, and K-weighting adds little. */
const voiceRms = amplitudeOf(voiceLufs - 3);

/**
 * Voice and music, mixed and mastered. It takes some hundred milliseconds: for worker threads.
 * @param music the decoded file, if the timeline names one; 48 kHz
 */
export function mix(plan: MixPlan, music: StereoAudio | undefined, read: (path: string) => WavAudio): Mix {
  const { levelDecibels, duckDecibels } = plan.style;
  const voice = renderVoiceTrack(plan.narrations, plan.frames, read);
  const track = renderMusicTrack(plan, music, voiceLufs + levelDecibels);
  const audio = track ?? {
    sampleRate: mixRate,
    left: new Float32Array(plan.frames),
    right: new Float32Array(plan.frames),
  };
  const ducking = track && duckCurve(voice, voiceRms, duckDecibels);
  for (const channel of [audio.left, audio.right]) {
    if (ducking) applyCurve(channel, ducking);
    for (let index = 0; index < channel.length; index += 1) channel[index]! += voice[index]!;
  }
  return { audio, measures: master(audio) };
}
