import { existsSync } from 'node:fs';
import { VideoGenerationService } from '../../application/generate-video/video-generation-service.js';
import { VideoGenerationError } from '../../domain/errors/video-generation-error.js';
import { ILogger } from '../../domain/logging/logger.js';
import { IConfigManager } from '../../domain/settings/settings.js';
import { IArtifactStore } from '../../domain/storage/artifact-store.js';
import { PluginSystem } from '../plugin-host/plugin-system.js';
import { loadSettings, type LoadSettingsOptions } from '../settings/load-settings.js';
import { SqliteStore } from '../store/sqlite-store.js';
import { createContainer } from './create-container.js';
import { gatewayModule } from './gateway.module.js';
import { generationModule } from './generation.module.js';
import { mediaModule } from './media.module.js';
import { speechModule } from './speech.module.js';
import { writingModule } from './writing.module.js';

/**
 * Everything wired: reads the settings, clears away what dead processes left behind, starts the plugins.
 * Call `dispose()` on the service at the end.
 * @throws VideoGenerationError SETTINGS_INVALID or SETTINGS_UNREADABLE; PLUGIN_* if `plugins.onFailure` is
 * `fail`
 */
export async function createVideoGenerationService(
  options: LoadSettingsOptions = {},
): Promise<VideoGenerationService> {
  const container = createContainer(loadSettings(options), [
    mediaModule,
    gatewayModule,
    speechModule,
    writingModule,
    generationModule,
  ]);
  await Promise.all([
    container.get<IArtifactStore>(IArtifactStore).sweep(),
    container.get(PluginSystem).start(),
  ]);
  const service = container.get(VideoGenerationService);
  const { settings } = container.get<IConfigManager>(IConfigManager);
  // Where nothing was ever paid, no database is made and none is opened.
  if (settings.gateway.resumeOnStart && existsSync(container.get(SqliteStore).file)) {
    service.resumeUnfinished().catch((error: unknown) => {
      const { code, message } = VideoGenerationError.from(error);
      container.get<ILogger>(ILogger).warn('Unfinished work was not taken up.', { code, reason: message });
    });
  }
  return service;
}
