import { fileURLToPath } from 'node:url';
import { ContainerModule } from 'inversify';
import { ILogger } from '../../domain/logging/logger.js';
import { ITimelineComposer } from '../../domain/media/timeline-composer.js';
import { IConfigManager } from '../../domain/settings/settings.js';
import { IClock } from '../../domain/time/clock.js';
import { PluginSystem } from '../plugin-host/plugin-system.js';

const builtInFolder = fileURLToPath(new URL('../../plugins/', import.meta.url));

/** The plugins. Needs a composer, which the media module binds. */
export const pluginHostModule = new ContainerModule(({ bind }) => {
  bind(PluginSystem)
    .toResolvedValue(
      (config: IConfigManager, logger: ILogger, clock: IClock, composer: ITimelineComposer) =>
        new PluginSystem({ config, logger, clock, composer, builtInFolder }),
      [IConfigManager, ILogger, IClock, ITimelineComposer],
    )
    .inSingletonScope();
});
