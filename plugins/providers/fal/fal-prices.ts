import { z } from 'zod';
import type { Cost, ModelPrice, PromptRequest } from 'aether-video/plugin';
import { callFal } from './fal-client.js';
import type { FalHost } from './fal-options.js';
import { parsed } from './fal-errors.js';
import { modelDataSchema, type FalModelData, type FalUnitPrice } from './fal-inputs.js';
import { fieldFor, presets } from './fal-words.js';

/** `GET /v1/models/pricing`. One price for each model, whatever the settings cost more or less. */
const pricesSchema = z.looseObject({
  prices: z.array(
    z.looseObject({
      endpoint_id: z.string(),
      unit_price: z.coerce.number().min(0),
      unit: z.string(),
      currency: z.string().regex(/^[A-Z]{3}$/),
    }),
  ),
});

/** What a unit of each model costs today, by model. Free for the asking; needs the key. */
export async function fetchPrices(
  host: FalHost,
  ids: readonly string[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, FalUnitPrice>> {
  const query = new URLSearchParams(ids.map((id): [string, string] => ['endpoint_id', id]));
  const path = `/v1/models/pricing?${query.toString()}`;
  const { body } = await callFal(host, { method: 'GET', server: 'api.fal.ai', path, signal });
  const { prices } = parsed(pricesSchema, body);
  return new Map(
    prices.map(({ endpoint_id: id, unit_price: price, unit, currency }) => [
      id,
      { unit: unit.slice(0, 60), micros: price * 1_000_000, currency },
    ]),
  );
}

type Counted = 'second' | 'minute' | 'image' | 'megapixel' | 'generation';

/** What is counted, in one word; undefined for what cannot be known before, such as seconds of computing. */
function countedBy({ unit }: FalUnitPrice): Counted | undefined {
  const word = unit
    .trim()
    .toLowerCase()
    .replace(/\(s\)$|s$/, '');
  if (/^((output|video)[ _])?second$/.test(word)) return 'second';
  if (word === 'image' || word === 'megapixel' || word === 'minute') return word;
  return /^(video|generation|request|run|api call)$/.test(word) ? 'generation' : undefined;
}

/** Source: fal's price lists, which round up to the next megapixel. */
const megapixelsOf = (pixels: number): number => Math.ceil(pixels / (1024 * 1024));

const standardPixels = 1024 * 1024;
/** Seconds that are reckoned with where neither the request nor the model says how long the clip is. */
const assumedSeconds = 10;

/** The list price, if it can be known before; a price of nothing is none. */
export function listPrice(price: FalUnitPrice | undefined, today: Date): ModelPrice | undefined {
  const counted = price && countedBy(price);
  if (!price || !counted || price.micros <= 0) return undefined;
  const asOf = today.toISOString().slice(0, 10);
  const { micros, per } = perKnown(price.micros, counted);
  return { micros: Math.ceil(micros), per, currency: price.currency, asOf };
}

function perKnown(micros: number, counted: Counted): Pick<ModelPrice, 'micros' | 'per'> {
  if (counted === 'minute') return { micros: micros / 60, per: 'second' };
  return { micros, per: counted === 'megapixel' ? 'image' : counted };
}

/** What the request would cost; nothing where nobody can know. */
export function estimateCost(request: PromptRequest): Cost | undefined {
  const data = dataOf(request);
  const price = data?.unitPrice;
  const counted = price && countedBy(price);
  if (!data || !price || !counted) return undefined;
  const units = unitsOf(request, counted, data) * (data.factors?.[request.resolution ?? ''] ?? 1);
  return { micros: Math.ceil(price.micros * units), currency: price.currency };
}

export function dataOf({ model }: PromptRequest): FalModelData | undefined {
  return modelDataSchema.safeParse(model.providerData).data;
}

function unitsOf(request: PromptRequest, counted: Counted, data: FalModelData): number {
  switch (counted) {
    case 'second':
      return secondsOf(request, data) ?? assumedSeconds;
    case 'minute':
      return (secondsOf(request, data) ?? assumedSeconds) / 60;
    case 'megapixel':
      return megapixelsOf(pixelsOf(request, data));
    case 'image':
      return 1;
    case 'generation':
      return data.secondsPerUnit === undefined
        ? 1
        : (secondsOf(request, data) ?? data.secondsPerUnit) / data.secondsPerUnit;
  }
}

/** How long the clip will be: what was asked for, or the sum of its transitions (Pika’s keyframes). */
function secondsOf(
  { duration, providerOptions, references }: PromptRequest,
  { inputs }: FalModelData,
): number | undefined {
  if (duration !== undefined || !Object.hasOwn(inputs, 'transitions')) return duration;
  const usual = 5;
  const given = transitionsSchema.safeParse(providerOptions.transitions);
  if (!given.success) return Math.max(1, references.length - 1) * usual;
  return given.data.reduce((sum, one) => sum + (one.duration ?? usual), 0);
}

const transitionsSchema = z.array(z.looseObject({ duration: z.number().optional() }));

function pixelsOf({ aspectRatio, providerOptions }: PromptRequest, { inputs }: FalModelData): number {
  const name = fieldFor(inputs, 'aspectRatio')?.name ?? '';
  const size = providerOptions[name] as { width?: unknown; height?: unknown } | string | undefined;
  if (typeof size === 'string') return presets[size]?.pixels ?? standardPixels;
  if (size !== undefined) return Number(size.width) * Number(size.height) || standardPixels;
  const sizes = Object.values(presets).filter(({ ratio }) => ratio === aspectRatio);
  return Math.max(...sizes.map(({ pixels }) => pixels), sizes.length > 0 ? 0 : standardPixels);
}
