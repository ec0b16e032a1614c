import {
  alreadyBegun,
  checkFencingToken,
  checkTransition,
  isFinal,
  isWorkable,
} from '../../domain/money/journal-transitions.js';
import type {
  IOperationJournal,
  JournalChange,
  JournalEntry,
  JournalLease,
  NewJournalEntry,
} from '../../domain/money/operation-journal.js';
import type { IClock } from '../../domain/time/clock.js';
import { changeWithoutSecrets, entryWithoutSecrets } from './journal-record.js';
import { findEntriesOf, findEntry, findUnfinished, insertEntry, updateEntry } from './journal-rows.js';
import { LeaseKeeper } from './lease-keeper.js';
import type { SqlStore, StoreSession, StoreWork } from './store-session.js';

/** The journal in the database: shared by all processes that use the same one. */
export class SqlOperationJournal implements IOperationJournal {
  readonly #leases: LeaseKeeper;

  /** @param secrets Values that must never be stored. */
  constructor(
    private readonly store: SqlStore,
    private readonly clock: IClock,
    private readonly secrets: readonly string[] = [],
  ) {
    this.#leases = new LeaseKeeper(clock);
  }

  async begin(entry: NewJournalEntry, lease?: JournalLease): Promise<JournalEntry> {
    const clean = entryWithoutSecrets(entry, this.secrets);
    return this.store.write((session) => this.#begin(session, clean, lease));
  }

  *#begin(session: StoreSession, entry: NewJournalEntry, lease?: JournalLease): StoreWork<JournalEntry> {
    if (yield* findEntry(session, entry.key)) throw alreadyBegun(entry.key);
    yield* insertEntry(session, entry, this.clock.now().toISOString());
    if (lease) yield* this.#leases.take(session, entry.key, lease);
    return (yield* findEntry(session, entry.key))!;
  }

  async advance(key: string, change: JournalChange, fencingToken?: number): Promise<JournalEntry> {
    const clean = changeWithoutSecrets(change, this.secrets);
    return this.store.write((session) => this.#advance(session, key, clean, fencingToken));
  }

  *#advance(
    session: StoreSession,
    key: string,
    change: JournalChange,
    fencingToken: number | undefined,
  ): StoreWork<JournalEntry> {
    const lease = yield* this.#leases.find(session, key);
    checkFencingToken(key, lease && { ...lease, held: lease.held === 1 }, fencingToken);
    checkTransition(key, yield* findEntry(session, key), change.state);
    yield* updateEntry(session, key, change, this.clock.now().toISOString());
    if (lease && !isWorkable(change.state)) yield* this.#leases.release(session, key, lease.token);
    return (yield* findEntry(session, key))!;
  }

  get(key: string): Promise<JournalEntry | undefined> {
    return this.store.read((session) => findEntry(session, key));
  }

  forRequest(requestId: string): Promise<readonly JournalEntry[]> {
    return this.store.read((session) => findEntriesOf(session, requestId));
  }

  unfinished(): Promise<readonly JournalEntry[]> {
    return this.store.look(findUnfinished, []);
  }

  claim(key: string, lease: JournalLease): Promise<number | undefined> {
    return this.store.write((session) => this.#claim(session, key, lease));
  }

  *#claim(session: StoreSession, key: string, lease: JournalLease): StoreWork<number | undefined> {
    const entry = yield* findEntry(session, key);
    if (!entry || isFinal(entry.state)) return undefined;
    const before = yield* this.#leases.find(session, key);
    if (before && !this.#leases.isOver(before)) return undefined;
    return yield* this.#leases.take(session, key, lease);
  }

  renew(key: string, fencingToken: number): Promise<boolean> {
    return this.store.write((session) => this.#leases.renew(session, key, fencingToken));
  }

  async release(key: string, fencingToken: number): Promise<void> {
    await this.store.write((session) => this.#leases.release(session, key, fencingToken));
  }
}
