import type { ContainerModule } from 'inversify';
import { gatewayModule } from './gateway.module.js';
import { generationModule } from './generation.module.js';
import { mediaModule } from './media.module.js';
import { speechModule } from './speech.module.js';
import { writingModule } from './writing.module.js';

/** All that the service needs besides the platform's own modules. */
export const serviceModules: readonly ContainerModule[] = [
  mediaModule,
  gatewayModule,
  speechModule,
  writingModule,
  generationModule,
];
