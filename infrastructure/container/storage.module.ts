import path from 'node:path';
import { ContainerModule } from 'inversify';
import { ILogger } from '../../domain/logging/logger.js';
import { IConfigManager } from '../../domain/settings/settings.js';
import { IArtifactStore } from '../../domain/storage/artifact-store.js';
import { IClock } from '../../domain/time/clock.js';
import { IJobFolders } from '../../domain/storage/job-folders.js';
import { LocalArtifactStore } from '../storage/local-artifact-store.js';
import { LocalJobFolders } from '../storage/local-job-folders.js';

/** Artifacts in the folders of the settings. */
export const storageModule = new ContainerModule(({ bind }) => {
  bind(IArtifactStore)
    .toResolvedValue(
      ({ settings }: IConfigManager, clock: IClock, logger: ILogger) =>
        new LocalArtifactStore(settings.storage, clock, logger),
      [IConfigManager, IClock, ILogger],
    )
    .inSingletonScope();
  bind(IJobFolders)
    .toResolvedValue(
      ({ settings }: IConfigManager) => new LocalJobFolders(path.join(settings.storage.workPath, 'jobs')),
      [IConfigManager],
    )
    .inSingletonScope();
});
