import path from 'node:path';
import { ContainerModule } from 'inversify';
import type { IMediaBackend } from '../../domain/media/media-backend.js';
import { IMediaInspector } from '../../domain/media/media-inspector.js';
import { ITimelineComposer } from '../../domain/media/timeline-composer.js';
import { IConfigManager } from '../../domain/settings/settings.js';
import { createMediaBackend } from '../media/backend/create-media-backend.js';
import { LocalTimelineComposer } from '../media/composition/local-timeline-composer.js';
import { SegmentCache } from '../media/composition/segment-cache.js';
import { MediaInspector } from '../media/inspection/media-inspector.js';

/** Finds the media backend on first use and remembers it; a failure is not remembered. */
export type OpenMediaBackend = () => Promise<IMediaBackend>;
export const OpenMediaBackend: unique symbol = Symbol.for('aether-video/OpenMediaBackend@1');

const bytesPerMegabyte = 1_000_000;

/** Codecs, the composer, and the guard in front of user media. */
export const mediaModule = new ContainerModule(({ bind }) => {
  bind<OpenMediaBackend>(OpenMediaBackend)
    .toResolvedValue(
      ({ settings }: IConfigManager) => rememberingSuccess(() => createMediaBackend(settings.media)),
      [IConfigManager],
    )
    .inSingletonScope();
  bind(SegmentCache)
    .toResolvedValue(
      ({ settings: { storage } }: IConfigManager) =>
        new SegmentCache(
          path.join(storage.workPath, 'segments'),
          storage.cacheMaxMegabytes * bytesPerMegabyte,
        ),
      [IConfigManager],
    )
    .inSingletonScope();
  bind(ITimelineComposer)
    .toResolvedValue(
      (open: OpenMediaBackend, cache: SegmentCache) => new LocalTimelineComposer(open, cache),
      [OpenMediaBackend, SegmentCache],
    )
    .inSingletonScope();
  bind(IMediaInspector)
    .toResolvedValue(
      ({ settings }: IConfigManager, open: OpenMediaBackend) =>
        new MediaInspector(settings.storage.mediaFolders, open),
      [IConfigManager, OpenMediaBackend],
    )
    .inSingletonScope();
});

function rememberingSuccess<Value>(open: () => Promise<Value>): () => Promise<Value> {
  let opened: Promise<Value> | undefined;
  return () => {
    opened ??= open().catch((error: unknown) => {
      opened = undefined;
      throw error;
    });
    return opened;
  };
}
