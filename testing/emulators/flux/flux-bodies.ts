import { z } from 'zod';
import type { EmulatorWorld } from '../../emulator/emulator.js';

/** A complaint as the service lists them: that of FastAPI. */
export interface FluxComplaint {
  readonly loc: readonly (string | number)[];
  readonly msg: string;
  readonly type: string;
}

/** Bytes in base64, without the head of a data URI. */
const base64 = z
  .string()
  .min(4)
  .max(28 * 1024 * 1024)
  .regex(/^[A-Za-z0-9+/]+={0,2}$/, 'Invalid base64 image');

/** An address that the service can reach; when not strict, plain http to this machine as well. */
function addressSchema({ strict }: EmulatorWorld): z.ZodType {
  return z.string().refine((text) => {
    if (!URL.canParse(text)) return false;
    const { protocol } = new URL(text);
    return protocol === 'https:' || (!strict && protocol === 'http:');
  }, 'Invalid URL');
}

const usual = {
  seed: z.int().nullish(),
  output_format: z.enum(['jpeg', 'png']).optional(),
  webhook_url: z.url().optional(),
  webhook_secret: z.string().optional(),
};
const upsampling = { prompt_upsampling: z.boolean().optional() };
const loose = { safety_tolerance: z.int().min(0).max(6).optional() };
const ratio = z.string().regex(/^\d{1,2}:\d{1,2}$/);
const steps = z.int().min(15).max(50).optional();
const prompt = z.string().min(1);

/** A pixel count of a side: a multiple of `step`. */
const side = (least: number, most: number, step: number): z.ZodType =>
  z.int().min(least).max(most).multipleOf(step).optional();

const flux2 = (picture: z.ZodType, pictures: number, more: z.core.$ZodShape = {}): z.ZodType =>
  z
    .strictObject({
      prompt,
      ...usual,
      safety_tolerance: z.int().min(0).max(5).optional(),
      width: side(64, 4096, 16),
      height: side(64, 4096, 16),
      ...inputs(picture, pictures),
      ...more,
    })
    .refine((body) => {
      const { width = 1024, height = 1024 } = body as { width?: number; height?: number };
      return width * height <= 4_194_304;
    }, 'The image must not exceed 4 megapixels');

function inputs(picture: z.ZodType, count: number): Record<string, z.ZodType> {
  const names = Array.from({ length: count }, (_, index) =>
    index === 0 ? 'input_image' : `input_image_${index + 1}`,
  );
  return Object.fromEntries(names.map((name) => [name, picture.optional()]));
}

const kontext = (picture: z.ZodType): z.ZodType =>
  z.strictObject({
    prompt,
    ...usual,
    ...upsampling,
    ...loose,
    aspect_ratio: ratio.optional(),
    ...inputs(picture, 4),
  });

const margin = z.int().min(0).max(2048).optional();
const threshold = z.int().min(0).max(500).optional();

const control = (more: z.core.$ZodShape): z.ZodType =>
  z
    .strictObject({
      prompt,
      ...usual,
      ...upsampling,
      ...loose,
      control_image: base64.optional(),
      preprocessed_image: base64.optional(),
      steps,
      guidance: z.number().min(1).max(100).optional(),
      ...more,
    })
    .refine((body) => 'control_image' in body || 'preprocessed_image' in body, 'A control image is required');

const tools = {
  'flux-pro-1.1': z.strictObject({
    prompt,
    ...usual,
    ...upsampling,
    ...loose,
    width: side(256, 1440, 32),
    height: side(256, 1440, 32),
    image_prompt: base64.optional(),
  }),
  'flux-pro-1.1-ultra': z.strictObject({
    prompt,
    ...usual,
    ...upsampling,
    ...loose,
    aspect_ratio: ratio.optional(),
    raw: z.boolean().optional(),
    image_prompt: base64.optional(),
    image_prompt_strength: z.number().min(0).max(1).optional(),
  }),
  'flux-pro-1.0-fill': z.strictObject({
    prompt: prompt.optional(),
    ...usual,
    ...upsampling,
    ...loose,
    image: base64,
    mask: base64.optional(),
    steps,
    guidance: z.number().min(1.5).max(100).optional(),
  }),
  'flux-pro-1.0-expand': z.strictObject({
    prompt: prompt.optional(),
    ...usual,
    ...upsampling,
    ...loose,
    image: base64,
    top: margin,
    bottom: margin,
    left: margin,
    right: margin,
    steps,
    guidance: z.number().min(1.5).max(100).optional(),
  }),
  'flux-pro-1.0-canny': control({ canny_low_threshold: threshold, canny_high_threshold: threshold }),
  'flux-pro-1.0-depth': control({}),
};

/** FLUX 3. Source: the adapters and references of others; Black Forest Labs’ own is not public to us. */
function video(picture: z.ZodType): z.ZodType {
  const common = {
    prompt,
    duration: z.union([z.int().min(5).max(20), z.literal('auto')]).optional(),
    resolution: z.enum(['hd', 'fhd']).optional(),
    aspect_ratio: z.enum(['auto', '21:9', '2:1', '16:9', '4:3', '1:1', '3:4', '9:16']).optional(),
    generate_audio: z.boolean().optional(),
    draft: z.boolean().optional(),
    safety_tolerance: z.int().min(0).max(4).optional(),
    version: z.literal('latest').optional(),
    webhook_url: z.url().optional(),
    webhook_secret: z.string().optional(),
  };
  const frames = z.union([
    picture,
    z.array(picture).min(1).max(10),
    z
      .array(z.tuple([z.number().min(0), picture]))
      .min(1)
      .max(10),
  ]);
  return z.discriminatedUnion('mode', [
    z.strictObject({ mode: z.literal('t2v'), ...common }),
    z.strictObject({ mode: z.literal('i2v'), ...common, keyframes: frames }),
    z.strictObject({ mode: z.literal('v2v'), ...common, start_video: picture }),
    z.strictObject({
      mode: z.literal('draft_enhance'),
      draft_cache: picture,
      safety_tolerance: common.safety_tolerance,
    }),
  ]);
}

/** What each endpoint takes, by model. */
export function fluxBodies(world: EmulatorWorld): Readonly<Record<string, z.ZodType>> {
  const picture = z.union([addressSchema(world), base64]);
  return {
    'flux-2-pro': flux2(picture, 8),
    'flux-2-max': flux2(picture, 8),
    'flux-2-flex': flux2(picture, 8, {
      ...upsampling,
      steps: z.int().min(1).max(50).optional(),
      guidance: z.number().min(1.5).max(10).optional(),
    }),
    'flux-2-klein-4b': flux2(picture, 4),
    'flux-2-klein-9b': flux2(picture, 4),
    'flux-kontext-pro': kontext(picture),
    'flux-kontext-max': kontext(picture),
    ...tools,
    'flux-3-video': video(picture),
  };
}

/** What the service would complain about; empty if nothing. */
export function bodyComplaints(schema: z.ZodType, body: unknown): FluxComplaint[] {
  return (schema.safeParse(body).error?.issues ?? []).map(({ code, path, message }) => ({
    loc: ['body', ...path.map((part) => (typeof part === 'symbol' ? String(part) : part))],
    msg: message,
    type: code === 'unrecognized_keys' ? 'extra_forbidden' : 'value_error',
  }));
}
