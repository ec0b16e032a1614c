import type { IClock } from '../../domain/time/clock.js';
import { GroupCommit } from './group-commit.js';
import { openDatabase } from './open-database.js';
import { runnerFor, type RunAtOnce } from './sqlite-session.js';

/** An open database and the two ways to use it. */
export interface OpenSqlite {
  readonly read: RunAtOnce;
  readonly writes: GroupCommit;
  close(): void;
}

export async function openSqlite(file: string, clock: IClock): Promise<OpenSqlite> {
  const database = await openDatabase(file, clock);
  const read = runnerFor(database);
  const writes = new GroupCommit(database, read);
  return {
    read,
    writes,
    close() {
      writes.flush();
      database.close();
    },
  };
}
