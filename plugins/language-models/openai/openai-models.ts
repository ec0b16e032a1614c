import type { LanguageModelOffer } from 'aether-video/plugin';
import { officialUrl, type OpenaiOptions } from './openai-options.js';

const date = '2026-11-20';
const priced = (id: string, input: number, output: number): LanguageModelOffer => ({
  id,
  price: {
    inputMicrosPerMillion: Math.round(input * 1e6),
    outputMicrosPerMillion: Math.round(output * 1e6),
    currency: 'USD',
    date,
  },
});

/** Text models of OpenAI, cheapest first. Source: public price tables of November 2026. */
const official: readonly LanguageModelOffer[] = [
  priced('gpt-5.6-luna', 0.2, 1.2),
  priced('gpt-5.4-mini', 0.75, 4.5),
  priced('gpt-5.6-terra', 2, 12),
];

/** The models that there are, the default first. */
export function modelsOf({ baseUrl, model, price }: OpenaiOptions): LanguageModelOffer[] {
  const known = baseUrl.replace(/\/+$/u, '') === officialUrl ? official : [];
  if (model === undefined) return [...known];
  const own = price ? priced(model, price.input, price.output) : known.find(({ id }) => id === model);
  return [own ?? { id: model }, ...known.filter(({ id }) => id !== model)];
}
