/* eslint-disable @typescript-eslint/require-await -- memory need not wait, but errors have to be rejections */
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
import { changeWithoutSecrets, entryWithoutSecrets } from './journal-record.js';
import { LeaseObserver } from './lease-observer.js';

interface Lease extends JournalLease {
  readonly token: number;
  readonly held: boolean;
  readonly stamp: string;
}

/** A journal that ends with its process: for tests, and for embedding services that pay nobody. */
export class MemoryOperationJournal implements IOperationJournal {
  readonly #entries = new Map<string, JournalEntry>();
  readonly #leases = new Map<string, Lease>();
  readonly #observer: LeaseObserver;

  constructor(
    private readonly clock: IClock,
    private readonly secrets: readonly string[] = [],
  ) {
    this.#observer = new LeaseObserver(clock);
  }

  async begin(entry: NewJournalEntry, lease?: JournalLease): Promise<JournalEntry> {
    const clean = entryWithoutSecrets(entry, this.secrets);
    if (this.#entries.has(entry.key)) throw alreadyBegun(entry.key);
    const at = this.clock.now().toISOString();
    this.#save({ ...clean, state: 'intent', fencingToken: 0, createdAt: at, updatedAt: at });
    if (lease) this.#hold(entry.key, lease);
    return this.#copy(entry.key)!;
  }

  async advance(key: string, change: JournalChange, fencingToken?: number): Promise<JournalEntry> {
    const [entry, lease] = [this.#entries.get(key), this.#leases.get(key)];
    checkFencingToken(key, lease, fencingToken);
    checkTransition(key, entry, change.state);
    this.#save({
      ...entry!,
      ...changeWithoutSecrets(change, this.secrets),
      updatedAt: this.clock.now().toISOString(),
    });
    if (lease && !isWorkable(change.state)) this.#leases.set(key, { ...lease, held: false });
    return this.#copy(key)!;
  }

  async get(key: string): Promise<JournalEntry | undefined> {
    return this.#copy(key);
  }

  async forRequest(requestId: string): Promise<readonly JournalEntry[]> {
    return this.#where((entry) => entry.requestId === requestId);
  }

  async unfinished(): Promise<readonly JournalEntry[]> {
    return this.#where(({ state }) => !isFinal(state));
  }

  async claim(key: string, lease: JournalLease): Promise<number | undefined> {
    const entry = this.#entries.get(key);
    if (!entry || isFinal(entry.state)) return undefined;
    const before = this.#leases.get(key);
    const isHeld = before?.held && !this.#observer.hasRunOut(key, before.stamp, before.ttlSeconds);
    return isHeld ? undefined : this.#hold(key, lease);
  }

  async renew(key: string, fencingToken: number): Promise<boolean> {
    return this.#change(key, fencingToken, { stamp: randomUUID() });
  }

  async release(key: string, fencingToken: number): Promise<void> {
    this.#change(key, fencingToken, { held: false });
  }

  #hold(key: string, lease: JournalLease): number {
    const token = (this.#leases.get(key)?.token ?? 0) + 1;
    this.#leases.set(key, { ...lease, token, held: true, stamp: randomUUID() });
    this.#entries.set(key, { ...this.#entries.get(key)!, fencingToken: token });
    this.#observer.forget(key);
    return token;
  }

  #change(key: string, token: number, change: Partial<Lease>): boolean {
    const lease = this.#leases.get(key);
    if (!lease?.held || lease.token !== token) return false;
    this.#leases.set(key, { ...lease, ...change });
    return true;
  }

  /** A copy: what the caller keeps and changes stays the caller’s. */
  #save(entry: JournalEntry): void {
    this.#entries.set(entry.key, JSON.parse(JSON.stringify(entry)) as JournalEntry);
  }

  #copy(key: string): JournalEntry | undefined {
    return structuredClone(this.#entries.get(key));
  }

  #where(wanted: (entry: JournalEntry) => boolean): JournalEntry[] {
    return structuredClone([...this.#entries.values()].filter(wanted));
  }
}
