import type { ModelDescriptor } from 'aether-video/plugin';

export interface OmniModel {
  readonly descriptor: ModelDescriptor;
  /** Longest clip that it takes to change or to extend, seconds: its price is reckoned with it. */
  readonly longestInput: number;
}

/** Day on which the model, and its prices, were published. */
const pricesAsOf = '2026-08-27';

/**
 * Millionths of a US dollar for a token: 1.50, 9 and 17.50 USD for a million.
 * Source: the price list of Gemini Omni 1.1 Flash.
 */
export const tokenMicros = { input: 1.5, text: 9, video: 17.5 };

/** Tokens of a picture and of a second of video that are handed in. */
export const inputTokens = { picture: 2040, second: 5792 };

/** Tokens of a second of video that is made. A second at 720p has 5,792; the others follow from their prices. */
const outputTokens: Readonly<Record<string, number>> = {
  '720p': 5792,
  '360p': 1931,
  '1080p': 8688,
  '4k': 17_376,
};

/** Price of a second, millionths of a US dollar. */
export function secondMicros(resolution: string | undefined): number {
  return Math.ceil((outputTokens[resolution ?? '720p'] ?? outputTokens['4k']!) * tokenMicros.video);
}

/** What both versions have in common. */
const family = {
  mediaType: 'video',
  tasks: ['text-to-video', 'image-to-video', 'video-to-video', 'extend', 'upscale'],
  aspectRatios: ['16:9', '9:16'],
  resolutions: ['720p', '360p', '1080p', '4k'],
  framesPerSecond: [24],
  audio: 'always',
  references: { 'first-frame': 1, 'last-frame': 1, image: 6, video: 1 },
  supportsSeed: false,
  supportsNegativePrompt: false,
  promptLimit: 10_000,
} as const satisfies Partial<ModelDescriptor>;

const priced: OmniModel = {
  descriptor: {
    ...family,
    id: 'gemini-omni-1.1-flash',
    durations: { kind: 'range', minimum: 3, maximum: 10, step: 1 },
    price: { micros: secondMicros('720p'), per: 'second', currency: 'USD', asOf: pricesAsOf },
    pictureQuality: 0.88,
  },
  longestInput: 10,
};

/** Models on the Interactions API, the default first. Source: Google's guide to Gemini Omni, September 2026. */
export const omniModels: readonly OmniModel[] = [
  priced,
  {
    descriptor: {
      ...family,
      id: 'gemini-omni-1.2-flash',
      durations: { kind: 'range', minimum: 3, maximum: 15, step: 1 },
      pictureQuality: 0.9,
    },
    longestInput: 15,
  },
  {
    descriptor: {
      ...family,
      id: 'gemini-omni-flash-preview',
      durations: { kind: 'range', minimum: 3, maximum: 10, step: 1 },
      pictureQuality: 0.85,
      deprecatedOn: '2026-08-27',
      shutdownOn: '2026-09-30',
    },
    longestInput: 10,
  },
];

export function omniModelOf(id: string): OmniModel | undefined {
  return omniModels.find(({ descriptor }) => descriptor.id === id);
}
