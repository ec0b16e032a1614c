import { ContainerModule } from 'inversify';
import { IClock } from '../../domain/time/clock.js';
import { systemClock } from '../time/system-clock.js';

/** The machine’s clock. */
export const timeModule = new ContainerModule(({ bind }) => {
  bind(IClock).toConstantValue(systemClock);
});
