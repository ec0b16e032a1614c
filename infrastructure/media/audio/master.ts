import type { StereoAudio } from '../../../domain/media/media-backend.js';
import { amplitudeOf, decibelsOf } from './decibels.js';
import { applyCurve, flatCurve, type GainCurve } from './gain-curve.js';
import { limiterCurve } from './limiter.js';
import { integratedLoudness } from './loudness-meter.js';
import { truePeak, truePeaks } from './true-peak.js';

/** What short-video platforms play at. */
const targetLufs = -14;
/** Lossy coding raises peaks by some tenths of a decibel; the decoded file has to stay under −1 dBTP. */
const ceilingDecibels = -2;
/** Quieter than this there is nothing to bring up but noise. */
const audibleLufs = -60;
const largestGainDecibels = 40;
const toleranceLu = 0.05;
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
  const peak = trimToCeiling(channels);
  return {
    integratedLufs: integratedLoudness(channels),
    truePeakDecibels: Math.max(-120, decibelsOf(peak)),
  };
}

function masteringCurve(channels: readonly Float32Array[], loudness: number): GainCurve {
  const ceiling = amplitudeOf(ceilingDecibels);
  let gainDecibels = Math.min(largestGainDecibels, targetLufs - loudness);
  // Limiting costs loudness that the next pass gives back: room for 6 dB more gain than the first guess.
  const peaks = truePeaks(channels, ceiling / amplitudeOf(gainDecibels + 6));
  let before = { gainDecibels: 0, loudness };
  for (let pass = 1; ; pass += 1) {
    const curve = limiterCurve(peaks, amplitudeOf(gainDecibels), ceiling);
    const reached = integratedLoudness(channels, curve);
    const missing = targetLufs - reached;
    if (Math.abs(missing) < toleranceLu || pass === largestPasses) return curve;
    // How much loudness one more decibel of gain brings: less and less, the more is limited (secant method).
    const yielded = (reached - before.loudness) / (gainDecibels - before.gainDecibels);
    before = { gainDecibels, loudness: reached };
    const change = missing / Math.min(1, Math.max(0.2, yielded || 1));
    gainDecibels = Math.min(largestGainDecibels, gainDecibels + change);
  }
}

/** A moving gain can lift an interpolated peak by a hair; one last static gain takes it back. Returns the peak. */
function trimToCeiling(channels: readonly Float32Array[]): number {
  const ceiling = amplitudeOf(ceilingDecibels);
  const peak = truePeak(channels);
  if (peak <= ceiling) return peak;
  for (const channel of channels) applyCurve(channel, flatCurve(channel.length, ceiling / peak));
  return ceiling;
}
