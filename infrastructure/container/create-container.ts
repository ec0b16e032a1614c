// Inversify’s peer: it has to be there before inversify is.
import 'reflect-metadata';
import { Container, type ContainerModule } from 'inversify';
import type { IConfigManager } from '../../domain/settings/settings.js';
import { egressModule } from './egress.module.js';
import { loggingModule } from './logging.module.js';
import { pluginHostModule } from './plugin-host.module.js';
import { settingsModule } from './settings.module.js';
import { storageModule } from './storage.module.js';
import { storeModule } from './store.module.js';
import { timeModule } from './time.module.js';

/**
 * The container of one service: everything in it is made on first use, once.
 * @param modules More modules; each is loaded once, after the platform’s own.
 */
export function createContainer(config: IConfigManager, modules: readonly ContainerModule[] = []): Container {
  const container = new Container();
  container.load(
    settingsModule(config),
    timeModule,
    loggingModule,
    storageModule,
    egressModule,
    storeModule,
    pluginHostModule,
    ...modules,
  );
  return container;
}
