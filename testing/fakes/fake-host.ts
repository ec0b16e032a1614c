import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { VideoGenerationError, type FetchFunction, type IClock, type PluginHost } from 'aether-video/plugin';
import { loopbackFetch } from './loopback-fetch.js';
import { RecordingLogger } from './recording-logger.js';
import { VirtualClock } from './virtual-clock.js';

export interface FakeHostOptions<Options> {
  readonly pluginId: string;
  /** As the manifest's schema gives them. */
  readonly options: Options;
  /** Default: one that stands still. */
  readonly clock?: IClock;
  /** Default: {@link loopbackFetch}. */
  readonly fetch?: FetchFunction;
}

export interface FakeHost<Options> extends PluginHost<Options> {
  /** What the plugin logs. */
  readonly logger: RecordingLogger;
}

/** A host for one plugin under test: no settings, no engine, a log to look at. */
export function fakeHost<Options>(given: FakeHostOptions<Options>): FakeHost<Options> {
  const { pluginId, options, clock = new VirtualClock(), fetch = loopbackFetch } = given;
  return {
    pluginId,
    options,
    clock,
    fetch,
    logger: new RecordingLogger(),
    dataFolder: () => mkdtemp(path.join(tmpdir(), `aether-${pluginId}-`)),
    composer: { compose: composesNothing, finish: composesNothing },
  };
}

function composesNothing(): Promise<never> {
  return Promise.reject(
    new VideoGenerationError('INTERNAL_ERROR', { message: 'The fake host composes nothing.' }),
  );
}
