import { ContainerModule } from 'inversify';
import { IConfigManager } from '../../domain/settings/settings.js';

/** Settings are read before the container exists, because bad ones stop everything. */
export const settingsModule = (config: IConfigManager): ContainerModule =>
  new ContainerModule(({ bind }) => {
    bind(IConfigManager).toConstantValue(config);
  });
