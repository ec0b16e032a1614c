import type { TimelineScene, VideoTimeline } from '../../../domain/timeline/video-timeline.js';

/** The frames of one scene that no other scene touches. */
export interface BodySegment {
  readonly kind: 'body';
  readonly scene: TimelineScene;
  /** First frame, counted from the scene's own first frame. */
  readonly firstFrame: number;
  readonly frames: number;
}

/** The frames of a crossfade: the tail of one scene over the head of the next. */
export interface SeamSegment {
  readonly kind: 'seam';
  readonly from: TimelineScene;
  readonly to: TimelineScene;
  readonly frames: number;
}

/** A piece of the picture that is encoded on its own and joined by stream copy. */
export type Segment = BodySegment | SeamSegment;

/** Cuts a timeline into bodies and seams, in order. Their frames add up to the whole video. */
export function planSegments(timeline: Pick<VideoTimeline, 'scenes'>): Segment[] {
  const { scenes } = timeline;
  return scenes.flatMap((scene, index) => {
    const headFrames = scenes[index - 1]?.overlapFrames ?? 0;
    const next = scenes[index + 1];
    const tailFrames = next ? scene.overlapFrames : 0;
    const segments: Segment[] = [];
    const frames = scene.frames - headFrames - tailFrames;
    if (frames > 0) segments.push({ kind: 'body', scene, firstFrame: headFrames, frames });
    if (next && tailFrames > 0) segments.push({ kind: 'seam', from: scene, to: next, frames: tailFrames });
    return segments;
  });
}
