import type { ChannelMusic } from '../../../domain/channel/channel-style.js';
import { placeScenes, totalFrames, type VideoTimeline } from '../../../domain/timeline/video-timeline.js';
import { mixRate } from './biquad.js';
import type { PlacedNarration } from './voice-track.js';

/** All that the mix takes from a timeline: plain data for a worker. */
export interface MixPlan {
  /** Length at 48 kHz. */
  readonly frames: number;
  readonly narrations: readonly PlacedNarration[];
  /** Seed of the generated bed; absent for a file or none. */
  readonly ambientSeed?: number;
  readonly style: ChannelMusic;
}

/** Places a timeline's sound to the sample: the picture's frames decide, not the length of any audio. */
export function planMix(timeline: VideoTimeline): MixPlan {
  const framesOf = (pictures: number): number => Math.round((pictures * mixRate) / timeline.framesPerSecond);
  const placements = placeScenes(timeline.scenes);
  const narrations = timeline.scenes.flatMap(({ narration }, index) => {
    if (!narration) return [];
    const sceneStart = placements[index]!.startFrame / timeline.framesPerSecond;
    return [
      { path: narration.path, startFrame: Math.round((sceneStart + narration.offsetSeconds) * mixRate) },
    ];
  });
  return {
    frames: framesOf(totalFrames(timeline)),
    narrations,
    ...(timeline.music.kind === 'ambient' ? { ambientSeed: timeline.music.seed } : {}),
    style: timeline.style.music,
  };
}
