import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { placeScenes, totalFrames } from '../../../../domain/timeline/video-timeline.js';
import { planSegments } from '../../../../infrastructure/media/composition/segment-plan.js';
import { aScene } from '../../../builders/timeline-builder.js';

/** Scenes as a timeline holds them: each long enough for the crossfades on both its sides. */
const scenes = fc
  .array(fc.record({ own: fc.integer({ min: 0, max: 90 }), overlap: fc.integer({ min: 0, max: 20 }) }), {
    minLength: 1,
    maxLength: 12,
  })
  .map((list) =>
    list.map(({ own, overlap }, index) => {
      const overlapFrames = index === list.length - 1 ? 0 : overlap;
      const frames = own + overlapFrames + (index > 0 ? list[index - 1]!.overlap : 0);
      return aScene({ id: `scene-${index}`, frames, overlapFrames });
    }),
  );

describe('planSegments', () => {
  it('covers every frame of the video exactly once, in order', () => {
    fc.assert(
      fc.property(scenes, (list) => {
        const placements = placeScenes(list);
        const startOf = (id: string) => placements[list.findIndex((scene) => scene.id === id)]!.startFrame;
        let next = 0;
        for (const segment of planSegments({ scenes: list })) {
          const start =
            segment.kind === 'body' ? startOf(segment.scene.id) + segment.firstFrame : startOf(segment.to.id);
          expect(start).toBe(next);
          expect(segment.frames).toBeGreaterThan(0);
          next = start + segment.frames;
        }
        expect(next).toBe(totalFrames({ scenes: list }));
      }),
    );
  });

  it('puts a crossfade into a segment of its own', () => {
    const list = [aScene({ id: 'a', frames: 40, overlapFrames: 10 }), aScene({ id: 'b', frames: 50 })];
    const summary = planSegments({ scenes: list }).map(({ kind, frames }) => `${kind} ${frames}`);
    expect(summary).toEqual(['body 30', 'seam 10', 'body 40']);
  });
});
