import { randomBytes } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { readFile, rename, stat, utimes, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { makeFolder } from './make-folder.js';

/** How often a live process touches its owner file. */
const heartbeatMilliseconds = 30_000;
/** A process that cannot be looked up is taken for dead when it has been silent for so long. */
const silenceMilliseconds = 60 * 60_000;

/** Who owns files in the work folder: enough to tell a live process from a dead one whose id was reused. */
interface OwnerRecord {
  readonly pid: number;
  /** Names the machine, its boot and, on Linux, the container: process ids mean something only inside it. */
  readonly machine: string;
  /** When the process started, in the system’s own unit; empty where it cannot be read. */
  readonly started: string;
}

function readOrEmpty(read: () => string): string {
  try {
    return read().trim();
  } catch {
    return '';
  }
}

function thisMachine(): string {
  const boot = readOrEmpty(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8'));
  const namespace = readOrEmpty(() => readlinkSync('/proc/self/ns/pid'));
  return [os.hostname(), boot, namespace].filter(Boolean).join(' ');
}

/**
 * Clock ticks from boot to the process’s start. Source: proc_pid_stat(5), field 22; field 2 may hold spaces
 * and brackets, so fields are counted from the last bracket.
 */
function startOf(pid: number): string {
  const text = readOrEmpty(() => readFileSync(`/proc/${pid}/stat`, 'utf8'));
  return text.slice(text.lastIndexOf(')') + 2).split(' ')[19] ?? '';
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function isOwner(value: unknown): value is OwnerRecord {
  const { pid, machine, started } = (value ?? {}) as Record<string, unknown>;
  return typeof pid === 'number' && pid > 0 && typeof machine === 'string' && typeof started === 'string';
}

function isAlive(owner: OwnerRecord, silentFor: number): boolean {
  const heard = silentFor < silenceMilliseconds;
  if (owner.machine !== thisMachine()) return heard;
  if (!isRunning(owner.pid)) return false;
  const started = startOf(owner.pid);
  // Where no start time can be read (not Linux), only the heartbeat tells a reused process id.
  return started === '' || owner.started === '' ? heard : started === owner.started;
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
    const record: OwnerRecord = { pid: process.pid, machine: thisMachine(), started: startOf(process.pid) };
    await makeFolder(this.folder);
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
      return isOwner(owner) && isAlive(owner, Date.now() - mtimeMs);
    } catch (error) {
      // Without its file an owner is gone; a file that cannot be read proves nothing.
      const { code } = error as NodeJS.ErrnoException;
      return code !== undefined && code !== 'ENOENT';
    }
  }
}
