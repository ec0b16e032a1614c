import type { Compilable, Kysely } from 'kysely';
import type { StoreTables } from './store-tables.js';

/** What came of one statement: its rows, or how many it changed. */
export interface StatementResult {
  readonly rows: readonly unknown[];
  readonly changes: number;
}

/**
 * Work on a database as a generator: it yields statements, and goes on with what came of each. So the same code
 * runs at once where the database answers at once, and waits where it has to be waited for.
 */
export type StoreWork<Value> = Generator<Compilable, Value, StatementResult>;

/** Typed statements for whatever database is behind; `yield*` runs one. */
export interface StoreSession {
  /** Builds statements in the database’s own dialect; does not run them. */
  readonly build: Kysely<StoreTables>;
  readonly all: <Row>(statement: Compilable<Row>) => StoreWork<Row[]>;
  readonly first: <Row>(statement: Compilable<Row>) => StoreWork<Row | undefined>;
  /** Gives how many rows it changed. */
  readonly run: (statement: Compilable) => StoreWork<number>;
}

/** A database of one process. */
export interface SqlStore {
  /** For messages: a file, or an address without its password. */
  readonly place: string;
  /** Runs `work` on what is committed. */
  read<Value>(work: (session: StoreSession) => StoreWork<Value>): Promise<Value>;
  /** The same for a mere look: as long as there is no database, none is made, and `nothing` is the answer. */
  look<Value>(work: (session: StoreSession) => StoreWork<Value>, nothing: Value): Promise<Value>;
  /**
   * Runs `work` as one transaction that nobody else writes in, and resolves when it is on disk. What `work` throws
   * comes back, and nothing of it is kept.
   */
  write<Value>(work: (session: StoreSession) => StoreWork<Value>): Promise<Value>;
  /** Writes what waits and lets the database go. The next use opens it again. */
  close(): Promise<void>;
}

export function createSession(build: Kysely<StoreTables>): StoreSession {
  return {
    build,
    *all<Row>(statement: Compilable<Row>) {
      return (yield statement).rows as Row[];
    },
    *first<Row>(statement: Compilable<Row>) {
      return (yield statement).rows[0] as Row | undefined;
    },
    *run(statement: Compilable) {
      return (yield statement).changes;
    },
  };
}
