import { describe, expect, it } from 'vitest';
import type { TimelineScene, VideoTimeline } from '../../../../domain/timeline/video-timeline.js';
import { segmentKey } from '../../../../infrastructure/media/composition/segment-key.js';
import { planSegments } from '../../../../infrastructure/media/composition/segment-plan.js';
import { videoEncodingFor } from '../../../../infrastructure/media/composition/video-encoding.js';
import { aScene, aTimeline } from '../../../builders/timeline-builder.js';

const backend = { id: 'ffmpeg', version: '5.1', location: '/usr/bin/ffmpeg' } as const;

function keysOf(timeline: VideoTimeline, info = backend): string[] {
  const encoding = videoEncodingFor(timeline);
  return planSegments(timeline).map((segment) => segmentKey(segment, { timeline, encoding, backend: info }));
}

const cue = (text: string) => ({
  startSeconds: 0.2,
  endSeconds: 0.8,
  words: [{ text, startSeconds: 0.2, endSeconds: 0.8, spaceBefore: true }],
});
const threeScenes = (middle: Partial<TimelineScene>) =>
  aTimeline({
    scenes: [
      aScene({ id: 'a', frames: 40, overlapFrames: 10, cues: [cue('one')] }),
      aScene({ id: 'b', frames: 50, overlapFrames: 10, cues: [cue('two')], ...middle }),
      aScene({ id: 'c', frames: 40, cues: [cue('three')] }),
    ],
  });

describe('segmentKey', () => {
  it('changes only for the scene that changed and the crossfades on its sides', () => {
    const before = keysOf(threeScenes({}));
    const after = keysOf(threeScenes({ cues: [cue('changed')], frames: 65 }));
    expect(before.map((key, index) => key === after[index])).toEqual([true, false, false, false, true]);
  });

  it('depends on what a media file holds and not on where it lies', () => {
    const image = (path: string, contentHash: string) =>
      keysOf(
        threeScenes({
          visual: { kind: 'image', path, contentHash, fit: 'cover', motion: 'ken-burns', seed: 1 },
        }),
      );
    expect(image('/a.jpg', 'h1')).toEqual(image('/b.jpg', 'h1'));
    expect(image('/a.jpg', 'h1')).not.toEqual(image('/a.jpg', 'h2'));
  });

  it('does not depend on sound, and does on style, size, encoder settings and backend', () => {
    const timeline = threeScenes({});
    const base = keysOf(timeline);
    expect(keysOf({ ...timeline, music: { kind: 'ambient', seed: 3 } })).toEqual(base);
    expect(keysOf({ ...timeline, style: { ...timeline.style, motif: 'waves' } })).not.toEqual(base);
    expect(keysOf({ ...timeline, width: 540 })).not.toEqual(base);
    expect(keysOf({ ...timeline, quality: 'standard' })).not.toEqual(base);
    expect(keysOf(timeline, { ...backend, version: '8.1' } as never)).not.toEqual(base);
  });
});
