import { createHash } from 'node:crypto';
import os from 'node:os';
import path from 'node:path';
import { ContainerModule, type ResolutionContext } from 'inversify';
import { ProviderLimits } from '../../application/concurrency/provider-limits.js';
import {
  VideoGenerationService,
  type VideoGenerationParts,
} from '../../application/generate-video/video-generation-service.js';
import { MediaGateway } from '../../application/generate-media/media-gateway.js';
import { ScriptReader } from '../../application/read-script/script-reader.js';
import { ProviderGateway } from '../../application/run-operation/provider-gateway.js';
import { SpeechGateway } from '../../application/speak-script/speech-gateway.js';
import { TimelineOperations } from '../../application/run-operation/timeline-operations.js';
import { ProviderRegistry } from '../../application/select-provider/provider-registry.js';
import { ILogger } from '../../domain/logging/logger.js';
import { IJobStore } from '../../domain/job/job-store.js';
import { IMediaInspector } from '../../domain/media/media-inspector.js';
import { IOperationJournal } from '../../domain/money/operation-journal.js';
import { IProviderRegistry } from '../../domain/provider/provider-registry.js';
import { IConfigManager } from '../../domain/settings/settings.js';
import { IArtifactStore } from '../../domain/storage/artifact-store.js';
import { IJobFolders } from '../../domain/storage/job-folders.js';
import { IClock } from '../../domain/time/clock.js';
import { createDiagnostics, createReadiness } from '../diagnosis/create-diagnostics.js';
import { processMeter } from '../diagnosis/process-meter.js';
import { PluginSystem } from '../plugin-host/plugin-system.js';
import { ISourceReader } from '../../domain/brief/source-reader.js';
import { ITemplateLibrary } from '../../domain/template/video-template.js';
import { ModelGateway } from '../../application/write-script/model-gateway.js';
import { SqliteStore } from '../store/sqlite-store.js';
import type { SqlStore } from '../store/store-session.js';
import { SharedStore } from './store.module.js';

/** The use cases. The plugins must have been started before any of this is resolved. */
export const generationModule = new ContainerModule(({ bind }) => {
  bind(ProviderLimits)
    .toResolvedValue((config: IConfigManager) => new ProviderLimits(config), [IConfigManager])
    .inSingletonScope();
  bind(IProviderRegistry)
    .toResolvedValue(createRegistry, [IConfigManager, ProviderLimits, PluginSystem])
    .inSingletonScope();
  bind(ScriptReader).toResolvedValue(createReader, [IConfigManager, PluginSystem]).inSingletonScope();
  bind(ProviderGateway).toDynamicValue(createProviderGateway).inSingletonScope();
  bind(VideoGenerationService).toDynamicValue(createService).inSingletonScope();
});

function createRegistry(
  config: IConfigManager,
  limits: ProviderLimits,
  plugins: PluginSystem,
): IProviderRegistry {
  const registry = new ProviderRegistry({
    config,
    freeCapacity: (provider) => limits.freeCapacity(provider),
    plugins,
  });
  for (const provider of plugins.contributions('provider')) registry.register(provider);
  return registry;
}

function createProviderGateway(context: ResolutionContext): ProviderGateway {
  return new ProviderGateway({
    registry: context.get<IProviderRegistry>(IProviderRegistry),
    limits: context.get(ProviderLimits),
    config: context.get<IConfigManager>(IConfigManager),
    clock: context.get<IClock>(IClock),
    paid: context.get(TimelineOperations),
  });
}

function createReader(config: IConfigManager, plugins: PluginSystem): ScriptReader {
  const [parsers, channels] = [plugins.contributions('parser'), plugins.contributions('channel')];
  return new ScriptReader({ config, parsers, channels });
}

function createService(context: ResolutionContext): VideoGenerationService {
  const plugins = context.get(PluginSystem);
  const config = context.get<IConfigManager>(IConfigManager);
  return new VideoGenerationService({
    config,
    plugins,
    clock: context.get<IClock>(IClock),
    logger: context.get<ILogger>(ILogger),
    store: context.get<IArtifactStore>(IArtifactStore),
    inspector: context.get<IMediaInspector>(IMediaInspector),
    registry: context.get<IProviderRegistry>(IProviderRegistry),
    gateway: context.get(ProviderGateway),
    media: context.get(MediaGateway),
    reader: context.get(ScriptReader),
    engines: plugins.contributions('speech'),
    speech: context.get(SpeechGateway),
    parsers: plugins.contributions('parser'),
    models: plugins.contributions('language-model'),
    stages: plugins.contributions('stage'),
    modelGateway: context.get(ModelGateway),
    sources: context.get<ISourceReader>(ISourceReader),
    templates: context.get<ITemplateLibrary>(ITemplateLibrary),
    readiness: createReadiness(config),
    diagnostics: createDiagnostics(config, plugins),
    meter: processMeter,
    jobs: jobParts(context),
    closeStores: () => closeStores(context),
  });
}

function jobParts(context: ResolutionContext): VideoGenerationParts['jobs'] {
  return {
    store: context.get<IJobStore>(IJobStore),
    folders: context.get<IJobFolders>(IJobFolders),
    journal: context.get<IOperationJournal>(IOperationJournal),
    digest: (text) => createHash('sha256').update(text).digest('hex'),
    owner: `process ${process.pid} on ${os.hostname()}`,
    absolutePath: (given) => path.resolve(given),
  };
}

async function closeStores(context: ResolutionContext): Promise<void> {
  await context.get<SqlStore>(SharedStore).close();
  await context.get(SqliteStore).close();
}
