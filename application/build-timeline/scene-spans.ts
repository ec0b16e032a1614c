import { placeScenes, type VideoTimeline } from '../../domain/timeline/video-timeline.js';

/** A scene's part of the video. */
export interface SceneSpan {
  readonly id: string;
  readonly startSeconds: number;
  readonly endSeconds: number;
}

/**
 * Each scene from the middle of the crossfade before it to the middle of the one after it: the spans touch
 * and fill the whole video.
 */
export function sceneSpans({
  scenes,
  framesPerSecond,
}: Pick<VideoTimeline, 'scenes' | 'framesPerSecond'>): SceneSpan[] {
  const placements = placeScenes(scenes);
  return scenes.map(({ id, overlapFrames }, index) => {
    const before = (scenes[index - 1]?.overlapFrames ?? 0) / 2;
    const { startFrame, endFrame } = placements[index]!;
    return {
      id,
      startSeconds: (startFrame + before) / framesPerSecond,
      endSeconds: (endFrame - overlapFrames / 2) / framesPerSecond,
    };
  });
}
