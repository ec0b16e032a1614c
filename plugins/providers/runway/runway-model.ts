import type { GenerationTask, ModelDescriptor, ModelPrice } from 'aether-video/plugin';
import type { RunwaySizes } from './runway-sizes.js';

/** Optional fields of a request that an endpoint may know. */
export type RunwayField = 'promptText' | 'duration' | 'seed' | 'audio' | 'negativePrompt' | 'targetFramerate';

/** How an endpoint is told the size of what it makes. */
export type RunwayShape =
  /** One field `ratio` in pixels. */
  | { readonly by: 'pixels'; readonly sizes: RunwaySizes }
  /** Fields `ratio` (such as `16:9`) and `resolution`. */
  | { readonly by: 'words' }
  /** A field `resolution`; the shape is that of the input. */
  | { readonly by: 'resolution' }
  /** Not at all: it is that of the input. */
  | { readonly by: 'input' };

/** How an endpoint is given what it looks at. */
export type RunwayInput =
  | { readonly kind: 'text'; readonly pictures?: 'references' | 'referenceImages' }
  | { readonly kind: 'frames' }
  | { readonly kind: 'video'; readonly field: 'videoUri' | 'promptVideo'; readonly pictures?: boolean }
  | { readonly kind: 'performance' };

/** Options of a model's own, beside those that every provider is asked with. */
export type RunwayOptionSet = 'moderation' | 'imageTags' | 'performance' | 'upscaler' | 'edit' | 'reframe';

/** One way into one model. */
export interface RunwayEndpoint {
  readonly path: string;
  readonly input: RunwayInput;
  readonly shape: RunwayShape;
  readonly fields: readonly RunwayField[];
  readonly options: readonly RunwayOptionSet[];
  /** Sent as `mode`. */
  readonly mode?: 'extend';
  /** Fewest references as `image`. */
  readonly leastPictures?: number;
}

export interface RunwayModel {
  readonly descriptor: ModelDescriptor;
  readonly endpoints: Readonly<Partial<Record<GenerationTask, RunwayEndpoint>>>;
  /** Longest clip, seconds, that a price by the second is reckoned with where the model decides the length. */
  readonly assumedSeconds?: number;
  /** Price of a clip without sound, if that is another. */
  readonly silentPrice?: ModelPrice;
  /** Price by resolution, where it differs. */
  readonly priceOf?: Readonly<Record<string, ModelPrice>>;
}

/** Millionths of a US dollar in a credit. Source: Runway's price list. */
export const microsPerCredit = 10_000;

/** Day of the price list that the table follows: it was published in early 2026. */
const pricesAsOf = '2026-03-01';

export function credits(amount: number, per: ModelPrice['per']): ModelPrice {
  return { micros: amount * microsPerCredit, per, currency: 'USD', asOf: pricesAsOf };
}

type Shared = 'id' | 'tasks' | 'promptLimit' | 'pictureQuality' | 'references';

/** A descriptor from what differs: a silent video without a seed if nothing else is said. */
export function describe(
  model: Pick<ModelDescriptor, Shared> & Partial<ModelDescriptor>,
  sizes: RunwaySizes = {},
): ModelDescriptor {
  const aspectRatios = [...new Set(Object.values(sizes).flatMap((bySize) => Object.keys(bySize)))];
  return {
    mediaType: 'video',
    aspectRatios,
    resolutions: Object.keys(sizes),
    framesPerSecond: [],
    audio: 'never',
    supportsSeed: false,
    supportsNegativePrompt: false,
    ...model,
  };
}

export const pixels = (sizes: RunwaySizes): RunwayShape => ({ by: 'pixels', sizes });

export const seconds = (minimum: number, maximum: number): ModelDescriptor['durations'] => ({
  kind: 'range',
  minimum,
  maximum,
  step: 1,
});

interface EndpointParts {
  readonly shape: RunwayShape;
  readonly fields: readonly RunwayField[];
  readonly options?: readonly RunwayOptionSet[];
}

export const textToVideo = (
  { shape, fields, options = [] }: EndpointParts,
  pictures?: 'references',
): RunwayEndpoint => ({
  path: '/v1/text_to_video',
  input: { kind: 'text', ...(pictures && { pictures }) },
  shape,
  fields: ['promptText', ...fields],
  options,
});

export const imageToVideo = ({ shape, fields, options = [] }: EndpointParts): RunwayEndpoint => ({
  path: '/v1/image_to_video',
  input: { kind: 'frames' },
  shape,
  fields: ['promptText', ...fields],
  options,
});

export const videoToVideo = (
  { shape, fields, options = [] }: EndpointParts,
  field: 'videoUri' | 'promptVideo',
  pictures = true,
): RunwayEndpoint => ({
  path: '/v1/video_to_video',
  input: { kind: 'video', field, pictures },
  shape,
  fields: ['promptText', ...fields],
  options,
});

export const textToImage = ({ shape, fields, options = [] }: EndpointParts): RunwayEndpoint => ({
  path: '/v1/text_to_image',
  input: { kind: 'text', pictures: 'referenceImages' },
  shape,
  fields: ['promptText', ...fields],
  options,
});
