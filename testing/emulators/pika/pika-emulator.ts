import type { EmulatorDefinition } from '../../emulator/emulator.js';
import { falDefinition } from '../fal/fal-emulator.js';
import { pikaCatalogue } from './pika-catalogue.js';

/** fal’s queue with Pika’s models alone. */
export const pikaEmulator: EmulatorDefinition = falDefinition('pika', 'Pika', pikaCatalogue);
