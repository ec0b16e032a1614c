import type { Cost } from '../provider/provider-operation.js';

export const ILedger: unique symbol = Symbol.for('aether-video/ILedger@1');

/** One line of the ledger. Lines are never changed or removed. */
export interface LedgerLine {
  /** Journal key of the submission. */
  readonly key: string;
  /** `reserve` before, then exactly one of `settle` (what it cost) and `release` (it cost nothing). */
  readonly kind: 'reserve' | 'settle' | 'release';
  readonly providerId: string;
  readonly model: string;
  readonly cost: Cost;
  /** ISO 8601, UTC. */
  readonly at: string;
}

/** A ceiling that a reservation is held against. */
export interface SpendingLimit {
  /** Start of the time that is counted, such as this day. */
  readonly since: Date;
  /** Millionths of the line's currency. */
  readonly micros: number;
}

/** Append-only account of what was reserved and spent. A kind is written at most once for each key. */
export interface ILedger {
  /**
   * On disk before it resolves. A line that is there already is left as it is.
   * @param limit For a `reserve`: checked and written as one step, so that many processes cannot pass it
   * together
   * @throws VideoGenerationError BUDGET_EXCEEDED; ILLEGAL_TRANSITION for a settle or release without its
   * reserve, or after the other of the two
   */
  append(line: Omit<LedgerLine, 'at'>, limit?: SpendingLimit): Promise<void>;
  /**
   * Settled plus still reserved since `since`, millionths of `currency`. Each line counts by its own time: what
   * was reserved yesterday and settled today is spent today.
   */
  committed(since: Date, currency: string): Promise<number>;
  /** Oldest first. */
  lines(filter?: { readonly key?: string; readonly since?: Date }): Promise<readonly LedgerLine[]>;
}
