/** What a generative model makes. */
export const mediaTypes = ['video', 'image'] as const;
export type MediaType = (typeof mediaTypes)[number];

/** What a model does with what it is given. */
export const generationTasks = [
  'text-to-video',
  'image-to-video',
  'video-to-video',
  'extend',
  'upscale',
  'performance',
  'lip-sync',
  'sound',
  'remix',
  'avatar',
  'text-to-image',
  'still',
  'edit',
  'inpaint',
  'outpaint',
  'control',
] as const;
export type GenerationTask = (typeof generationTasks)[number];

/** What a reference is for. */
export const referenceRoles = [
  'first-frame',
  'last-frame',
  'image',
  'video',
  'audio',
  'mask',
  'control',
  'character',
  'performance',
] as const;
export type ReferenceRole = (typeof referenceRoles)[number];

/** Durations that a model makes, seconds. */
export type DurationRange =
  | { readonly kind: 'list'; readonly seconds: readonly number[] }
  | { readonly kind: 'range'; readonly minimum: number; readonly maximum: number; readonly step: number };

export interface ModelPrice {
  /** Millionths of {@link ModelPrice.currency}. */
  readonly micros: number;
  readonly per: 'second' | 'image' | 'generation';
  /** ISO 4217. */
  readonly currency: string;
  /** Day of the price list, ISO 8601. */
  readonly asOf: string;
}

export interface RateLimit {
  readonly requests: number;
  readonly perSeconds: number;
}

/** All that is known of one model: requests are held against it before anything is paid. Plain JSON. */
export interface ModelDescriptor {
  /** As the provider spells it. */
  readonly id: string;
  readonly mediaType: MediaType;
  /** The first is the default. */
  readonly tasks: readonly GenerationTask[];
  /** Absent: the model decides. */
  readonly durations?: DurationRange;
  /** Such as `16:9`; empty: the model decides. The first is the default. */
  readonly aspectRatios: readonly string[];
  /** Such as `720p`; empty: the model decides. The first is the default. */
  readonly resolutions: readonly string[];
  /** Empty: the model decides. The first is the default. */
  readonly framesPerSecond: readonly number[];
  /** Whether a video has sound: `optional` obeys the request. */
  readonly audio: 'never' | 'optional' | 'always';
  /** How many references of each role it takes. */
  readonly references: Readonly<Partial<Record<ReferenceRole, number>>>;
  readonly supportsSeed: boolean;
  readonly supportsNegativePrompt: boolean;
  /** UTF-16 code units. */
  readonly promptLimit: number;
  /** Absent: not published; only the provider's answer tells the cost. */
  readonly price?: ModelPrice;
  readonly rateLimit?: RateLimit;
  /** Operations of this model at once; the provider's limit if absent. */
  readonly maxConcurrent?: number;
  /** Expected picture quality, 0 to 1, against other models. */
  readonly pictureQuality: number;
  /** ISO 8601 days. A model that is shut down is refused; a deprecated one is used with a warning. */
  readonly deprecatedOn?: string;
  readonly shutdownOn?: string;
  /** What to do in its place, in a sentence, once it is shut down. Default: the provider's next model. */
  readonly replacement?: string;
  /** What else its provider has to know of it, such as the names of its inputs; nobody else reads it. */
  readonly providerData?: Readonly<Record<string, unknown>>;
}
