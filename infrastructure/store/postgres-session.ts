import {
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type Compilable,
} from 'kysely';
import type { PoolClient } from 'pg';
import { createSession, type StatementResult, type StoreSession, type StoreWork } from './store-session.js';
import type { StoreTables } from './store-tables.js';

/** Where our tables are: beside, not among, those of others. */
export const postgresSchema = 'aether';

const build = new Kysely<StoreTables>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (database) => new PostgresIntrospector(database),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
}).withSchema(postgresSchema);
const session = createSession(build);

/** Runs work, waiting for each of its statements. */
export type RunInTurn = <Value>(work: (session: StoreSession) => StoreWork<Value>) => Promise<Value>;

export function runnerFor(client: PoolClient): RunInTurn {
  const execute = async (statement: Compilable): Promise<StatementResult> => {
    const { sql, parameters } = statement.compile();
    const { rows, rowCount } = await client.query(sql, [...parameters]);
    return { rows: rows as unknown[], changes: rowCount ?? 0 };
  };
  return async (work) => {
    const running = work(session);
    let step = running.next();
    while (!step.done) step = running.next(await execute(step.value));
    return step.value;
  };
}
