import { randomUUID } from 'node:crypto';
import type { JournalLease } from '../../domain/money/operation-journal.js';
import type { IClock } from '../../domain/time/clock.js';
import { fateOf, identifyThisProcess } from '../storage/process-identity.js';
import { LeaseObserver } from './lease-observer.js';
import { holderSchema, readJson } from './read-json.js';
import type { StoreSession, StoreWork } from './store-session.js';
import type { LeaseRow } from './store-tables.js';

/** Who works on what: the rows of leases, and this process’s own view of how old they are. */
export class LeaseKeeper {
  readonly #observer: LeaseObserver;
  readonly #holder = JSON.stringify(identifyThisProcess());

  constructor(clock: Pick<IClock, 'monotonic'>) {
    this.#observer = new LeaseObserver(clock);
  }

  *find(session: StoreSession, key: string): StoreWork<LeaseRow | undefined> {
    return yield* session.first<LeaseRow>(
      session.build.selectFrom('leases').selectAll().where('key', '=', key),
    );
  }

  /** Takes the lease, whoever had it. Gives its token. */
  *take(session: StoreSession, key: string, lease: JournalLease): StoreWork<number> {
    const token = ((yield* this.find(session, key))?.token ?? 0) + 1;
    const columns = {
      token,
      owner: lease.owner,
      holder: this.#holder,
      stamp: randomUUID(),
      ttl_seconds: lease.ttlSeconds,
      held: 1,
    };
    yield* session.run(
      session.build
        .insertInto('leases')
        .values({ key, ...columns })
        .onConflict((conflict) => conflict.column('key').doUpdateSet(columns)),
    );
    this.#observer.forget(key);
    return token;
  }

  /** False if the token is not the newest, or the lease was given up. */
  renew(session: StoreSession, key: string, token: number): StoreWork<boolean> {
    return this.#change(session, key, token, { stamp: randomUUID() });
  }

  release(session: StoreSession, key: string, token: number): StoreWork<boolean> {
    return this.#change(session, key, token, { held: 0 });
  }

  /** True if it is free: given up, its holder is dead, or it was silent for its whole time. */
  isOver(lease: LeaseRow): boolean {
    if (lease.held !== 1) return true;
    const holder = readJson(lease.holder, holderSchema, `leases.holder of ${lease.key}`);
    if (fateOf(holder) === 'dead') return true;
    return this.#observer.hasRunOut(lease.key, lease.stamp, lease.ttl_seconds);
  }

  *#change(
    session: StoreSession,
    key: string,
    token: number,
    change: Partial<Pick<LeaseRow, 'stamp' | 'held'>>,
  ): StoreWork<boolean> {
    const update = session.build.updateTable('leases').set(change).where('key', '=', key);
    return (yield* session.run(update.where('token', '=', token).where('held', '=', 1))) === 1;
  }
}
