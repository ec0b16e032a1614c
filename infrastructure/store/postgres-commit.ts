import type { PoolClient } from 'pg';
import { runnerFor, type RunInTurn } from './postgres-session.js';
import type { StoreSession, StoreWork } from './store-session.js';

/** Bounds how long other processes wait for one commit. */
const mostAtOnce = 200;

interface Waiting {
  readonly work: (session: StoreSession) => StoreWork<unknown>;
  readonly resolve: (value: never) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Writes, one process after the other: each transaction holds the same lock until it is committed. So a check and the
 * write that follows from it cannot be torn apart, and events become visible in the order of their numbers. Writes
 * that are asked for while another transaction runs share the next one; each has a savepoint of its own.
 */
export class PostgresCommit {
  #waiting: Waiting[] = [];
  #running: Promise<void> | undefined;

  constructor(
    private readonly withClient: <Value>(work: (client: PoolClient) => Promise<Value>) => Promise<Value>,
    /** Waits until this transaction alone may write. */
    private readonly lock: string,
  ) {}

  write<Value>(work: (session: StoreSession) => StoreWork<Value>): Promise<Value> {
    return new Promise<Value>((resolve, reject) => {
      this.#waiting.push({ work, resolve, reject });
      this.#running ??= this.#commitAll();
    });
  }

  /** Resolves when nothing waits. */
  async flush(): Promise<void> {
    await this.#running;
  }

  async #commitAll(): Promise<void> {
    await Promise.resolve();
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, mostAtOnce);
      try {
        const settled = await this.withClient((client) => this.#commit(client, batch));
        for (const settle of settled) settle();
      } catch (error) {
        for (const one of batch) one.reject(error);
      }
    }
    this.#running = undefined;
  }

  async #commit(client: PoolClient, batch: readonly Waiting[]): Promise<(() => void)[]> {
    const run = runnerFor(client);
    const settled: (() => void)[] = [];
    await client.query('BEGIN');
    await client.query(this.lock);
    for (const one of batch) settled.push(await attempt(client, run, one));
    await client.query('COMMIT');
    return settled;
  }
}

/** What to tell the caller once the commit has succeeded. */
async function attempt(client: PoolClient, run: RunInTurn, one: Waiting): Promise<() => void> {
  await client.query('SAVEPOINT job');
  try {
    const value = await run(one.work);
    await client.query('RELEASE job');
    return () => one.resolve(value as never);
  } catch (error) {
    await client.query('ROLLBACK TO job');
    return () => one.reject(error);
  }
}
