import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { MediaProbe } from '../../../domain/media/media-backend.js';
import type { MediaEngine } from './process-media-backend.js';

/** The program that runs node-av in a process of its own, so that a crash or a leak stays there. */
export const nodeAvProgram = fileURLToPath(new URL('./node-av/node-av-program.js', import.meta.url));

/** Whether the optional dependency can be found; says nothing about whether it loads. */
export function isNodeAvInstalled(): boolean {
  try {
    createRequire(import.meta.url).resolve('node-av');
    return true;
  } catch {
    return false;
  }
}

/** node-av as an engine: each task goes to a child process as a message. */
export function createNodeAvEngine(version: string): MediaEngine {
  return {
    info: { id: 'node-av', version, location: 'node-av' },
    command: (task) => ({ executable: process.execPath, args: [nodeAvProgram], message: task }),
    parseProbe: (answer) => JSON.parse(answer) as MediaProbe,
  };
}
