import { existsSync } from 'node:fs';
import type { IClock } from '../../domain/time/clock.js';
import type { OpenStore } from './open-store.js';
import type { StoreSession } from './sqlite-session.js';
import { storeError } from './store-error.js';

/**
 * The database of one process: one file, opened on first use and then kept open. Many processes may have the
 * same file open. Until something is asked of it, neither the file nor the native addon is touched.
 */
export class SqliteStore {
  #opened: Promise<OpenStore> | undefined;

  /** @param file Absolute path; its folder is made. */
  constructor(
    readonly file: string,
    private readonly clock: IClock,
  ) {}

  /** Runs `work` on what is committed. */
  async read<Value>(work: (session: StoreSession) => Value): Promise<Value> {
    const { session } = await this.#open();
    try {
      return work(session);
    } catch (error) {
      throw storeError(error, this.file);
    }
  }

  /** The same for a mere look: as long as there is no database, none is made, and `nothing` is the answer. */
  async look<Value>(work: (session: StoreSession) => Value, nothing: Value): Promise<Value> {
    return this.#opened || existsSync(this.file) ? this.read(work) : nothing;
  }

  /**
   * Runs `work` as one transaction that nobody else writes in, and resolves when it is on disk. What `work`
   * throws comes back, and nothing of it is kept.
   */
  async write<Value>(work: (session: StoreSession) => Value): Promise<Value> {
    const { writes } = await this.#open();
    try {
      return await writes.write(work);
    } catch (error) {
      throw storeError(error, this.file);
    }
  }

  /** Writes what waits and closes the file. The next use opens it again. */
  async close(): Promise<void> {
    const opened = this.#opened;
    this.#opened = undefined;
    const store = await opened?.catch(() => undefined);
    store?.close();
  }

  /** A failure is not remembered: the disk may have room again, the addon may be there. */
  #open(): Promise<OpenStore> {
    this.#opened ??= this.#load().catch((error: unknown) => {
      this.#opened = undefined;
      throw storeError(error, this.file);
    });
    return this.#opened;
  }

  async #load(): Promise<OpenStore> {
    const { openStore } = await import('./open-store.js');
    return openStore(this.file, this.clock);
  }
}
