import { createHash } from 'node:crypto';
import type { MediaBackendInfo, VideoEncoding } from '../../../domain/media/media-backend.js';
import type { TimelineScene, VideoTimeline } from '../../../domain/timeline/video-timeline.js';
import type { Segment } from './segment-plan.js';

/** Raise it whenever the same timeline would give other pixels than before. */
const pictureVersion = 2;

/** What a segment is made with, beside its own content. */
export interface SegmentSetting {
  readonly timeline: VideoTimeline;
  readonly encoding: VideoEncoding;
  readonly backend: MediaBackendInfo;
}

/**
 * SHA-256, hex, of all that goes into a segment's bytes and nothing else: two segments with one key are the
 * same picture. Paths, absolute times and sound are left out on purpose.
 */
export function segmentKey(segment: Segment, setting: SegmentSetting): string {
  const { timeline, encoding, backend } = setting;
  const { palette, typography, motif, motion } = timeline.style;
  const content = {
    pictureVersion,
    encoder: `${backend.id} ${backend.version}`,
    encoding,
    language: timeline.language,
    style: { palette, typography, motif, motion },
    segment:
      segment.kind === 'body'
        ? { firstFrame: segment.firstFrame, frames: segment.frames, scene: scenePicture(segment.scene) }
        : { frames: segment.frames, from: scenePicture(segment.from), to: scenePicture(segment.to) },
  };
  return createHash('sha256').update(JSON.stringify(content)).digest('hex');
}

function scenePicture(scene: TimelineScene): unknown {
  const visual = scene.visual.kind === 'background' ? scene.visual : { ...scene.visual, path: undefined };
  return { frames: scene.frames, treatment: scene.treatment, cues: scene.cues, visual };
}
