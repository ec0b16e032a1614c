import { z } from 'zod';
import { generationTasks, mediaTypes, referenceRoles } from './model-descriptor.js';

const name = z.string().min(1).max(200);

/** A file or HTTPS address that the model looks at. */
export const referenceSchema = z.strictObject({
  role: z.enum(referenceRoles),
  /** Path of a local file, or an `https:` address. */
  source: z.string().min(1).max(4096),
});
export type Reference = z.output<typeof referenceSchema>;

/** What to make, in words that every provider is asked with. */
export const parametersSchema = z.strictObject({
  /** Default: the first that the model and the references allow. */
  task: z.enum(generationTasks).optional(),
  /** Seconds. */
  duration: z.number().positive().max(3600).optional(),
  /** Such as `720p`, `1080p` or `1280x720`. */
  resolution: z.string().min(1).max(20).optional(),
  /** Such as `9:16`. */
  aspectRatio: z.string().min(1).max(20).optional(),
  fps: z.number().positive().max(240).optional(),
  /** 32-bit unsigned. */
  seed: z.int().min(0).max(4_294_967_295).optional(),
  negativePrompt: z.string().max(10_000).optional(),
  audio: z.boolean().optional(),
  references: z.array(referenceSchema).max(30).prefault([]),
  /** Passed to the provider after its own schema has checked them. */
  providerOptions: z.record(name, z.json()).prefault({}),
});
export type GenerationParameters = z.output<typeof parametersSchema>;

/** How a value that the model does not offer is treated. */
export const snapModes = ['strict', 'nearest', 'nearest-longer'] as const;
export type SnapMode = (typeof snapModes)[number];

/** One clip or picture to make. Plain JSON through and through. */
export const unifiedRequestSchema = z.strictObject({
  schemaVersion: z.literal('2.0').default('2.0'),
  /** Default: made up. The same id is the same piece of work: it is never paid for twice. */
  requestId: z.uuid().optional(),
  /** Provider id, or `auto`. */
  provider: name.default('auto'),
  /** Model id as the provider spells it. Default: the provider's first that can. */
  model: name.optional(),
  /** Each model has a limit of its own, 2,000 characters if it says nothing. */
  prompt: z.string().max(20_000).default(''),
  mediaType: z.enum(mediaTypes).default('video'),
  parameters: parametersSchema.prefault({}),
  /** Kept beside the work; never sent to the provider. */
  metadata: z.record(name, z.string().max(2000)).prefault({}),
  /** `strict` refuses, naming what would work; `nearest` takes the nearest; `nearest-longer` never a shorter duration. */
  snap: z.enum(snapModes).default('strict'),
  /** Highest price of this request, millionths of `currency`. */
  budget: z
    .strictObject({ micros: z.int().min(0), currency: z.string().length(3).default('USD') })
    .optional(),
});
export type UnifiedRequest = z.output<typeof unifiedRequestSchema>;
/** What callers write: everything with a default may be left away. */
export type UnifiedRequestInput = z.input<typeof unifiedRequestSchema>;
