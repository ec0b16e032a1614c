import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { JobFile } from '../../domain/job/job-stage.js';
import type { Workspace } from '../../domain/storage/artifact-store.js';
import type { IJobFolders } from '../../domain/storage/job-folders.js';
import { storageError } from './storage-error.js';
import { writeInto } from './write-into.js';

/** Folder names on every system, and no way out of the folder. */
const plainId = /^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$/;

const removeAll = (folder: string): Promise<void> =>
  rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });

/** Folders of jobs on the local file system: `<folder>/<job id>/run-<number>`. */
export class LocalJobFolders implements IJobFolders {
  constructor(private readonly folder: string) {}

  async open(jobId: string, run: number, keep: readonly string[]): Promise<Workspace> {
    const ours = this.#folderOf(jobId);
    const workspace = path.join(ours, `run-${run}`);
    try {
      await mkdir(workspace, { recursive: true, mode: 0o700 });
      await removeOthers(ours, new Set(keep.map((file) => path.resolve(file))), workspace);
    } catch (error) {
      throw storageError(error, this.folder, 'make a folder for a job');
    }
    return {
      path: workspace,
      write: (name, bytes) => writeInto(workspace, name, bytes),
      remove: () => removeAll(workspace),
    };
  }

  async describe(file: string): Promise<JobFile | undefined> {
    try {
      const { size: sizeBytes } = await stat(file);
      const hash = createHash('sha256');
      await pipeline(createReadStream(file), hash);
      return { path: file, sizeBytes, contentHash: hash.digest('hex') };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw storageError(error, path.dirname(file), `read ${path.basename(file)}`);
    }
  }

  remove(jobId: string): Promise<void> {
    return removeAll(this.#folderOf(jobId));
  }

  async list(): Promise<readonly string[]> {
    return (await readdir(this.folder).catch(() => [])).filter((name) => plainId.test(name));
  }

  #folderOf(jobId: string): string {
    if (plainId.test(jobId)) return path.join(this.folder, jobId);
    throw storageError(new TypeError('not a job id'), this.folder, 'use the folder of a job');
  }
}

/** Removes all files under a folder but those to keep, and the folders that are empty then, but for one. */
async function removeOthers(folder: string, keep: ReadonlySet<string>, spared: string): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const target = path.join(folder, entry.name);
    if (!entry.isDirectory()) {
      if (!keep.has(target)) await rm(target, { force: true });
      continue;
    }
    await removeOthers(target, keep, spared);
    if (target !== spared && (await readdir(target)).length === 0) await removeAll(target);
  }
}
