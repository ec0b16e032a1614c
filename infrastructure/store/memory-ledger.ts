/* eslint-disable @typescript-eslint/require-await -- memory need not wait, but errors have to be rejections */
import { checkSpendingLimit, isNewLine } from '../../domain/money/check-ledger-line.js';
import type { ILedger, LedgerLine, SpendingLimit } from '../../domain/money/ledger.js';
import type { IClock } from '../../domain/time/clock.js';

/** A ledger that ends with its process. */
export class MemoryLedger implements ILedger {
  readonly #lines: LedgerLine[] = [];

  constructor(private readonly clock: IClock) {}

  async append(line: Omit<LedgerLine, 'at'>, limit?: SpendingLimit): Promise<void> {
    const before = this.#lines.filter(({ key }) => key === line.key).map(({ kind }) => kind);
    if (!isNewLine(line, before)) return;
    if (limit && line.kind === 'reserve') {
      checkSpendingLimit(line, this.#sumSince(limit.since, line.cost.currency), limit);
    }
    this.#lines.push({ ...line, cost: { ...line.cost }, at: this.clock.now().toISOString() });
  }

  async committed(since: Date, currency: string): Promise<number> {
    return this.#sumSince(since, currency);
  }

  async lines(filter: { readonly key?: string; readonly since?: Date } = {}): Promise<readonly LedgerLine[]> {
    const since = filter.since?.toISOString() ?? '';
    return this.#lines.filter(({ key, at }) => key === (filter.key ?? key) && at >= since);
  }

  #sumSince(since: Date, currency: string): number {
    const closed = new Set(this.#lines.filter(({ kind }) => kind !== 'reserve').map(({ key }) => key));
    return this.#lines
      .filter(({ at, cost }) => at >= since.toISOString() && cost.currency === currency)
      .filter(({ kind, key }) => kind === 'settle' || (kind === 'reserve' && !closed.has(key)))
      .reduce((sum, { cost }) => sum + cost.micros, 0);
  }
}
