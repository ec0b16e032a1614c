import type { Cost } from '../provider/provider-operation.js';

/** Sums, one for each currency, in the order in which the currencies came; what is free adds nothing. Pure. */
export function addCost(sums: readonly Cost[], { micros, currency }: Cost): Cost[] {
  if (micros === 0) return [...sums];
  if (!sums.some((sum) => sum.currency === currency)) return [...sums, { micros, currency }];
  return sums.map((sum) => (sum.currency === currency ? { micros: sum.micros + micros, currency } : sum));
}

/** How results carry sums: currencies are never added up, so a second one has a place of its own. */
export interface CostReport {
  readonly cost: Cost;
  /** Present if it was charged in more than one currency: the others. */
  readonly otherCosts?: readonly Cost[];
}

/** The sums as results carry them. */
export function costReport([
  cost = { micros: 0, currency: 'USD' },
  ...otherCosts
]: readonly Cost[]): CostReport {
  return { cost, ...(otherCosts.length > 0 ? { otherCosts } : {}) };
}
