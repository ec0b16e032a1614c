import { VideoGenerationError } from '../../domain/errors/video-generation-error.js';
import type { ILedger } from '../../domain/money/ledger.js';
import type { BudgetPolicy } from '../../domain/policy/gateway-policies.js';
import type { Cost } from '../../domain/provider/provider-operation.js';
import type { IClock } from '../../domain/time/clock.js';

/** Micro-units as people read them: `0.25 USD`. */
export function formatMoney({ micros, currency }: Cost): string {
  const digits = micros % 10_000 === 0 ? 2 : 6;
  return `${(micros / 1e6).toFixed(digits)} ${currency}`;
}

/** What one submission would spend. */
export interface Spending {
  readonly key: string;
  readonly providerId: string;
  readonly model: string;
  readonly estimate: Cost;
}

/** @throws VideoGenerationError BUDGET_EXCEEDED if the estimate alone is above the ceiling of one request */
export function checkRequestBudget(estimate: Cost, ceiling: Cost | undefined): void {
  if (ceiling === undefined || estimate.micros === 0) return;
  if (estimate.currency === ceiling.currency && estimate.micros <= ceiling.micros) return;
  const message =
    estimate.currency === ceiling.currency
      ? `The request would cost ${formatMoney(estimate)}, and its budget is ${formatMoney(ceiling)}.`
      : `The request would be charged in ${estimate.currency}, and its budget is in ${ceiling.currency}.`;
  throw new VideoGenerationError('BUDGET_EXCEEDED', { message, details: { estimate, ceiling } });
}

/** The start of the day, UTC. */
function midnight(now: Date): Date {
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate()));
}

/** Holds what is about to be spent against the day's ceiling, and keeps the ledger. */
export class Budget {
  constructor(private readonly parts: { readonly ledger: ILedger; readonly clock: IClock }) {}

  /** @throws VideoGenerationError BUDGET_EXCEEDED; nothing is reserved then */
  async reserve({ key, providerId, model, estimate }: Spending, policy: BudgetPolicy): Promise<void> {
    const { ledger, clock } = this.parts;
    const { perDayMicros: micros, currency } = policy;
    const line = { key, kind: 'reserve', providerId, model, cost: estimate } as const;
    if (micros === 0 || estimate.micros === 0) return ledger.append(line);
    checkCurrency(estimate, currency);
    await ledger.append(line, { since: midnight(clock.now()), micros });
  }

  /** It cost this, whatever became of it. */
  settle({ key, providerId, model }: Spending, cost: Cost): Promise<void> {
    return this.parts.ledger.append({ key, kind: 'settle', providerId, model, cost });
  }

  /** It cost nothing. */
  release({ key, providerId, model, estimate }: Spending): Promise<void> {
    return this.parts.ledger.append({ key, kind: 'release', providerId, model, cost: estimate });
  }
}

function checkCurrency(estimate: Cost, currency: string): void {
  if (estimate.currency === currency) return;
  throw new VideoGenerationError('BUDGET_EXCEEDED', {
    message: `The request would be charged in ${estimate.currency}, and the day’s budget is in ${currency}.`,
    howToFix: 'Set gateway.budget.currency to the provider’s currency, or choose another provider.',
    details: { estimate, currency },
  });
}
