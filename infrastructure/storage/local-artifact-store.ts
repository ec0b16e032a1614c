import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, statfs, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { VideoGenerationError } from '../../domain/errors/video-generation-error.js';
import type { ILogger } from '../../domain/logging/logger.js';
import type { StorageSettings } from '../../domain/settings/settings.js';
import type { ArtifactPaths, IArtifactStore, Workspace } from '../../domain/storage/artifact-store.js';
import type { IClock } from '../../domain/time/clock.js';
import { NameReservations, pathsForOutput } from './artifact-paths.js';
import { makeFolder } from './make-folder.js';
import { ProcessOwner } from './process-owner.js';
import { publishCopiedFile, publishFile, publishNewText } from './publish-file.js';
import { storageError } from './storage-error.js';
import { writeInto } from './write-into.js';

/** Two entries of the work folder may differ in this alone. */
const uniqueSuffix = (): string => randomBytes(8).toString('hex');
const ownedName = /\.([0-9a-f]{16})(?:\.json)?$/;
const temporaryName = /^\.aether-[0-9a-f]{16}\.tmp$/;
/** A download under way, and one that is whole but not yet looked at. */
const downloadName = /^\d{8}_\d{6}_.+\.download(?:\.part)?$/;
/** Untouched for so long, nobody writes to a download any more, milliseconds. */
const downloadMilliseconds = 3_600_000;
const megabytes = (bytes: number): number => Math.ceil(bytes / 1_000_000);

async function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => []);
}

/**
 * Artifacts on the local file system. The work folder holds `owners/` (one file for each process),
 * `workspaces/`, `publishing/` (which temporary files are under way in target folders) and `names/`. The
 * name of whatever a process owns ends in that process’s token, so that a sweep can tell what is left over.
 */
export class LocalArtifactStore implements IArtifactStore {
  readonly #storagePath: string;
  readonly #folders: Record<'workspaces' | 'publishing' | 'owners' | 'names', string>;
  readonly #owner: ProcessOwner;
  readonly #names: NameReservations;

