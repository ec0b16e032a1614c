import type { MusicMood } from '../../../../domain/channel/channel-style.js';
import type { StereoAudio } from '../../../../domain/media/media-backend.js';
import { applyBiquad, highPass, mixRate } from '../biquad.js';
import { composeAiry } from './airy-bed.js';
import { createBedBuses } from './bed-buses.js';
import type { BedCall } from './bed-plan.js';
import { composeDriving } from './driving-bed.js';
import { composeFlowing } from './flowing-bed.js';
import { composeGrounded } from './grounded-bed.js';
import { addReverb, type Room } from './reverb.js';
import { createSeededRandom } from '../../seeded-random.js';

const composers: Record<MusicMood, (call: BedCall) => Room> = {
  airy: composeAiry,
  flowing: composeFlowing,
  grounded: composeGrounded,
  driving: composeDriving,
};

/**
 * A piece of music in a mood, composed to end with the last frame. The seed chooses key, progression, motif
 * and figures; the same seed gives the same samples.
 * @param frames length at 48 kHz
 */
export function renderAmbientBed(mood: MusicMood, seed: number, frames: number): StereoAudio {
  const buses = createBedBuses(frames);
  const room = composers[mood]({ buses, seconds: frames / mixRate, random: createSeededRandom(seed) });
  addReverb(buses, room);
  const { left, right } = buses;
  for (const channel of [left, right]) applyBiquad(channel, highPass(34));
  return { sampleRate: mixRate, left, right };
}
