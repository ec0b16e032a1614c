import { execFile, spawn, type ChildProcessByStdio } from 'node:child_process';
import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { root } from './code-blocks.js';

const run = promisify(execFile);
const cli = path.join(root, 'dist/presentation/cli/main.js');

const wordsOf = (line: string): string[] =>
  [...line.matchAll(/"([^"]*)"|(\S+)/gu)].map(([, quoted, plain]) => quoted ?? plain!);

export interface Finished {
  readonly stdout: string;
  readonly stderr: string;
}

/** An empty project that has this checkout installed as `aether-video`, and zod beside it, as npm does. */
export class UserProject implements AsyncDisposable {
  private constructor(readonly folder: string) {}

  static async create(): Promise<UserProject> {
    const folder = await realpath(await mkdtemp(path.join(os.tmpdir(), 'aether-user-')));
    await mkdir(path.join(folder, 'node_modules'));
    const packages = { 'aether-video': root, zod: path.join(root, 'node_modules', 'zod') };
    for (const [name, target] of Object.entries(packages)) {
      await symlink(target, path.join(folder, 'node_modules', name), 'junction');
    }
    return new UserProject(folder);
  }

  /** Writes a file, and its folders. */
  async write(name: string, text: string): Promise<string> {
    const file = path.join(this.folder, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, text);
    return file;
  }

  /** Runs a JavaScript file of the project. Rejects if it fails. */
  node(file: string, environment: Readonly<Record<string, string>> = {}): Promise<Finished> {
    return this.execute([file], environment);
  }

  /** Runs `aether` with the words of a command line, in which only double quotes mean something. Rejects if it fails. */
  aether(line: string, environment: Readonly<Record<string, string>> = {}): Promise<Finished> {
    return this.execute([cli, ...wordsOf(line)], environment);
  }

  /** Starts `aether` and leaves it running. Its standard input is closed, its errors are shown. */
  start(line: string): ChildProcessByStdio<null, Readable, null> {
    const stdio = ['ignore', 'pipe', 'inherit'] as const;
    return spawn(process.execPath, [cli, ...wordsOf(line)], { cwd: this.folder, stdio: [...stdio] });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }

  private execute(
    args: readonly string[],
    environment: Readonly<Record<string, string>> = {},
  ): Promise<Finished> {
    const ours = { VIDEO_DEFAULT_QUALITY: 'draft', VIDEO_STORAGE_PATH: 'videos' };
    const env = { ...process.env, ...ours, ...environment };
    return run(process.execPath, args, { cwd: this.folder, env });
  }
}
