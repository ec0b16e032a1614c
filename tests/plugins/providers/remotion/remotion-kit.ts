import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { OperationStatus } from '../../../../domain/provider/provider-operation.js';
import type { ProviderCall } from '../../../../domain/provider/video-provider.js';
import type { VideoTimeline } from '../../../../domain/timeline/video-timeline.js';
import { createMediaBackend } from '../../../../infrastructure/media/backend/create-media-backend.js';
import { LocalTimelineComposer } from '../../../../infrastructure/media/composition/local-timeline-composer.js';
import { SegmentCache } from '../../../../infrastructure/media/composition/segment-cache.js';
import { findChrome } from '../../../../plugins/providers/remotion/find-chrome.js';
import { manifest } from '../../../../plugins/providers/remotion/manifest.js';
import { remotionOptionsSchema } from '../../../../plugins/providers/remotion/remotion-options.js';
import { fakeHost } from '../../../../testing/fakes/fake-host.js';

/** Why nothing can be rendered here, or nothing if it can. */
export async function whyNoRender(): Promise<string | undefined> {
  try {
    await manifest.load();
    await findChrome(undefined);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** The provider before the real composer, Remotion and Chrome, in a folder of its own. */
export async function openRemotion() {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'aether-remotion-'));
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
    folder,
    async provider(options: Record<string, unknown> = {}) {
      const host = fakeHost({ pluginId: 'remotion', options: remotionOptionsSchema.parse(options) });
      const dataFolder = path.join(folder, 'data');
      await mkdir(dataFolder, { recursive: true });
      return (await manifest.load())({ ...host, composer, dataFolder: () => Promise.resolve(dataFolder) });
    },
    /** Starts a rendering; `finish` waits for its end. */
    async start(timeline: VideoTimeline, options: Record<string, unknown> = {}) {
      const provider = await this.provider(options);
      const workspace = path.join(folder, String(count++));
      await mkdir(workspace);
      const host = fakeHost({ pluginId: 'remotion', options: {} });
      const call: ProviderCall = {
        signal: new AbortController().signal,
        idempotencyKey: workspace,
        logger: host.logger,
        workspace,
      };
      const operation = await provider.start({ input: 'timeline', timeline }, call);
      const messages: string[] = [];
      const next = async (): Promise<OperationStatus> => {
        const status = await provider.status(operation, call);
        if (status.state === 'running' && status.message) messages.push(status.message);
        return status;
      };
      const finish = async (): Promise<OperationStatus> => {
        for (;;) {
          const status = await next();
          if (status.state !== 'running' && status.state !== 'queued') return status;
        }
      };
      return { next, finish, messages, workspace, cancel: () => provider.cancel!(operation, call) };
    },
    close: () => rm(folder, { recursive: true, force: true }),
  };
}
