import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { LocalTimelineComposer } from '../../../infrastructure/media/composition/local-timeline-composer.js';
import { SegmentCache } from '../../../infrastructure/media/composition/segment-cache.js';
import { createMediaBackend } from '../../../infrastructure/media/backend/create-media-backend.js';
import type { ComposedVideo } from '../../../domain/media/timeline-composer.js';
import type { VideoTimeline } from '../../../domain/timeline/video-timeline.js';
import { RecordingLogger } from '../../fakes/recording-logger.js';

/** The real composer with a folder of its own and no cache. */
export async function openComposer() {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'aether-composed-'));
  const settings = {
    backend: 'auto',
    ffmpegPath: '',
    timeoutSeconds: 120,
    maxMemoryMegabytes: 2048,
  } as const;
  const composer = new LocalTimelineComposer(
    () => createMediaBackend(settings),
    new SegmentCache(path.join(folder, 'cache'), 0),
  );
  let count = 0;
  return {
    async compose(timeline: VideoTimeline): Promise<ComposedVideo> {
      const workspace = path.join(folder, String(count++));
      await mkdir(workspace);
      const signal = new AbortController().signal;
      return composer.compose(timeline, { signal, logger: new RecordingLogger(), workspace });
    },
    close: () => rm(folder, { recursive: true, force: true }),
  };
}
