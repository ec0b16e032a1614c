import type { Pool } from 'pg';
import { VideoGenerationError } from '../../domain/errors/video-generation-error.js';
import type { OpenPostgres } from './open-postgres.js';
import { postgresError } from './postgres-error.js';
import { placeOf } from './postgres-place.js';
import type { SqlStore, StoreSession, StoreWork } from './store-session.js';

/**
 * A PostgreSQL database that several machines share. Until something is asked of it, neither the network nor the
 * package `pg` is touched.
 */
export class PostgresStore implements SqlStore {
  readonly place: string;
  #opened: Promise<OpenPostgres> | undefined;

  /** @param url Such as `postgres://user:password@host/database`. */
  constructor(private readonly url: string) {
    this.place = placeOf(url);
  }

  async read<Value>(work: (session: StoreSession) => StoreWork<Value>): Promise<Value> {
    const { read } = await this.#open();
    return this.#asStoreError(() => read(work));
  }

  /** A shared database is there, or its absence is an error. */
  look<Value>(work: (session: StoreSession) => StoreWork<Value>): Promise<Value> {
    return this.read(work);
  }

  async write<Value>(work: (session: StoreSession) => StoreWork<Value>): Promise<Value> {
    const { writes } = await this.#open();
    return this.#asStoreError(() => writes.write(work));
  }

  async close(): Promise<void> {
    const opened = this.#opened;
    this.#opened = undefined;
    const store = await opened?.catch(() => undefined);
    await store?.close();
  }

  /** A failure is not remembered: the server may be there the next time. */
  #open(): Promise<OpenPostgres> {
    this.#opened ??= this.#asStoreError(() => this.#load()).catch((error: unknown) => {
      this.#opened = undefined;
      throw error;
    });
    return this.#opened;
  }

  async #load(): Promise<OpenPostgres> {
    const { Pool: PgPool } = await loadPg();
    const { openPostgres } = await import('./open-postgres.js');
    return openPostgres(PgPool, this.url, this.place);
  }

  async #asStoreError<Value>(work: () => Promise<Value>): Promise<Value> {
    try {
      return await work();
    } catch (error) {
      throw postgresError(error, this.place);
    }
  }
}

async function loadPg(): Promise<{ readonly Pool: typeof Pool }> {
  try {
    const { default: pg } = await import('pg');
    return pg;
  } catch (cause) {
    throw new VideoGenerationError('STORE_UNAVAILABLE', {
      message: 'The package pg, which reaches PostgreSQL, is not installed.',
      howToFix: 'Run: npm install pg@8',
      cause,
    });
  }
}
