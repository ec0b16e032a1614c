import type { Container, ContainerModule } from 'inversify';
import { ILogger } from '../../domain/logging/logger.js';
import { IArtifactStore } from '../../domain/storage/artifact-store.js';
import type { IConfigManager } from '../../domain/settings/settings.js';
import { PluginSystem } from '../plugin-host/plugin-system.js';
import { loadSettings, type LoadSettingsOptions } from '../settings/load-settings.js';
import { createContainer } from './create-container.js';

/** What every user interface stands on, up and running. */
export interface Platform {
  readonly container: Container;
  readonly config: IConfigManager;
  readonly logger: ILogger;
  readonly plugins: PluginSystem;
  /** Ends the plugins. @throws VideoGenerationError PLUGIN_DISPOSE_FAILED */
  dispose(): Promise<void>;
}

/**
 * Reads the settings, builds the container, clears away what dead processes left, and starts the plugins.
 * @param modules What is bound besides; has to bind `ITimelineComposer`.
 * @throws VideoGenerationError SETTINGS_*, or of a plugin if `plugins.onFailure` is `fail`.
 */
export async function startPlatform(
  options: LoadSettingsOptions,
  modules: readonly ContainerModule[],
): Promise<Platform> {
  const config = loadSettings(options);
  const container = createContainer(config, modules);
  const logger = container.get<ILogger>(ILogger);
  const plugins = container.get(PluginSystem);
  await Promise.all([container.get<IArtifactStore>(IArtifactStore).sweep(), plugins.start()]);
  return { container, config, logger, plugins, dispose: () => plugins.dispose() };
}
