import { z } from 'zod';
import { pikaCatalogue } from '../pika/pika-catalogue.js';
import type { FalModel } from './fal-model-entry.js';

const address = z.string().min(1);
const text = z.string().default('');
const seed = z.int().nullish();
const size = z.strictObject({
  width: z.int().max(14_142).default(512),
  height: z.int().max(14_142).default(512),
});
const presets = [
  'square_hd',
  'square',
  'portrait_4_3',
  'portrait_16_9',
  'landscape_4_3',
  'landscape_16_9',
] as const;
const picture = {
  prompt: z.string(),
  image_size: z.union([size, z.enum(presets)]).default('landscape_4_3'),
  num_images: z.int().min(1).max(4).default(1),
  num_inference_steps: z.int().min(1).max(50).default(28),
  guidance_scale: z.number().min(1).max(20).default(3.5),
  seed,
  sync_mode: z.boolean().default(false),
  enable_safety_checker: z.boolean().default(true),
};
const secondsIn = ({ duration }: Readonly<Record<string, unknown>>): number =>
  Number.parseFloat(duration as string);

/** A few of each kind; the real list has more than a thousand. */
const others: readonly FalModel[] = [
  {
    id: 'fal-ai/kling-video/v2.5-turbo/pro/text-to-video',
    category: 'text-to-video',
    input: z.strictObject({
      prompt: z.string().max(2500),
      duration: z.enum(['5', '10']).default('5'),
      aspect_ratio: z.enum(['16:9', '9:16', '1:1']).default('16:9'),
      negative_prompt: z.string().max(2500).default('blur, distort, and low quality'),
      cfg_scale: z.number().min(0).max(1).default(0.5),
    }),
    makes: 'video',
    price: { unit: 'seconds', unitPrice: 0.07 },
    units: secondsIn,
  },
  {
    id: 'fal-ai/veo3.1/fast/first-last-frame-to-video',
    category: 'image-to-video',
    input: z.strictObject({
      prompt: z.string().max(20_000),
      first_frame_url: address,
      last_frame_url: address,
      aspect_ratio: z.enum(['auto', '16:9', '9:16']).default('auto'),
      duration: z.enum(['4s', '6s', '8s']).default('8s'),
      resolution: z.enum(['720p', '1080p', '4k']).default('720p'),
      generate_audio: z.boolean().default(true),
      negative_prompt: z.string().nullish(),
      seed,
    }),
    makes: 'video',
    price: { unit: 'seconds', unitPrice: 0.15 },
    units: secondsIn,
  },
  {
    id: 'fal-ai/ltx-2/image-to-video',
    category: 'image-to-video',
    input: z.strictObject({
      prompt: z.string(),
      image_url: address,
      duration: z.union([z.literal(6), z.literal(8), z.literal(10)]).default(6),
      resolution: z.enum(['1080p', '1440p', '2160p']).default('1080p'),
      fps: z.union([z.literal(25), z.literal(50)]).default(25),
      generate_audio: z.boolean().default(true),
    }),
    makes: 'video',
    price: { unit: 'seconds', unitPrice: 0.06 },
    units: secondsIn,
  },
  {
    id: 'fal-ai/sync-lipsync/v2',
    category: 'video-to-video',
    input: z.strictObject({
      video_url: address,
      audio_url: address,
      sync_mode: z.enum(['cut_off', 'loop', 'bounce', 'silence', 'remap']).default('cut_off'),
    }),
    makes: 'video',
    price: { unit: 'minutes', unitPrice: 3 },
    units: () => 0.1,
  },
  {
    id: 'fal-ai/topaz/upscale/video',
    category: 'video-to-video',
    input: z.strictObject({
      video_url: address,
      upscale_factor: z.number().min(1).max(4).default(2),
      target_fps: z.int().min(16).max(60).nullish(),
    }),
    makes: 'video',
    price: { unit: 'compute seconds', unitPrice: 0.01 },
    units: () => 12.5,
  },
  {
    id: 'fal-ai/flux/dev',
    category: 'text-to-image',
    input: z.strictObject(picture),
    makes: 'images',
    price: { unit: 'megapixels', unitPrice: 0.025 },
    units: () => 1,
  },
  {
    id: 'fal-ai/flux-lora',
    category: 'text-to-image',
    input: z.strictObject({
      ...picture,
      loras: z
        .array(z.strictObject({ path: z.string(), scale: z.number().min(0).max(4).default(1) }))
        .default([]),
    }),
    makes: 'images',
    price: { unit: 'megapixels', unitPrice: 0.035 },
    units: () => 1,
  },
  {
    id: 'fal-ai/flux-pro/kontext',
    category: 'image-to-image',
    input: z.strictObject({
      prompt: z.string(),
      image_url: address,
      aspect_ratio: z.enum(['21:9', '16:9', '4:3', '3:2', '1:1', '2:3', '3:4', '9:16', '9:21']).nullish(),
      guidance_scale: z.number().min(1).max(20).default(3.5),
      output_format: z.enum(['jpeg', 'png']).default('jpeg'),
      seed,
    }),
    makes: 'images',
    price: { unit: 'images', unitPrice: 0.04 },
    units: () => 1,
  },
  {
    id: 'fal-ai/flux-pro/v1/fill',
    category: 'image-to-image',
    input: z.strictObject({ prompt: text, image_url: address, mask_url: address, seed }),
    makes: 'images',
    price: { unit: 'megapixels', unitPrice: 0.05 },
    units: () => 1,
  },
  {
    id: 'fal-ai/kokoro/american-english',
    category: 'text-to-speech',
    input: z.strictObject({ prompt: z.string() }),
    makes: 'audio',
    price: { unit: '1000 characters', unitPrice: 0.02 },
    units: () => 0.1,
  },
];

export const falCatalogue: readonly FalModel[] = [...others, ...pikaCatalogue];
