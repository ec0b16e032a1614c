import { createHash } from 'node:crypto';
import { ProviderLimits } from '../../application/concurrency/provider-limits.js';
import { VideoGenerationService } from '../../application/generate-video/video-generation-service.js';
import { ScriptReader } from '../../application/read-script/script-reader.js';
import { ProviderGateway } from '../../application/run-operation/provider-gateway.js';
import { ProviderRegistry } from '../../application/select-provider/provider-registry.js';
import type { IChannelStrategy } from '../../domain/channel/channel-strategy.js';
import type { IMediaInspector } from '../../domain/media/media-inspector.js';
import type { IVideoProvider } from '../../domain/provider/video-provider.js';
import type { IScriptParser } from '../../domain/script/script-parser.js';
import type { ISpeechSynthesizer } from '../../domain/speech/speech-synthesizer.js';
import type { IJobStore } from '../../domain/job/job-store.js';
import type { IStage } from '../../domain/stage/stage.js';
import type { IJobFolders } from '../../domain/storage/job-folders.js';
import { MemoryJobStore } from '../../infrastructure/store/memory-job-store.js';
import { FakeChannel } from './fake-channel.js';
import { FakeClock } from './fake-clock.js';
import { fakeConfig, type FakeSettings } from './fake-config.js';
import { FakeInspector } from './fake-inspector.js';
import { FakeParser } from './fake-parser.js';
import { FakeProvider } from './fake-provider.js';
import { FakeSynthesizer } from './fake-synthesizer.js';
import { MemoryArtifactStore } from './memory-artifact-store.js';
import { MemoryJobFolders } from './memory-job-folders.js';
import { mediaKit } from './media-kit.js';
import { speechKit } from './speech-kit.js';
import { writingKit, type WritingKitOptions } from './writing-kit.js';
import { RecordingLogger } from './recording-logger.js';

export interface ServiceKitOptions extends Pick<WritingKitOptions, 'models' | 'documents' | 'readiness'> {
  readonly settings?: FakeSettings;
  readonly providers?: readonly IVideoProvider[];
  readonly channels?: readonly IChannelStrategy[];
  readonly parsers?: readonly IScriptParser[];
  readonly engines?: readonly ISpeechSynthesizer[];
  readonly stages?: readonly IStage[];
  readonly inspector?: IMediaInspector;
  readonly jobStore?: (clock: FakeClock) => IJobStore;
  readonly folders?: IJobFolders;
  readonly clock?: FakeClock;
}

/** The real application around fakes. */
export function serviceKit(options: ServiceKitOptions = {}) {
  const config = fakeConfig(options.settings);
  const clock = options.clock ?? new FakeClock();
  const logger = new RecordingLogger();
  const store = new MemoryArtifactStore();
  const limits = new ProviderLimits(config);
  const registry = new ProviderRegistry({
    config,
    freeCapacity: (provider) => limits.freeCapacity(provider),
  });
  for (const provider of options.providers ?? [new FakeProvider()]) registry.register(provider);
  const media = mediaKit({ clock, shared: { config, limits, registry, store } });
  const gateway = new ProviderGateway({ registry, limits, config, clock, paid: media.timelines });
  const parsers = options.parsers ?? [new FakeParser()];
  const { journal, ledger, ...writing } = writingKit({ ...options, config, clock });
  const reader = new ScriptReader({
    parsers,
    channels: options.channels ?? [new FakeChannel()],
    config,
  });
  const speech = speechKit({ config, clock, ...media.kept });
  const service = new VideoGenerationService({
    speech: speech.gateway,
    ...writing,
    parsers,
    reader,
    engines: options.engines ?? [new FakeSynthesizer()],
    inspector: options.inspector ?? new FakeInspector(),
    gateway,
    registry,
    store,
    config,
    clock,
    logger,
    meter: { start: () => () => ({ cpuSeconds: 0.5, peakMemoryMegabytes: 100 }) },
    jobs: {
      store: options.jobStore?.(clock) ?? new MemoryJobStore(clock),
      folders: options.folders ?? new MemoryJobFolders(),
      journal: { unfinished: () => Promise.resolve([]) },
      digest: (text) => createHash('sha256').update(text).digest('hex'),
      owner: 'this test',
      absolutePath: (given) => given,
    },
    plugins: { list: () => [], dispose: () => Promise.resolve() },
    diagnostics: [],
    closeStores: () => Promise.resolve(),
    media: media.gateway,
    stages: options.stages ?? [],
  });
  const made = { service, clock, logger, store, registry, config, limits, gateway };
  return { ...made, media, speech, journal, ledger };
}

export const threeScenes = 'Breathe in.\nLet the air settle and the mind grow quiet.\nFollow for more calm.';
