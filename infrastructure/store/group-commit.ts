import type Database from 'better-sqlite3';
import type { RunAtOnce } from './sqlite-session.js';
import type { StoreSession, StoreWork } from './store-session.js';

/** Bounds how long one commit keeps the process from other work. */
const mostAtOnce = 200;

interface Waiting {
  readonly work: (session: StoreSession) => StoreWork<unknown>;
  readonly resolve: (value: never) => void;
  reject(error: unknown): void;
}

/**
 * Writes that are asked for in the same turn of the event loop share one transaction, so that the wait for
 * the disk is paid once. Each has a savepoint of its own: one that fails takes nothing else with it. None is
 * acknowledged before the commit.
 */
export class GroupCommit {
  #waiting: Waiting[] = [];

  constructor(
    private readonly database: Database.Database,
    private readonly run: RunAtOnce,
  ) {}

  write<Value>(work: (session: StoreSession) => StoreWork<Value>): Promise<Value> {
    return new Promise<Value>((resolve, reject) => {
      this.#waiting.push({ work, resolve, reject });
      if (this.#waiting.length === 1) setImmediate(() => this.flush());
    });
  }

  /** Commits what waits, now. */
  flush(): void {
    while (this.#waiting.length > 0) {
      const jobs = this.#waiting.slice(0, mostAtOnce);
      this.#waiting = this.#waiting.slice(mostAtOnce);
      this.#commit(jobs);
    }
  }

  #commit(jobs: readonly Waiting[]): void {
    const settled: (() => void)[] = [];
    try {
      this.database.exec('BEGIN IMMEDIATE');
      for (const job of jobs) settled.push(this.#attempt(job));
      this.database.exec('COMMIT');
    } catch (error) {
      if (this.database.inTransaction) this.database.exec('ROLLBACK');
      for (const job of jobs) job.reject(error);
      return;
    }
    for (const settle of settled) settle();
  }

  /** What to tell the caller once the commit has succeeded. */
  #attempt(job: Waiting): () => void {
    this.database.exec('SAVEPOINT job');
    try {
      const value = this.run(job.work);
      this.database.exec('RELEASE job');
      return () => job.resolve(value as never);
    } catch (error) {
      // A full disk ends the whole transaction by itself.
      if (!this.database.inTransaction) throw error;
      this.database.exec('ROLLBACK TO job');
      this.database.exec('RELEASE job');
      return () => job.reject(error);
    }
  }
}
