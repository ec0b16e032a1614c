import { existsSync } from 'node:fs';
import type { IClock } from '../../domain/time/clock.js';
import type { OpenSqlite } from './open-sqlite.js';
import { storeError } from './store-error.js';
import type { SqlStore, StoreSession, StoreWork } from './store-session.js';

/**
 * The database of one process: one file, opened on first use and then kept open. Many processes may have the
 * same file open. Until something is asked of it, neither the file nor the native addon is touched.
 */
export class SqliteStore implements SqlStore {
  #opened: Promise<OpenSqlite> | undefined;

  /** @param file Absolute path; its folder is made. */
  constructor(
    readonly file: string,
    private readonly clock: IClock,
  ) {}

  get place(): string {
    return this.file;
  }

  async read<Value>(work: (session: StoreSession) => StoreWork<Value>): Promise<Value> {
    const { read } = await this.#open();
    try {
      return read(work);
    } catch (error) {
      throw storeError(error, this.file);
    }
  }

  async look<Value>(work: (session: StoreSession) => StoreWork<Value>, nothing: Value): Promise<Value> {
    return this.#opened || existsSync(this.file) ? this.read(work) : nothing;
  }

  async write<Value>(work: (session: StoreSession) => StoreWork<Value>): Promise<Value> {
    const { writes } = await this.#open();
    try {
      return await writes.write(work);
    } catch (error) {
      throw storeError(error, this.file);
    }
  }

  async close(): Promise<void> {
    const opened = this.#opened;
    this.#opened = undefined;
    const store = await opened?.catch(() => undefined);
    store?.close();
  }

  /** A failure is not remembered: the disk may have room again, the addon may be there. */
  #open(): Promise<OpenSqlite> {
    this.#opened ??= this.#load().catch((error: unknown) => {
      this.#opened = undefined;
      throw storeError(error, this.file);
    });
    return this.#opened;
  }

  async #load(): Promise<OpenSqlite> {
    const { openSqlite } = await import('./open-sqlite.js');
    return openSqlite(this.file, this.clock);
  }
}
