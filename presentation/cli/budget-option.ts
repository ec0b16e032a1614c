import { VideoGenerationError } from '../../domain/errors/video-generation-error.js';
import type { Cost } from '../../domain/provider/provider-operation.js';

/** `--budget 0.50` or `--budget "0.50 EUR"`; without a currency it is USD. @throws VideoGenerationError INVALID_REQUEST */
export function budgetFrom(text: string | undefined): Cost | undefined {
  if (text === undefined) return undefined;
  const [, amount, currency = 'USD'] = /^\s*(\d+(?:\.\d+)?)\s*([a-z]{3})?\s*$/iu.exec(text) ?? [];
  if (amount !== undefined) {
    return { micros: Math.round(Number(amount) * 1e6), currency: currency.toUpperCase() };
  }
  throw new VideoGenerationError('INVALID_REQUEST', {
    message: `--budget: “${text.slice(0, 60)}” is not an amount such as 0.50 or "0.50 EUR".`,
    details: { where: '--budget' },
  });
}
