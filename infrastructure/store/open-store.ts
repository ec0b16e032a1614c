import type { IClock } from '../../domain/time/clock.js';
import { GroupCommit } from './group-commit.js';
import { openDatabase } from './open-database.js';
import { createSession, type StoreSession } from './sqlite-session.js';

/** An open database and the two ways to use it. */
export interface OpenStore {
  readonly session: StoreSession;
  readonly writes: GroupCommit;
  close(): void;
}

export async function openStore(file: string, clock: IClock): Promise<OpenStore> {
  const database = await openDatabase(file, clock);
  const session = createSession(database);
  const writes = new GroupCommit(database, session);
  return {
    session,
    writes,
    close() {
      writes.flush();
      database.close();
    },
  };
}
