import { ContainerModule } from 'inversify';
import { ProviderLimits } from '../../application/concurrency/provider-limits.js';
import { VideoGenerationService } from '../../application/generate-video/video-generation-service.js';
import { ScriptReader } from '../../application/read-script/script-reader.js';
import { ProviderGateway } from '../../application/run-operation/provider-gateway.js';
import { ProviderRegistry } from '../../application/select-provider/provider-registry.js';
import { ILogger } from '../../domain/logging/logger.js';
import { IMediaInspector } from '../../domain/media/media-inspector.js';
import { IProviderRegistry } from '../../domain/provider/provider-registry.js';
import { IConfigManager } from '../../domain/settings/settings.js';
import { IArtifactStore } from '../../domain/storage/artifact-store.js';
import { IClock } from '../../domain/time/clock.js';
import { createDiagnostics } from '../diagnosis/create-diagnostics.js';
import { PluginSystem } from '../plugin-host/plugin-system.js';

/** The use cases. The plugins must have been started before any of this is resolved. */
export const generationModule = new ContainerModule(({ bind }) => {
  bind(ProviderLimits)
    .toResolvedValue((config: IConfigManager) => new ProviderLimits(config), [IConfigManager])
    .inSingletonScope();
  bind(IProviderRegistry)
    .toResolvedValue(
      (config: IConfigManager, limits: ProviderLimits, plugins: PluginSystem) => {
        const registry = new ProviderRegistry({
          config,
          freeCapacity: (provider) => limits.freeCapacity(provider),
        });
        for (const provider of plugins.contributions('provider')) registry.register(provider);
        return registry;
      },
      [IConfigManager, ProviderLimits, PluginSystem],
    )
    .inSingletonScope();
  bind(ScriptReader)
    .toResolvedValue(
      (config: IConfigManager, plugins: PluginSystem) =>
        new ScriptReader({
          config,
          parsers: plugins.contributions('parser'),
          channels: plugins.contributions('channel'),
        }),
      [IConfigManager, PluginSystem],
    )
    .inSingletonScope();
  bind(VideoGenerationService)
    .toResolvedValue(
      (
        config: IConfigManager,
        clock: IClock,
        logger: ILogger,
        store: IArtifactStore,
        inspector: IMediaInspector,
        registry: IProviderRegistry,
        limits: ProviderLimits,
        reader: ScriptReader,
        plugins: PluginSystem,
      ) =>
        new VideoGenerationService({
          config,
          clock,
          logger,
          store,
          inspector,
          registry,
          reader,
          plugins,
          engines: plugins.contributions('speech'),
          gateway: new ProviderGateway({ registry, limits, config, clock }),
          diagnostics: createDiagnostics(config, plugins),
        }),
      [
        IConfigManager,
        IClock,
        ILogger,
        IArtifactStore,
        IMediaInspector,
        IProviderRegistry,
        ProviderLimits,
        ScriptReader,
        PluginSystem,
      ],
    )
    .inSingletonScope();
});
