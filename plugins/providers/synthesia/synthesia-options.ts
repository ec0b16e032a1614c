import { z } from 'zod';

/** Avatars, voices and assets are published as lists, not by a route: only the form is checked here. */
const identifier = z
  .string('an id is needed')
  .regex(/^[\w.:-]{1,200}$/, 'an id has letters, digits, ., :, _ and - alone');
const words = z.string().min(1).max(1000);
const address = z.url({ protocol: /^https$/ }).max(2000);

/** What every video has, whatever it is made from. */
const videoShape = {
  title: words.optional(),
  description: words.optional(),
  /** Costs nothing, and has a watermark. */
  test: z.boolean().optional(),
  visibility: z.enum(['private', 'public']).optional(),
  folderId: identifier.optional(),
};

/** How the scenes look and sound. */
const sceneShape = {
  avatar: identifier.optional(),
  /** Name, id of an asset, or https address. */
  background: z.union([identifier, address]).optional(),
  voice: identifier.optional(),
  /** Such as `en-US`. Default: that of the script. */
  language: z
    .string()
    .regex(/^[a-z]{2,3}(-[a-z0-9]{2,8})*$/i, 'a language is written as en-US')
    .optional(),
  horizontalAlign: z.enum(['left', 'center', 'right']).optional(),
  scale: z.number().min(0.1).max(5).optional(),
  style: z.enum(['rectangular', 'circular']).optional(),
  seamless: z.boolean().optional(),
  transition: identifier.optional(),
  soundtrack: z.enum(['corporate', 'inspirational', 'modern', 'urban']).optional(),
  ctaSettings: z.strictObject({ label: words, url: address }).optional(),
};

/** `parameters.providerOptions` of the model `avatar`; each has a default in the settings. */
export const avatarOptionsSchema = z.strictObject({ ...videoShape, ...sceneShape });
export type AvatarOptions = z.output<typeof avatarOptionsSchema>;

/** `parameters.providerOptions` of the model `template`. */
export const templateOptionsSchema = z.strictObject({
  ...videoShape,
  templateId: identifier,
  /** Values of the template's variables. */
  templateData: z.record(z.string().min(1).max(200), z.string().max(20_000)).default({}),
  /** The variable that the prompt goes to. */
  promptVariable: z.string().min(1).max(200).default('script'),
  brandKitId: identifier.optional(),
});
export type TemplateOptions = z.output<typeof templateOptionsSchema>;

/** What the settings say about Synthesia. */
export const synthesiaOptionsSchema = z.strictObject({
  apiKey: z.string('an API key is needed').min(1, 'an API key is needed'),
  /** Another server that speaks Synthesia's protocol, such as an emulator. */
  baseUrl: z.url({ protocol: /^https?$/ }).default('https://api.synthesia.io'),
  /** Videos at once. */
  maxConcurrent: z.int().min(1).max(100).default(3),
  /** What your plan makes of a second of video. Synthesia publishes no such price. */
  price: z
    .strictObject({
      microsPerSecond: z.int().min(0),
      currency: z
        .string()
        .regex(/^[A-Z]{3}$/, 'a currency is written as USD')
        .default('USD'),
      asOf: z.iso.date(),
    })
    .optional(),
  ...videoShape,
  ...sceneShape,
});
export type SynthesiaOptions = z.output<typeof synthesiaOptionsSchema>;

/** The defaults of the settings for one video. */
export function avatarDefaults(options: SynthesiaOptions): AvatarOptions {
  const names = Object.keys(avatarOptionsSchema.shape) as (keyof AvatarOptions)[];
  return Object.fromEntries(names.map((name) => [name, options[name]]));
}
