import { existsSync } from 'node:fs';
import { open, readFile, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { VideoGenerationError } from '../../domain/errors/video-generation-error.js';
import type { ArtifactPaths } from '../../domain/storage/artifact-store.js';
import type { IClock } from '../../domain/time/clock.js';
import { artifactName, isRefusedByWindows } from './artifact-name.js';
import { makeFolder } from './make-folder.js';

const extensions = ['.mp4', '.srt', '.vtt', '.json', '.timeline.json'];
/** A name holds its second: when that is well past, nobody can choose it again. */
const reservationMilliseconds = 60_000;
/** A result is far smaller. */
const largestResult = 16_000_000;

async function exists(file: string): Promise<boolean> {
  try {
    await stat(file);
    return true;
  } catch {
    return false;
  }
}

/** Fails if it is there. */
async function createFile(file: string): Promise<void> {
  await (await open(file, 'wx')).close();
}

function pathsFor(folder: string, name: string, resultName = name): ArtifactPaths {
  const file = (extension: string): string => path.join(folder, `${name}${extension}`);
  return {
    folder,
    video: file('.mp4'),
    srt: file('.srt'),
    vtt: file('.vtt'),
    result: path.join(folder, `${resultName}.json`),
    timeline: file('.timeline.json'),
  };
}

function refuse(outputPath: string, reason: string): VideoGenerationError {
  const shown = outputPath.length > 200 ? `${outputPath.slice(0, 200)}…` : outputPath;
  return new VideoGenerationError('OUTPUT_PATH_INVALID', {
    message: `The output path ${JSON.stringify(shown)} ${reason}.`,
    details: { outputPath: shown },
  });
}

async function checkOutputPath(given: string, absolute: string): Promise<void> {
  const { name, ext } = path.parse(absolute);
  if (given.includes('\0')) throw refuse(given, 'holds a zero character');
  if (ext.toLowerCase() !== '.mp4') throw refuse(given, 'does not end in .mp4');
  if (Buffer.byteLength(name) > 230) throw refuse(given, 'has a longer name than file systems allow');
  if (process.platform === 'win32' && isRefusedByWindows(name))
    throw refuse(given, 'has a name that Windows refuses');
  try {
    if ((await stat(absolute)).isDirectory()) throw refuse(given, 'is a folder');
  } catch (error) {
    if (VideoGenerationError.isInstance(error)) throw error;
    if ((error as NodeJS.ErrnoException).code === 'ENOTDIR') throw refuse(given, 'leads through a file');
  }
}

/** True if a file that is there may be replaced by a result: because it is one. */
async function isResult(file: string): Promise<boolean> {
  try {
    if ((await stat(file)).size > largestResult) return false;
    const value = JSON.parse(await readFile(file, 'utf8')) as Record<string, unknown> | null;
    return typeof value?.id === 'string' && typeof value.status === 'string' && 'stages' in value;
  } catch {
    return false;
  }
}

/**
 * The paths for an output path that the user chose.
 * The script is often `talk.json` and the output `talk.mp4`: the result must not replace the script.
 */
export async function pathsForOutput(outputPath: string): Promise<ArtifactPaths> {
  const absolute = path.resolve(outputPath);
  await checkOutputPath(outputPath, absolute);
  const { dir, name } = path.parse(absolute);
  const result = path.join(dir, `${name}.json`);
  const taken = (await exists(result)) && !(await isResult(result));
  return { ...pathsFor(dir, name, taken ? `${name}.result` : name), video: absolute };
}

/** Hands out names that nobody else has, in this process or another one with the same folder of reservations. */
export class NameReservations {
  readonly #givenOut = new Map<string, number>();

  /** @param folder Where a file for each reserved name is kept for a minute. */
  constructor(
    private readonly folder: string,
    private readonly clock: IClock,
  ) {}

  /** Paths under a new name for a topic. */
  async choose(storageFolder: string, topic: string): Promise<ArtifactPaths> {
    await this.#forgetOld();
    const base = artifactName(topic, this.clock.now());
    for (let attempt = 1; ; attempt += 1) {
      const name = attempt === 1 ? base : `${base}-${attempt}`;
      if (!(await this.#reserve(name))) continue;
      // Five rejected promises with their stacks cost twenty times as much as five looks.
      const isTaken = extensions.some((extension) =>
        existsSync(path.join(storageFolder, `${name}${extension}`)),
      );
      if (!isTaken) return pathsFor(storageFolder, name);
    }
  }

  /** Removes reservations that other processes left behind. */
  async sweep(names: readonly string[]): Promise<void> {
    for (const name of names) {
      const file = path.join(this.folder, name);
      const age = Date.now() - (await stat(file).catch(() => ({ mtimeMs: Date.now() }))).mtimeMs;
      if (age > reservationMilliseconds) await rm(file, { force: true });
    }
  }

  async #reserve(name: string): Promise<boolean> {
    if (this.#givenOut.has(name)) return false;
    this.#givenOut.set(name, this.clock.monotonic());
    const file = path.join(this.folder, name);
    try {
      await createFile(file).catch(async () => {
        await makeFolder(this.folder);
        await createFile(file);
      });
      return true;
    } catch (error) {
      // Where nothing can be written, nothing will be published either: the store says so in its own words.
      return (error as NodeJS.ErrnoException).code !== 'EEXIST';
    }
  }

  async #forgetOld(): Promise<void> {
    const before = this.clock.monotonic() - reservationMilliseconds;
    // The oldest come first.
    for (const [name, reservedAt] of this.#givenOut) {
      if (reservedAt >= before) return;
      this.#givenOut.delete(name);
      await rm(path.join(this.folder, name), { force: true }).catch(() => undefined);
    }
  }
}
