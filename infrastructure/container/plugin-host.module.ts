import { fileURLToPath } from 'node:url';
import { ContainerModule } from 'inversify';
import { IEgress } from '../../domain/egress/egress.js';
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
      (
        config: IConfigManager,
        logger: ILogger,
        clock: IClock,
        composer: ITimelineComposer,
        egress: IEgress,
      ) => new PluginSystem({ config, logger, clock, composer, egress, builtInFolder }),
      [IConfigManager, ILogger, IClock, ITimelineComposer, IEgress],
    )
    .inSingletonScope();
});
