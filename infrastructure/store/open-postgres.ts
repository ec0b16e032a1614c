import type { Pool, PoolClient } from 'pg';
import { VideoGenerationError } from '../../domain/errors/video-generation-error.js';
import { PostgresCommit } from './postgres-commit.js';
import { postgresMigrations } from './postgres-migrations.js';
import { postgresSchema as schema, runnerFor, type RunInTurn } from './postgres-session.js';

/** Any number will do, if nobody else in the database uses it: “aether” on a telephone’s keys. */
const writerLock = 238_437;

/** Whole numbers and fractions, by the numbers that PostgreSQL gives their types; ours stay far below 2^53. */
const numberTypes = new Set([20, 21, 23, 700, 701, 1700]);
const readColumn = (type: number) => (text: string) => (numberTypes.has(type) ? Number(text) : text);

/** An open pool and the two ways to use it. */
export interface OpenPostgres {
  readonly read: RunInTurn;
  readonly writes: PostgresCommit;
  close(): Promise<void>;
}

export async function openPostgres(PgPool: typeof Pool, url: string, place: string): Promise<OpenPostgres> {
  const pool = new PgPool({
    connectionString: url,
    max: 4,
    connectionTimeoutMillis: 15_000,
    idleTimeoutMillis: 30_000,
    allowExitOnIdle: true,
    application_name: 'aether',
    types: { getTypeParser: readColumn as never },
  });
  // A connection that breaks while nobody uses it is replaced by the pool.
  pool.on('error', () => undefined);
  try {
    await withClient(pool, (client) => migrate(client, place));
  } catch (error) {
    await pool.end();
    throw error;
  }
  const writes = new PostgresCommit(
    (work) => withClient(pool, work),
    `SELECT pg_advisory_xact_lock(${writerLock})`,
  );
  return {
    read: (work) => withClient(pool, (client) => runnerFor(client)(work)),
    writes,
    async close() {
      await writes.flush();
      await pool.end();
    },
  };
}

/** Lends a connection. One that failed is not used again: nobody knows in which state it is. */
async function withClient<Value>(pool: Pool, work: (client: PoolClient) => Promise<Value>): Promise<Value> {
  const client = await pool.connect();
  let broken = true;
  try {
    const value = await work(client);
    broken = false;
    return value;
  } catch (error) {
    broken = !VideoGenerationError.isInstance(error);
    throw error;
  } finally {
    client.release(broken);
  }
}

/** One process migrates, the others wait. */
async function migrate(client: PoolClient, place: string): Promise<void> {
  await client.query('BEGIN');
  await client.query(`SELECT pg_advisory_xact_lock(${writerLock})`);
  await client.query(`CREATE SCHEMA IF NOT EXISTS ${schema}`);
  await client.query(`CREATE TABLE IF NOT EXISTS ${schema}.migrations (taken INTEGER NOT NULL)`);
  const { rows } = await client.query<{ taken: number }>(`SELECT taken FROM ${schema}.migrations`);
  const taken = rows[0]?.taken ?? 0;
  for (const step of postgresMigrations.slice(taken)) await client.query(step.replaceAll('{schema}', schema));
  const known = postgresMigrations.length;
  if (taken < known) {
    await client.query(`DELETE FROM ${schema}.migrations`);
    await client.query(`INSERT INTO ${schema}.migrations VALUES (${known})`);
  }
  await client.query('COMMIT');
  if (taken <= known) return;
  throw new VideoGenerationError('STORE_UNAVAILABLE', {
    message: `The database ${place} was made by a newer release of Aether.`,
    howToFix: 'Install the newest release: npm install aether-video@latest.',
    details: { place, version: taken, known },
  });
}
