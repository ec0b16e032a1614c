import { VideoGenerationError } from '../errors/video-generation-error.js';
import type { LedgerLine, SpendingLimit } from './ledger.js';

type NewLine = Omit<LedgerLine, 'at'>;

/**
 * Whether a line is to be written.
 * @param before kinds that its key has
 * @returns false if it is there already
 * @throws VideoGenerationError ILLEGAL_TRANSITION
 */
export function isNewLine(line: NewLine, before: readonly LedgerLine['kind'][]): boolean {
  const { micros } = line.cost;
  if (!Number.isSafeInteger(micros) || micros < 0) {
    throw refused(line, `${micros} is not a whole, non-negative number of millionths`);
  }
  if (before.includes(line.kind)) return false;
  if (line.kind === 'reserve') return true;
  if (!before.includes('reserve')) throw refused(line, 'nothing was reserved');
  if (before.length > 1) throw refused(line, 'the reservation has been closed otherwise');
  return true;
}

function refused({ key, kind, cost }: NewLine, why: string): VideoGenerationError {
  return new VideoGenerationError('ILLEGAL_TRANSITION', {
    message: `The ledger cannot take “${kind}” for ${key}: ${why}.`,
    details: { key, kind, micros: cost.micros },
  });
}

/** @throws VideoGenerationError BUDGET_EXCEEDED if the line would pass the limit */
export function checkSpendingLimit(line: NewLine, committed: number, limit: SpendingLimit): void {
  const { micros, currency } = line.cost;
  if (committed + micros <= limit.micros) return;
  const amount = (value: number): string => `${(value / 1_000_000).toFixed(2)} ${currency}`;
  throw new VideoGenerationError('BUDGET_EXCEEDED', {
    message: `This work may cost ${amount(micros)}, and ${amount(committed)} of ${amount(limit.micros)} are spent or reserved since ${limit.since.toISOString()}.`,
    details: { key: line.key, micros, committed, limit: limit.micros, currency },
  });
}
