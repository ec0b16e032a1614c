import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { UserProject } from './user-project.js';

/** What `aether emulate --json` prints, and the way to end it. */
export interface EmulatorProcess {
  readonly url: string;
  readonly settings: unknown;
  readonly environment: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/** Runs the README’s command that emulates a provider. Resolves when it listens. */
export async function emulatorOf(project: UserProject, line: string): Promise<EmulatorProcess> {
  const child = project.start(`${line.replace('npx aether ', '')} --json`);
  const ended = once(child, 'exit');
  let text = '';
  for await (const printed of createInterface(child.stdout)) {
    text += `${printed}\n`;
    if (printed === '}') break;
  }
  if (text === '') throw new Error(`“${line}” ended without a word.`);
  return {
    ...(JSON.parse(text) as Omit<EmulatorProcess, 'stop'>),
    async stop() {
      child.kill();
      await ended;
    },
  };
}
