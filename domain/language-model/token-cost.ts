import type { Cost } from '../provider/provider-operation.js';
import type { TokenPrice, TokenUsage } from './language-model.js';

/** What tokens cost, rounded up to a whole millionth. */
export function tokenCost({ inputTokens, outputTokens }: TokenUsage, price: TokenPrice): Cost {
  const { inputMicrosPerMillion, outputMicrosPerMillion, currency } = price;
  const micros = (inputTokens * inputMicrosPerMillion + outputTokens * outputMicrosPerMillion) / 1_000_000;
  return { micros: Math.ceil(micros), currency };
}

/** Never fewer than any tokeniser in use makes of English; a character of other scripts counts whole. */
const charactersPerToken = 3;

/** How many tokens a text is at most, before anybody has counted. */
export function estimateTokens(text: string): number {
  const latin = text.match(/[\p{Script=Latin}\p{Script=Common}]/gu)?.length ?? 0;
  return Math.ceil(latin / charactersPerToken) + (text.length - latin);
}
