import { ContainerModule } from 'inversify';
import { ILogger } from '../../domain/logging/logger.js';
import { IConfigManager } from '../../domain/settings/settings.js';
import { IClock } from '../../domain/time/clock.js';
import { secretValuesIn } from '../logging/redact-secrets.js';
import { createLogger } from '../logging/winston-logger.js';

/** The log: to standard error, without the secrets of the settings. */
export const loggingModule = new ContainerModule(({ bind }) => {
  bind(ILogger)
    .toResolvedValue(
      ({ settings }: IConfigManager, clock: IClock) =>
        createLogger({ level: settings.logging.level, secrets: secretValuesIn(settings), clock }),
      [IConfigManager, IClock],
    )
    .inSingletonScope();
});
