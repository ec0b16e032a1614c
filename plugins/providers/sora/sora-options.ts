import { z } from 'zod';
import { bodyModes, serverKinds } from './sora-servers.js';

const size = z.string().regex(/^[1-9]\d{1,4}x[1-9]\d{1,4}$/, 'a size is written as 1280x720');
const seconds = z.int().min(1).max(600);
const micros = z.int().min(0);

/** What the server charges, by its own price list. */
const priceSchema = z.strictObject({
  /** Millionths of `currency`. */
  micros,
  per: z.enum(['second', 'generation']).default('second'),
  /** Where it differs from `micros`, by size. */
  bySize: z.record(size, micros).optional(),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, 'a currency is written as USD')
    .default('USD'),
  /** Day of the price list. */
  asOf: z.iso.date(),
});

/** One model as the server has it. */
export const soraModelSchema = z.strictObject({
  id: z.string().min(1).max(200),
  /** Default: all that the kind of server does. */
  tasks: z
    .array(z.enum(['text-to-video', 'image-to-video', 'remix', 'video-to-video', 'extend']))
    .min(1)
    .optional(),
  /** Empty: the server decides. The first is the default. */
  sizes: z.array(size).max(50).default(['720x1280', '1280x720']),
  /** Whole seconds; absent: the server decides. */
  seconds: z
    .union([
      z.array(seconds).min(1).max(50),
      z.strictObject({ minimum: seconds, maximum: seconds, step: z.int().min(1).default(1) }),
    ])
    .optional(),
  /** For servers that let it be chosen. Empty: the server decides. The first is the default. */
  framesPerSecond: z.array(z.int().min(1).max(120)).max(20).default([]),
  audio: z.enum(['never', 'optional', 'always']).default('never'),
  /** UTF-16 code units. */
  promptLimit: z.int().min(1).max(100_000).default(32_000),
  price: priceSchema.optional(),
  pictureQuality: z.number().min(0).max(1).default(0.5),
});
export type SoraModelOptions = z.output<typeof soraModelSchema>;

/** The service that the protocol comes from. */
export const openAiOrigin = 'https://api.openai.com';

const nothingSet =
  'a key and the option baseUrl of a server are needed: OpenAI switched its own off on 2026-09-24';

/** What the settings say about the server. */
export const soraOptionsSchema = z
  .strictObject({
    apiKey: z.string().min(1, 'an API key is needed').optional(),
    /** Up to and with the version, such as `http://127.0.0.1:4000/v1`. */
    baseUrl: z.url({ protocol: /^https?$/ }).default(`${openAiOrigin}/v1`),
    /** `none`: the server asks for no key. */
    auth: z.enum(['bearer', 'none']).default('bearer'),
    /** Decides what stands in {@link servers}. */
    server: z.enum(serverKinds).default('openai'),
    /** The next three: where the server differs from its kind. */
    body: z.enum(bodyModes).optional(),
    secondsAs: z.enum(['string', 'number']).optional(),
    deleteStops: z.boolean().optional(),
    /** Default for `openai` and `litellm`: `sora-2` and `sora-2-pro`. */
    models: z.array(soraModelSchema).min(1).max(100).optional(),
    /** Sends to api.openai.com, although its Videos API was switched off on 2026-09-24. */
    allowOpenAi: z.boolean().default(false),
    /** Operations at once. */
    maxConcurrent: z.int().min(1).max(100).default(2),
  })
  .superRefine(({ apiKey, baseUrl, auth, server, models }, context) => {
    const refuse = (path: string, message: string): void => {
      context.addIssue({ code: 'custom', path: [path], message });
    };
    if (auth === 'bearer' && apiKey === undefined) {
      const isOpenAi = new URL(baseUrl).origin === openAiOrigin;
      refuse('apiKey', isOpenAi ? nothingSet : 'an API key is needed, or the option auth set to “none”');
    }
    if (!models && server !== 'openai' && server !== 'litellm') {
      refuse('models', `name the models of your ${server} server`);
    }
    const endless = models?.find(({ price, seconds: lengths }) => price?.per === 'second' && !lengths);
    if (endless) refuse('models', `“${endless.id}” has a price by the second, and no seconds to reckon with`);
    const ids = models?.map(({ id }) => id) ?? [];
    if (new Set(ids).size < ids.length) refuse('models', 'two models have the same id');
  });
export type SoraOptions = z.output<typeof soraOptionsSchema>;