  constructor(
    settings: Pick<StorageSettings, 'path' | 'workPath'>,
    private readonly clock: IClock,
    private readonly logger: ILogger,
  ) {
    const folder = (name: string): string => path.join(settings.workPath, name);
    this.#storagePath = settings.path;
    this.#folders = {
      workspaces: folder('workspaces'),
      publishing: folder('publishing'),
      owners: folder('owners'),
      names: folder('names'),
    };
    this.#owner = new ProcessOwner(this.#folders.owners);
    this.#names = new NameReservations(this.#folders.names, clock);
  }

  chooseNames(topic: string, outputPath?: string): Promise<ArtifactPaths> {
    if (outputPath !== undefined) return pathsForOutput(outputPath);
    return this.#names.choose(this.#storagePath, topic);
  }

  async ensureWritable(folder: string, expectedBytes: number): Promise<void> {
    const probe = path.join(folder, `.aether-${uniqueSuffix()}.tmp`);
    try {
      await makeFolder(folder);
      await writeFile(probe, 'probe', { flag: 'wx' });
    } catch (error) {
      throw storageError(error, folder, 'write');
    } finally {
      await rm(probe, { force: true }).catch(() => undefined);
    }
    const space = await statfs(folder).catch(() => undefined);
    const free = space === undefined ? Infinity : space.bavail * space.bsize;
    if (free >= expectedBytes) return;
    throw new VideoGenerationError('STORAGE_FULL', {
      message: `Not enough space in ${folder}: about ${megabytes(expectedBytes)} MB are needed, ${Math.floor(free / 1_000_000)} MB are free.`,
      details: { folder, neededBytes: expectedBytes, freeBytes: free },
    });
  }

  async createWorkspace(jobId: string): Promise<Workspace> {
    const readable = jobId.replaceAll(/[^\w-]/g, '').slice(0, 40) || 'job';
    const name = `${readable}-${uniqueSuffix()}.${this.#owner.token}`;
    const folder = path.join(this.#folders.workspaces, name);
    try {
      await this.#owner.announce();
      await makeFolder(this.#folders.workspaces);
      await mkdir(folder, { mode: 0o700 });
    } catch (error) {
      throw storageError(error, this.#folders.workspaces, 'make a workspace');
    }
    return {
      path: folder,
      write: (fileName, bytes) => writeInto(folder, fileName, bytes),
      remove: () => rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }),
    };
  }

  async publish(sourcePath: string, targetPath: string): Promise<{ readonly sizeBytes: number }> {
    return this.#publishing(targetPath, (temporary) =>
      publishFile(sourcePath, temporary, targetPath, this.clock),
    );
  }

  publishCopy(sourcePath: string, targetPath: string): Promise<{ readonly sizeBytes: number }> {
    return this.#publishing(targetPath, (temporary) =>
      publishCopiedFile(sourcePath, temporary, targetPath, this.clock),
    );
  }

  async publishText(text: string, targetPath: string): Promise<void> {
    await this.#publishing(targetPath, (temporary) =>
      publishNewText(text, temporary, targetPath, this.clock),
    );
  }

  async withdraw(publishedPath: string): Promise<void> {
    try {
      await rm(publishedPath, { force: true });
    } catch (error) {
      throw storageError(error, path.dirname(publishedPath), `remove ${path.basename(publishedPath)}`);
    }
  }

  /** Notes where a temporary file is about to appear, so that a sweep finds it should this process die. */
  async #publishing<Result>(
    targetPath: string,
    publish: (temporary: string) => Promise<Result>,
  ): Promise<Result> {
    const folder = path.dirname(path.resolve(targetPath));
    const id = uniqueSuffix();
    const temporary = path.join(folder, `.aether-${id}.tmp`);
    const note = path.join(this.#folders.publishing, `${id}.${this.#owner.token}.json`);
    try {
      await this.#owner.announce();
      await makeFolder(this.#folders.publishing);
      await writeFile(note, JSON.stringify({ temporary }));
      return await publish(temporary);
    } catch (error) {
      throw storageError(error, folder, `write ${path.basename(targetPath)}`);
    } finally {
      await rm(note, { force: true }).catch(() => undefined);
    }
  }

  async sweep(): Promise<number> {
    const { workspaces, publishing, owners, names } = this.#folders;
    // Entries are listed before their owners are looked at: an owner’s file is written before its first entry.
    const [folders, notes, tokens] = await Promise.all([
      namesIn(workspaces),
      namesIn(publishing),
      namesIn(owners),
    ]);
    const dead = await this.#deadAmong([...folders, ...notes], tokens);
    const isDead = (name: string): boolean => dead.has(ownedName.exec(name)?.[1] ?? '');
    let removed = 0;
    for (const name of folders.filter(isDead)) if (await this.#removeWorkspace(name)) removed += 1;
    for (const name of notes.filter(isDead)) await this.#removeTemporary(path.join(publishing, name));
    for (const token of dead) await rm(this.#owner.fileOf(token), { force: true }).catch(() => undefined);
    await this.#names.sweep(await namesIn(names));
    await this.#removeDownloads();
    if (removed > 0) this.logger.info('Removed workspaces of processes that are gone.', { removed });
    return removed;
  }

  /** What a process that was killed had half downloaded: nobody writes to it any more. */
  async #removeDownloads(): Promise<void> {
    const found = (await namesIn(this.#storagePath)).filter((name) => downloadName.test(name));
    for (const name of found) {
      const file = path.join(this.#storagePath, name);
      const { mtimeMs } = await stat(file).catch(() => ({ mtimeMs: Infinity }));
      if (Date.now() - mtimeMs > downloadMilliseconds) await rm(file, { force: true }).catch(() => undefined);
    }
  }

  async #deadAmong(entries: readonly string[], ownerFiles: readonly string[]): Promise<Set<string>> {
    const fromEntries = entries.map((name) => ownedName.exec(name)?.[1]);
    const fromFiles = ownerFiles.map((name) => /^([0-9a-f]{16})\.json$/.exec(name)?.[1]);
    const dead = new Set<string>();
    for (const token of new Set([...fromEntries, ...fromFiles])) {
      if (token !== undefined && !(await this.#owner.isAlive(token))) dead.add(token);
    }
    return dead;
  }

  /** Renames before it removes: of two sweeps at once only one can take a folder. */
  async #removeWorkspace(name: string): Promise<boolean> {
    const { workspaces } = this.#folders;
    const taken = path.join(workspaces, `swept-${uniqueSuffix()}.${this.#owner.token}`);
    try {
      await this.#owner.announce();
      await rename(path.join(workspaces, name), taken);
      await rm(taken, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') {
        this.logger.warn('A left-over workspace could not be removed.', { name, error });
      }
      return false;
    }
  }

  async #removeTemporary(note: string): Promise<void> {
    try {
      const { temporary } = JSON.parse(await readFile(note, 'utf8')) as { temporary?: unknown };
      if (typeof temporary === 'string' && temporaryName.test(path.basename(temporary))) {
        await rm(temporary, { force: true });
      }
    } catch (error) {
      this.logger.warn('A left-over temporary file could not be removed.', { note, error });
    }
    await rm(note, { force: true }).catch(() => undefined);
  }
}
