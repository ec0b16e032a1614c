import { VideoGenerationError } from '../../domain/errors/video-generation-error.js';
import type { Cost } from '../../domain/provider/provider-operation.js';
import { checkRequestBudget, formatMoney } from '../policies/budget.js';

/** What one video may still spend, however many are at work on it at once. */
export class ScriptBudget {
  private left: number;

  constructor(private readonly limit: Cost | undefined) {
    this.left = limit?.micros ?? Infinity;
  }

  /**
   * All that is planned of a kind, before any of it is paid.
   * @param what for the message: `The speech`
   * @throws VideoGenerationError BUDGET_EXCEEDED
   */
  checkPlan(what: string, estimates: readonly Cost[]): void {
    const { limit } = this;
    if (!limit) return;
    for (const estimate of estimates) checkCurrency(estimate, limit);
    const micros = estimates.reduce((sum, estimate) => sum + estimate.micros, 0);
    if (micros <= this.left) return;
    const estimate = { micros, currency: limit.currency };
    throw new VideoGenerationError('BUDGET_EXCEEDED', {
      message: `${what} of this video would cost ${formatMoney(estimate)}, and its budget ${this.left < limit.micros ? 'has' : 'is'} ${formatMoney({ ...limit, micros: Math.max(0, this.left) })}${this.left < limit.micros ? ' left' : ''}.`,
      howToFix:
        'Raise the budget, or ask for less: pictures instead of clips, fewer of them, an offline voice.',
      details: { estimate, ceiling: limit, count: estimates.length },
    });
  }

  /** Sets an amount aside. @throws VideoGenerationError BUDGET_EXCEEDED; nothing is set aside then */
  reserve(estimate: Cost): BudgetShare {
    const { limit } = this;
    if (limit) checkRequestBudget(estimate, { micros: this.left, currency: limit.currency });
    this.left -= estimate.micros;
    let open = true;
    return {
      ceiling: limit && { micros: Math.max(1, this.left + estimate.micros), currency: limit.currency },
      settle: (costs) => {
        if (!open) return;
        open = false;
        this.left += estimate.micros - costs.reduce((sum, { micros }) => sum + micros, 0);
      },
    };
  }

  /** What whatever comes next may cost; undefined without a limit. */
  get remaining(): Cost | undefined {
    return this.limit && { micros: Math.max(0, this.left), currency: this.limit.currency };
  }
}

/** What was set aside for one piece of work. */
export interface BudgetShare {
  /** What that work may cost at most; undefined without a limit. */
  readonly ceiling: Cost | undefined;
  /** It has cost this; the first call counts. */
  settle(costs: readonly Cost[]): void;
}

function checkCurrency(estimate: Cost, limit: Cost): void {
  if (estimate.micros > 0 && estimate.currency !== limit.currency) checkRequestBudget(estimate, limit);
}
