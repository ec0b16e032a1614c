import type { StereoAudio } from '../../../domain/media/media-backend.js';
import { amplitudeOf, decibelsOf } from './decibels.js';
import { applyCurve, flatCurve, type GainCurve } from './gain-curve.js';
import { limiterCurve } from './limiter.js';
import { integratedLoudness } from './loudness-meter.js';
import { truePeak, truePeaks } from './true-peak.js';

/** What short-video platforms play at. */
export const targetLufs = -14;
/** Lossy coding raises peaks by some tenths of a decibel; the decoded file has to stay under −1 dBTP. */
const ceilingDecibels = -2;
/** Quieter than this there is nothing to bring up but noise. */
const audibleLufs = -60;
const largestGainDecibels = 40;
const toleranceLu = 0.03;
const largestPasses = 8;

export interface MasterMeasures {
  /** LUFS; −70 for silence. */
  readonly integratedLufs: number;
  /** dBTP; −120 for silence. */
  readonly truePeakDecibels: number;
}

/**
 * Brings a mix to −14 LUFS under a true-peak ceiling of −2 dBTP, in place. The gain is corrected until the
 * limited sound, not the raw one, has the target's loudness. What cannot be heard is left as it is.
 */
export function master(audio: StereoAudio): MasterMeasures {
  const channels = [audio.left, audio.right];
  const loudness = integratedLoudness(channels);
  if (loudness > audibleLufs) {
    const curve = masteringCurve(channels, loudness);
    for (const channel of channels) applyCurve(channel, curve);
  }
  trimToCeiling(channels);
  return {
    integratedLufs: integratedLoudness(channels),
    truePeakDecibels: Math.max(-120, decibelsOf(truePeak(channels))),
  };
}

function masteringCurve(channels: readonly Float32Array[], loudness: number): GainCurve {
  const ceiling = amplitudeOf(ceilingDecibels);
  let gainDecibels = Math.min(largestGainDecibels, targetLufs - loudness);
  // Limiting costs loudness that the next pass gives back: room for 6 dB more gain than the first guess.
  const peaks = truePeaks(channels, ceiling / amplitudeOf(gainDecibels + 6));
  let curve: GainCurve;
  for (let pass = 1; ; pass += 1) {
    curve = limiterCurve(peaks, amplitudeOf(gainDecibels), ceiling);
    const missing = targetLufs - integratedLoudness(channels, curve);
    if (Math.abs(missing) < toleranceLu || pass === largestPasses) return curve;
    gainDecibels = Math.min(largestGainDecibels, gainDecibels + missing);
  }
}

/** A moving gain can lift an interpolated peak by a hair; one last static gain takes it back. */
function trimToCeiling(channels: readonly Float32Array[]): void {
  const excess = truePeak(channels) / amplitudeOf(ceilingDecibels);
  if (excess <= 1) return;
  for (const channel of channels) applyCurve(channel, flatCurve(channel.length, 1 / excess));
}
