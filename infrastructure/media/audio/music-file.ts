import type { StereoAudio } from '../../../domain/media/media-backend.js';
import { mixRate } from './biquad.js';
import { resample } from './resample.js';

const longestCrossfade = 2 * mixRate;

/**
 * A piece of music cut or looped to `frames` frames at 48 kHz. A loop's end and start are crossfaded at equal
 * power for two seconds, or a quarter of a short piece.
 * @param music at least one frame
 */
export function fitMusic(music: StereoAudio, frames: number): StereoAudio {
  const fit = (channel: Float32Array): Float32Array =>
    fitChannel(resample(channel, music.sampleRate, mixRate), frames);
  return { sampleRate: mixRate, left: fit(music.left), right: fit(music.right) };
}

function fitChannel(source: Float32Array, frames: number): Float32Array {
  if (source.length >= frames) return source.slice(0, frames);
  const output = new Float32Array(frames);
  const crossfade = Math.min(longestCrossfade, Math.floor(source.length / 4));
  const period = source.length - crossfade;
  for (let start = 0; start < frames; start += period) {
    const length = Math.min(source.length, frames - start);
    for (let index = 0; index < length; index += 1) {
      output[start + index]! += source[index]! * loopGain(index, start > 0, source.length, crossfade);
    }
  }
  return output;
}

function loopGain(index: number, fadesIn: boolean, length: number, crossfade: number): number {
  if (index < crossfade) return fadesIn ? Math.sin(((index + 0.5) / crossfade) * (Math.PI / 2)) : 1;
  const left = length - index;
  return left <= crossfade ? Math.sin(((left - 0.5) / crossfade) * (Math.PI / 2)) : 1;
}
