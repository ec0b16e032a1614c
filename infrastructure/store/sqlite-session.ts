import type Database from 'better-sqlite3';
import {
  DummyDriver,
  Kysely,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type Compilable,
} from 'kysely';
import { createSession, type StatementResult, type StoreSession, type StoreWork } from './store-session.js';
import type { StoreTables } from './store-tables.js';

/** Kysely as a builder alone: its own driver would put an await between the statements of a transaction. */
const build = new Kysely<StoreTables>({
  dialect: {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (database) => new SqliteIntrospector(database),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  },
});

/** Runs work at once, from its first statement to its last. */
export type RunAtOnce = <Value>(work: (session: StoreSession) => StoreWork<Value>) => Value;

export function runnerFor(database: Database.Database): RunAtOnce {
  const prepared = new Map<string, Database.Statement>();
  const session = createSession(build);
  const execute = (statement: Compilable): StatementResult => {
    const { sql, parameters } = statement.compile();
    let query = prepared.get(sql);
    if (!query) prepared.set(sql, (query = database.prepare(sql)));
    if (query.reader) return { rows: query.all(...parameters), changes: 0 };
    return { rows: [], changes: query.run(...parameters).changes };
  };
  return (work) => {
    const running = work(session);
    let step = running.next();
    while (!step.done) {
      // What a statement throws ends the work: none of it goes on after a failure.
      step = running.next(execute(step.value));
    }
    return step.value;
  };
}
