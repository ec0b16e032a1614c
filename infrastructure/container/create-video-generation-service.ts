import { VideoGenerationService } from '../../application/generate-video/video-generation-service.js';
import { ILogger } from '../../domain/logging/logger.js';
import { IArtifactStore } from '../../domain/storage/artifact-store.js';
import { PluginSystem } from '../plugin-host/plugin-system.js';
import { loadSettings, type LoadSettingsOptions } from '../settings/load-settings.js';
import { createContainer } from './create-container.js';
import { generationModule } from './generation.module.js';
import { mediaModule } from './media.module.js';

/**
 * Everything wired: reads the settings, starts the plugins, clears what a dead process left behind.
 * Call `dispose()` on the service at the end.
 * @throws VideoGenerationError SETTINGS_INVALID or SETTINGS_UNREADABLE; PLUGIN_* if `plugins.onFailure` is
 * `fail`
 */
export async function createVideoGenerationService(
  options: LoadSettingsOptions = {},
): Promise<VideoGenerationService> {
  const container = createContainer(loadSettings(options), [mediaModule, generationModule]);
  await container.get(PluginSystem).start();
  sweepInBackground(container.get<IArtifactStore>(IArtifactStore), container.get<ILogger>(ILogger));
  return container.get(VideoGenerationService);
}

function sweepInBackground(store: IArtifactStore, logger: ILogger): void {
  store.sweep().then(
    (removed) => removed > 0 && logger.info('Removed what a dead process left behind.', { removed }),
    (error: unknown) => logger.warn('Could not look for what a dead process left behind.', { error }),
  );
}
