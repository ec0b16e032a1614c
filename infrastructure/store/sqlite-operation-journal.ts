import { randomUUID } from 'node:crypto';
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
import { fateOf, identifyThisProcess } from '../storage/process-identity.js';
import { changeWithoutSecrets, entryWithoutSecrets } from './journal-record.js';
import {
  changeLease,
  findEntriesOf,
  findEntry,
  findLease,
  findUnfinished,
  insertEntry,
  saveLease,
  updateEntry,
} from './journal-rows.js';
import { LeaseObserver } from './lease-observer.js';
import { holderSchema, readJson } from './read-json.js';
import type { StoreSession } from './sqlite-session.js';
import type { SqliteStore } from './sqlite-store.js';
import type { LeaseRow } from './store-tables.js';

/** The journal in the database: shared by all processes that use the same file. */
export class SqliteOperationJournal implements IOperationJournal {
  readonly #observer: LeaseObserver;
  readonly #holder = JSON.stringify(identifyThisProcess());

  /** @param secrets Values that must never be stored. */
  constructor(
    private readonly store: SqliteStore,
    private readonly clock: IClock,
    private readonly secrets: readonly string[] = [],
  ) {
    this.#observer = new LeaseObserver(clock);
  }

  async begin(entry: NewJournalEntry, lease?: JournalLease): Promise<JournalEntry> {
    const clean = entryWithoutSecrets(entry, this.secrets);
    const at = this.clock.now().toISOString();
    return this.store.write((session) => {
      if (findEntry(session, entry.key)) throw alreadyBegun(entry.key);
      insertEntry(session, clean, at);
      if (lease) this.#hold(session, entry.key, lease, 1);
      return findEntry(session, entry.key)!;
    });
  }

  async advance(key: string, change: JournalChange, fencingToken?: number): Promise<JournalEntry> {
    const clean = changeWithoutSecrets(change, this.secrets);
    const at = this.clock.now().toISOString();
    return this.store.write((session) => {
      const lease = findLease(session, key);
      checkFencingToken(key, lease && { ...lease, held: lease.held === 1 }, fencingToken);
      checkTransition(key, findEntry(session, key), change.state);
      updateEntry(session, key, clean, at);
      if (lease && !isWorkable(change.state)) changeLease(session, key, lease.token, { held: 0 });
      return findEntry(session, key)!;
    });
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
    return this.store.write((session) => {
      const entry = findEntry(session, key);
      if (!entry || isFinal(entry.state)) return undefined;
      const before = findLease(session, key);
      if (before?.held === 1 && !this.#isOver(before)) return undefined;
      return this.#hold(session, key, lease, (before?.token ?? 0) + 1);
    });
  }

  renew(key: string, fencingToken: number): Promise<boolean> {
    return this.store.write((session) => changeLease(session, key, fencingToken, { stamp: randomUUID() }));
  }

  async release(key: string, fencingToken: number): Promise<void> {
    await this.store.write((session) => changeLease(session, key, fencingToken, { held: 0 }));
  }

  #hold(session: StoreSession, key: string, { owner, ttlSeconds }: JournalLease, token: number): number {
    const stamp = randomUUID();
    saveLease(session, { key, token, owner, holder: this.#holder, stamp, ttl_seconds: ttlSeconds, held: 1 });
    this.#observer.forget(key);
    return token;
  }

  #isOver(lease: LeaseRow): boolean {
    const holder = readJson(lease.holder, holderSchema, `leases.holder of ${lease.key}`);
    if (fateOf(holder) === 'dead') return true;
    return this.#observer.hasRunOut(lease.key, lease.stamp, lease.ttl_seconds);
  }
}
