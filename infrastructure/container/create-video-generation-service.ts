import { VideoGenerationService } from '../../application/generate-video/video-generation-service.js';
import { IArtifactStore } from '../../domain/storage/artifact-store.js';
import { PluginSystem } from '../plugin-host/plugin-system.js';
import { loadSettings, type LoadSettingsOptions } from '../settings/load-settings.js';
import { createContainer } from './create-container.js';
import { gatewayModule } from './gateway.module.js';
import { generationModule } from './generation.module.js';
import { mediaModule } from './media.module.js';

/**
 * Everything wired: reads the settings, clears away what dead processes left behind, starts the plugins.
 * Call `dispose()` on the service at the end.
 * @throws VideoGenerationError SETTINGS_INVALID or SETTINGS_UNREADABLE; PLUGIN_* if `plugins.onFailure` is
 * `fail`
 */
export async function createVideoGenerationService(
  options: LoadSettingsOptions = {},
): Promise<VideoGenerationService> {
  const container = createContainer(loadSettings(options), [mediaModule, gatewayModule, generationModule]);
  await Promise.all([
    container.get<IArtifactStore>(IArtifactStore).sweep(),
    container.get(PluginSystem).start(),
  ]);
  return container.get(VideoGenerationService);
}
