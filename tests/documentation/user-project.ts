import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { root } from './code-blocks.js';

const run = promisify(execFile);

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
  node(file: string): Promise<Finished> {
    return this.execute([file]);
  }

  /** Runs `aether` with the words of a command line that has no quotes. Rejects if it fails. */
  aether(words: string): Promise<Finished> {
    return this.execute([path.join(root, 'dist/presentation/cli/main.js'), ...words.split(' ')]);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }

  private execute(args: readonly string[]): Promise<Finished> {
    const env = { ...process.env, VIDEO_DEFAULT_QUALITY: 'draft', VIDEO_STORAGE_PATH: 'videos' };
    return run(process.execPath, args, { cwd: this.folder, env });
  }
}
