import type { ModelDescriptor, ModelPrice } from 'aether-video/plugin';

/** Prices of a second by resolution, millionths of a US dollar. */
interface SecondPrices {
  readonly loud: Readonly<Record<string, number>>;
  readonly silent: Readonly<Record<string, number>>;
}

export interface VeoModel {
  readonly descriptor: ModelDescriptor;
  /** Absent: it was switched off. */
  readonly prices?: SecondPrices;
}

/** Days of the price lists that the table follows. */
const pricesAsOf = '2026-03-01';
const litePricesAsOf = '2026-04-01';

/** Seconds that an extension adds, and the only length with reference pictures. */
export const extensionSeconds = 7;
export const referenceSeconds = 8;

interface VeoFacts {
  readonly id: string;
  readonly resolutions: readonly string[];
  readonly pictures: number;
  readonly extends: boolean;
  readonly pictureQuality: number;
  readonly prices: SecondPrices;
  readonly asOf: string;
}

function veoModel(facts: VeoFacts): VeoModel {
  const { id, resolutions, pictures, extends: long, pictureQuality, prices, asOf } = facts;
  const price: ModelPrice = {
    micros: prices.loud[resolutions[0] ?? ''] ?? 0,
    per: 'second',
    currency: 'USD',
    asOf,
  };
  const descriptor: ModelDescriptor = {
    id,
    mediaType: 'video',
    tasks: ['text-to-video', 'image-to-video', ...(long ? (['extend'] as const) : [])],
    durations: { kind: 'list', seconds: [4, 6, 8] },
    aspectRatios: ['16:9', '9:16'],
    resolutions,
    framesPerSecond: [24],
    audio: 'optional',
    references: {
      'first-frame': 1,
      'last-frame': 1,
      image: Math.max(1, pictures),
      ...(long ? { video: 1 } : {}),
    },
    supportsSeed: true,
    supportsNegativePrompt: true,
    promptLimit: 4000,
    price,
    rateLimit: { requests: 10, perSeconds: 60 },
    pictureQuality,
  };
  return { descriptor, prices };
}

/** A model that was switched off: it is known only to be refused by name. */
function retired(id: string, shutdownOn: string, like: VeoModel): VeoModel {
  const { price: _price, ...descriptor } = like.descriptor;
  return { descriptor: { ...descriptor, id, deprecatedOn: shutdownOn, shutdownOn } };
}

const standard = veoModel({
  id: 'veo-3.1-generate-001',
  resolutions: ['720p', '1080p', '4k'],
  pictures: 3,
  extends: true,
  pictureQuality: 0.95,
  asOf: pricesAsOf,
  prices: {
    loud: { '720p': 400_000, '1080p': 400_000, '4k': 600_000 },
    silent: { '720p': 200_000, '1080p': 200_000 },
  },
});

const fast = veoModel({
  id: 'veo-3.1-fast-generate-001',
  resolutions: ['720p', '1080p'],
  pictures: 3,
  extends: true,
  pictureQuality: 0.85,
  asOf: pricesAsOf,
  prices: {
    loud: { '720p': 150_000, '1080p': 150_000 },
    silent: { '720p': 100_000, '1080p': 100_000 },
  },
});

const lite = veoModel({
  id: 'veo-3.1-lite-generate-001',
  resolutions: ['720p', '1080p'],
  pictures: 0,
  extends: false,
  pictureQuality: 0.75,
  asOf: litePricesAsOf,
  prices: { loud: { '720p': 50_000, '1080p': 80_000 }, silent: {} },
});

/** Models on Vertex AI, the default first. Sources: Google's model pages, and its lists of retired models. */
export const veoModels: readonly VeoModel[] = [
  standard,
  fast,
  lite,
  retired('veo-3.1-generate-preview', '2026-10-22', standard),
  retired('veo-3.1-fast-generate-preview', '2026-10-22', fast),
  retired('veo-3.0-generate-001', '2026-06-30', standard),
  retired('veo-3.0-fast-generate-001', '2026-06-30', fast),
  retired('veo-2.0-generate-001', '2026-06-30', fast),
];

export function veoModelOf(id: string): VeoModel | undefined {
  return veoModels.find(({ descriptor }) => descriptor.id === id);
}

/** Whether the model takes pictures of a person or thing that is to appear. */
export function takesReferencePictures({ descriptor }: VeoModel): boolean {
  return (descriptor.references.image ?? 0) > 1;
}
