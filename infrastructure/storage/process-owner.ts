import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fateOf, identifyThisProcess, isProcessIdentity, type ProcessIdentity } from './process-identity.js';

/** How often a live process touches its owner file. */
const heartbeatMilliseconds = 30_000;
/** A process that cannot be looked up is taken for dead when it has been silent for so long. */
const silenceMilliseconds = 60 * 60_000;

function isAlive(owner: ProcessIdentity, silentFor: number): boolean {
  const fate = fateOf(owner);
  // Where nothing else can be known, only the heartbeat tells.
  return fate === 'unknown' ? silentFor < silenceMilliseconds : fate === 'alive';
}

/** This process’s mark in a work folder. Everything that carries its token belongs to it. */
export class ProcessOwner {
  /** Part of the names of what this process owns. */
  readonly token = randomBytes(8).toString('hex');
  #announced: Promise<void> | undefined;

  /** @param folder Where owner files are kept. */
  constructor(private readonly folder: string) {}

  /** Writes the owner file. Has to be done before anything that carries the token exists. */
  announce(): Promise<void> {
    this.#announced ??= this.#write().catch((error: unknown) => {
      this.#announced = undefined;
      throw error;
    });
    return this.#announced;
  }

  async #write(): Promise<void> {
    const file = this.fileOf(this.token);
    const record = identifyThisProcess();
    await mkdir(this.folder, { recursive: true });
    await writeFile(`${file}.new`, JSON.stringify(record));
    await rename(`${file}.new`, file);
    const beat = (): void => {
      const now = new Date();
      utimes(file, now, now).catch(() => undefined);
    };
    setInterval(beat, heartbeatMilliseconds).unref();
  }

  /** The owner file of a token. */
  fileOf(token: string): string {
    return path.join(this.folder, `${token}.json`);
  }

  /** True if the process of this token still runs, as far as anybody can tell. */
  async isAlive(token: string): Promise<boolean> {
    if (token === this.token) return true;
    try {
      const file = this.fileOf(token);
      const [text, { mtimeMs }] = await Promise.all([readFile(file, 'utf8'), stat(file)]);
      const owner: unknown = JSON.parse(text);
      return isProcessIdentity(owner) && isAlive(owner, Date.now() - mtimeMs);
    } catch (error) {
      // Without its file an owner is gone; a file that cannot be read proves nothing.
      const { code } = error as NodeJS.ErrnoException;
      return code !== undefined && code !== 'ENOENT';
    }
  }
}
