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

/** Append-only account of what was reserved and spent. A kind is written at most once for each key. */
export interface ILedger {
  /** On disk before it resolves. A line that is there already is left as it is. */
  append(line: Omit<LedgerLine, 'at'>): Promise<void>;
  /** Settled plus still reserved since `since`, millionths of `currency`. */
  committed(since: Date, currency: string): Promise<number>;
  lines(filter?: { readonly key?: string; readonly since?: Date }): Promise<readonly LedgerLine[]>;
}
