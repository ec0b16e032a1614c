import type Database from 'better-sqlite3';
import {
  DummyDriver,
  Kysely,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type Compilable,
} from 'kysely';
import type { StoreTables } from './store-tables.js';

/** Typed statements against an open database, run at once: SQLite answers without waiting. */
export interface StoreSession {
  /** Builds statements; does not run them. */
  readonly build: Kysely<StoreTables>;
  all<Row>(statement: Compilable<Row>): Row[];
  first<Row>(statement: Compilable<Row>): Row | undefined;
  /** @returns how many rows it changed */
  run(statement: Compilable): number;
}

/** Kysely as a builder alone: its own driver would put an await between the statements of a transaction. */
const build = new Kysely<StoreTables>({
  dialect: {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (database) => new SqliteIntrospector(database),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  },
});

export function createSession(database: Database.Database): StoreSession {
  const prepared = new Map<string, Database.Statement>();
  const prepare = (statement: Compilable): [Database.Statement, readonly unknown[]] => {
    const { sql, parameters } = statement.compile();
    let found = prepared.get(sql);
    if (!found) prepared.set(sql, (found = database.prepare(sql)));
    return [found, parameters];
  };
  return {
    build,
    all<Row>(statement: Compilable<Row>): Row[] {
      const [query, parameters] = prepare(statement);
      return query.all(...parameters) as Row[];
    },
    first<Row>(statement: Compilable<Row>): Row | undefined {
      const [query, parameters] = prepare(statement);
      return query.get(...parameters) as Row | undefined;
    },
    run(statement) {
      const [query, parameters] = prepare(statement);
      return query.run(...parameters).changes;
    },
  };
}
