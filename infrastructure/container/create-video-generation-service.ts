import { existsSync } from 'node:fs';
import type { Container } from 'inversify';
import { VideoGenerationService } from '../../application/generate-video/video-generation-service.js';
import { VideoGenerationError } from '../../domain/errors/video-generation-error.js';
import { IJobStore } from '../../domain/job/job-store.js';
import { ILogger } from '../../domain/logging/logger.js';
import { IConfigManager } from '../../domain/settings/settings.js';
import { IArtifactStore } from '../../domain/storage/artifact-store.js';
import { IClock } from '../../domain/time/clock.js';
import { PluginSystem } from '../plugin-host/plugin-system.js';
import { loadSettings, type LoadSettingsOptions } from '../settings/load-settings.js';
import { MemoryJobStore } from '../store/memory-job-store.js';
import { SqliteStore } from '../store/sqlite-store.js';
import { createContainer } from './create-container.js';
import { serviceModules } from './service-modules.js';
import { missingStoreAddon } from '../store/store-addon.js';

/**
 * Everything wired: reads the settings, clears away what dead processes left behind, starts the plugins.
 * Call `dispose()` on the service at the end.
 * @throws VideoGenerationError SETTINGS_INVALID or SETTINGS_UNREADABLE; PLUGIN_* if `plugins.onFailure` is
 * `fail`
 */
export async function createVideoGenerationService(
  options: LoadSettingsOptions = {},
): Promise<VideoGenerationService> {
  const container = createContainer(loadSettings(options), serviceModules);
  await Promise.all([
    container.get<IArtifactStore>(IArtifactStore).sweep(),
    container.get(PluginSystem).start(),
    chooseJobStore(container),
  ]);
  const service = container.get(VideoGenerationService);
  takeUpWork(container, service);
  return service;
}

/** Without the addon that the database needs, jobs last as long as the process. Opens nothing. */
async function chooseJobStore(container: Container): Promise<void> {
  const { settings } = container.get<IConfigManager>(IConfigManager);
  if (settings.jobs.store !== 'auto' || settings.store.url !== undefined) return;
  const missing = await missingStoreAddon();
  if (!missing) return;
  const { code, message } = missing;
  container.get<ILogger>(ILogger).info('Jobs are kept in memory.', { code, reason: message });
  const clock = container.get<IClock>(IClock);
  container.rebind(IJobStore).toConstantValue(new MemoryJobStore(clock));
}

/** Takes up what earlier processes left. Where there was never any, no database is made and none is opened. */
function takeUpWork(container: Container, service: VideoGenerationService): void {
  const { settings } = container.get<IConfigManager>(IConfigManager);
  const logger = container.get<ILogger>(ILogger);
  const failed = (what: string) => (error: unknown) => {
    const { code, message } = VideoGenerationError.from(error);
    logger.warn(what, { code, reason: message });
  };
  const hasStore = settings.store.url !== undefined || existsSync(container.get(SqliteStore).file);
  if (settings.gateway.resumeOnStart && hasStore) {
    service.resumeUnfinished().catch(failed('Unfinished work was not taken up.'));
  }
  const { durable } = container.get<IJobStore>(IJobStore);
  if (!durable || !hasStore) return;
  service.jobs.sweep().catch(failed('The files of ended jobs were not removed.'));
  if (settings.jobs.resumeOnStart) service.jobs.start();
}
