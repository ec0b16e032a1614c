import type { ModelDescriptor, ModelPrice } from 'aether-video/plugin';
import { openAiOrigin, soraModelSchema, type SoraModelOptions, type SoraOptions } from './sora-options.js';
import { servers, type ServerTraits } from './sora-servers.js';
import { sizesByWords, type SoraSizes } from './sora-sizes.js';

export interface SoraModel {
  readonly descriptor: ModelDescriptor;
  readonly sizes: SoraSizes;
  /** Price by size, where it differs. */
  readonly priceBySize: Readonly<Record<string, ModelPrice>>;
  /** Set: it makes nothing, but fetches this variant of a video that is there. */
  readonly variant?: 'thumbnail' | 'spritesheet';
}

/** When OpenAI switched off the models and the Videos API. Source: its deprecation notice. */
export const openAiShutdown = '2026-09-24';

/** What to do in its place. */
export const replacement =
  'Set providers.sora.options.baseUrl to another server that speaks the protocol, or choose another provider.';

/** True while the options point to the service that is no more. */
export function isShutDownService({ baseUrl, allowOpenAi }: SoraOptions): boolean {
  return new URL(baseUrl).origin === openAiOrigin && !allowOpenAi;
}

/** The models of a server, the default first. */
export function soraModels(options: SoraOptions): readonly SoraModel[] {
  const traits = traitsOf(options);
  const models = options.models?.map((model) => modelOf(model, traits)) ?? openAiModels(options, traits);
  return traits.hasVariants && !isShutDownService(options) ? [...models, ...variants] : models;
}

/** The kind of server, with what the options say of this one. */
export function traitsOf({ server, body, secondsAs, deleteStops }: SoraOptions): ServerTraits {
  const kind: ServerTraits = servers[server];
  return {
    ...kind,
    body: body ?? kind.body,
    secondsAs: secondsAs ?? kind.secondsAs,
    deleteStops: deleteStops ?? kind.deleteStops,
  };
}

function modelOf(model: SoraModelOptions, { tasks: all, extras }: ServerTraits): SoraModel {
  const { id, audio, promptLimit, pictureQuality, tasks = all, framesPerSecond } = model;
  const sizes = sizesByWords(model.sizes);
  const { bySize = {}, ...price } = model.price ?? {};
  const known = new Set<string>(Object.values(extras).flat());
  const descriptor: ModelDescriptor = {
    id,
    mediaType: 'video',
    tasks,
    ...durationsOf(model.seconds),
    aspectRatios: [...new Set(Object.values(sizes).flatMap((byRatio) => Object.keys(byRatio)))],
    resolutions: Object.keys(sizes),
    framesPerSecond: known.has('fps') ? framesPerSecond : [],
    audio: audio === 'optional' && !known.has('generate_sound') ? 'always' : audio,
    references: referencesOf(tasks),
    supportsSeed: known.has('seed'),
    supportsNegativePrompt: known.has('negative_prompt'),
    promptLimit,
    ...(model.price && { price: price as ModelPrice }),
    pictureQuality,
  };
  const prices = Object.entries(bySize).map(([size, micros]) => [size, { ...price, micros } as ModelPrice]);
  return { descriptor, sizes, priceBySize: Object.fromEntries(prices) as SoraModel['priceBySize'] };
}

function durationsOf(seconds: SoraModelOptions['seconds']): Pick<ModelDescriptor, 'durations'> {
  if (seconds === undefined) return {};
  return { durations: Array.isArray(seconds) ? { kind: 'list', seconds } : { kind: 'range', ...seconds } };
}

function referencesOf(tasks: readonly string[]): ModelDescriptor['references'] {
  const looksAtVideos = tasks.some((task) => ['remix', 'video-to-video', 'extend'].includes(task));
  return {
    ...(tasks.includes('image-to-video') && { 'first-frame': 1, image: 1 }),
    ...(looksAtVideos && { video: 1 }),
  };
}

/** Sora 2 as OpenAI had it. Source: OpenAI's model pages and price list of 2026. */
const historical = [
  {
    id: 'sora-2',
    seconds: [4, 8, 12],
    audio: 'always',
    price: { micros: 100_000, asOf: '2026-03-01' },
    pictureQuality: 0.85,
  },
  {
    id: 'sora-2-pro',
    sizes: ['720x1280', '1280x720', '1024x1792', '1792x1024'],
    seconds: [4, 8, 12],
    audio: 'always',
    price: {
      micros: 300_000,
      bySize: { '1024x1792': 500_000, '1792x1024': 500_000 },
      asOf: '2026-03-01',
    },
    pictureQuality: 0.92,
  },
] as const;

/** Sora 2, at OpenAI with its price and end; elsewhere nobody but the server knows either. */
function openAiModels(options: SoraOptions, traits: ServerTraits): SoraModel[] {
  const isOpenAi = new URL(options.baseUrl).origin === openAiOrigin;
  return historical.map(({ price, ...model }) => {
    const given = soraModelSchema.parse(isOpenAi ? { ...model, price } : model);
    const made = modelOf(given, traits);
    if (!isShutDownService(options)) return made;
    return { ...made, descriptor: { ...made.descriptor, shutdownOn: openAiShutdown, replacement } };
  });
}

/** Pictures of a video that is already at the server: nothing is made, nothing is charged. */
const variants: readonly SoraModel[] = (['thumbnail', 'spritesheet'] as const).map((variant) => ({
  variant,
  sizes: {},
  priceBySize: {},
  descriptor: {
    id: variant,
    mediaType: 'image',
    tasks: ['still'],
    aspectRatios: [],
    resolutions: [],
    framesPerSecond: [],
    audio: 'never',
    references: { video: 1 },
    supportsSeed: false,
    supportsNegativePrompt: false,
    promptLimit: 32_000,
    price: { micros: 0, per: 'image', currency: 'USD', asOf: openAiShutdown },
    pictureQuality: 0.5,
  },
}));
