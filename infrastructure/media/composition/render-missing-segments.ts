import type { IMediaBackend } from '../../../domain/media/media-backend.js';
import type { ComposeCall } from '../../../domain/media/timeline-composer.js';
import type { TimelineScene, VideoTimeline } from '../../../domain/timeline/video-timeline.js';
import { FrameKernel } from '../kernel/frame-kernel.js';
import { TextRenderer } from '../text/text-renderer.js';
import type { CompositionProgress } from './composition-progress.js';
import { SceneStage } from './scene-stage.js';
import type { SegmentCache } from './segment-cache.js';
import type { Segment } from './segment-plan.js';
import { SegmentRenderer } from './segment-renderer.js';
import { videoEncodingFor } from './video-encoding.js';

/** A segment, its key, where its file stands or will stand, and whether it came from the cache. */
export interface PlannedSegment {
  readonly segment: Segment;
  readonly key: string;
  readonly path: string;
  readonly reused: boolean;
}

export interface RenderSetting {
  readonly timeline: VideoTimeline;
  readonly backend: IMediaBackend;
  readonly cache: SegmentCache;
  readonly call: ComposeCall;
  readonly progress: CompositionProgress;
}

/** Draws and encodes the segments that the cache did not have, in order, and puts them into the cache. */
export async function renderMissingSegments(
  planned: readonly PlannedSegment[],
  { timeline, backend, cache, call, progress }: RenderSetting,
): Promise<void> {
  for (const { segment, reused } of planned) if (reused) progress.advance(segment.frames);
  const missing = planned.filter((entry) => !entry.reused);
  if (missing.length === 0) return;
  const [kernel, textRenderer] = await Promise.all([FrameKernel.create(), TextRenderer.create()]);
  const stage = new SceneStage({ timeline, kernel, textRenderer, backend, call });
  const renderer = new SegmentRenderer(kernel, stage, backend, videoEncodingFor(timeline), call);
  const finishing: Promise<void>[] = [];
  try {
    for (const [index, entry] of missing.entries()) {
      const next = missing[index + 1];
      for (const scene of scenesOf(next)) stage.prepare(scene);
      progress.enter(scenesOf(entry)[0]!, timeline.scenes);
      const { finished } = await renderer.render(entry.segment, entry.path, () => progress.advance(1));
      const stored = finished.then(() => cache.store(entry.key, entry.path));
      stored.catch(() => undefined);
      finishing.push(stored);
      await closeScenes(stage, entry, next);
      // At most two encoders at once: one that flushes and one that is fed.
      await finishing[index - 1];
    }
    await Promise.all(finishing);
  } finally {
    await stage.closeAll();
    await Promise.allSettled(finishing);
    await cache.prune();
  }
}

function scenesOf(entry: PlannedSegment | undefined): TimelineScene[] {
  if (!entry) return [];
  const { segment } = entry;
  return segment.kind === 'body' ? [segment.scene] : [segment.from, segment.to];
}

async function closeScenes(
  stage: SceneStage,
  done: PlannedSegment,
  next: PlannedSegment | undefined,
): Promise<void> {
  const needed = new Set(scenesOf(next));
  const finished = scenesOf(done).filter((scene) => !needed.has(scene));
  await Promise.all(finished.map((scene) => stage.close(scene)));
}
