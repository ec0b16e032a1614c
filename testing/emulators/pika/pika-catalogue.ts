import { z } from 'zod';
import type { FalModel } from '../fal/fal-model-entry.js';

const address = z.string().min(1);
const common = { negative_prompt: z.string().default(''), seed: z.int().nullish() };
const resolution = z.enum(['720p', '1080p']).default('720p');
const aspect_ratio = z.enum(['16:9', '9:16', '1:1', '4:5', '5:4', '3:2', '2:3']).default('16:9');
const choice = z.enum(['5', '10']).default('5');
const number = z.number().default(5);
const prompt = z.string();

/** Source: the page of each model on fal: 5 s at 720p are the unit, 1080p costs more. */
const unitsOf =
  (dearer: number) =>
  ({ duration = 5, resolution: lines }: Readonly<Record<string, unknown>>): number =>
    (Number(duration) / 5) * (lines === '1080p' ? dearer : 1);

function model(name: string, input: z.ZodRawShape, more: Partial<FalModel> = {}): FalModel {
  const category = 'image_url' in input || 'image_urls' in input ? 'image-to-video' : 'text-to-video';
  return {
    id: `fal-ai/pika/${name}`,
    category,
    input: z.strictObject({ ...input, ...common }),
    makes: 'video',
    price: { unit: 'videos', unitPrice: 0.2 },
    units: unitsOf(2.25),
    ...more,
  };
}

function framesUnits(body: Readonly<Record<string, unknown>>): number {
  const {
    image_urls: pictures,
    transitions,
    resolution: lines,
  } = body as {
    image_urls: string[];
    transitions?: { duration?: number }[];
    resolution?: string;
  };
  const usual = Array.from({ length: pictures.length - 1 }, () => ({ duration: 5 }));
  const seconds = (transitions ?? usual).reduce((sum, { duration = 5 }) => sum + duration, 0);
  return (seconds / 5) * (lines === '1080p' ? 1.5 : 1);
}

/** Pika’s models on fal. Source: the types of `@fal-ai/client` 1.10.1; for `pikascenes` fal’s own page. */
export const pikaCatalogue: readonly FalModel[] = [
  model('v2.2/text-to-video', { prompt, aspect_ratio, duration: choice, resolution }),
  model('v2.2/image-to-video', { prompt, image_url: address, duration: choice, resolution }),
  model('v2.2/pikascenes', {
    prompt,
    image_urls: z.array(address).min(1),
    aspect_ratio,
    duration: choice,
    resolution,
    ingredients_mode: z.enum(['precise', 'creative']).default('precise'),
  }),
  model(
    'v2.2/pikaframes',
    {
      image_urls: z.array(address).min(2).max(5),
      prompt: z.string().nullish(),
      resolution,
      transitions: z
        .array(z.strictObject({ duration: z.int().default(5), prompt: z.string().nullish() }))
        .nullish(),
    },
    { units: framesUnits },
  ),
  model('v2.1/text-to-video', { prompt, aspect_ratio, duration: number, resolution }),
  model('v2.1/image-to-video', { prompt, image_url: address, duration: number, resolution }),
  model('v2/turbo/text-to-video', { prompt, aspect_ratio, duration: number, resolution }),
  model('v2/turbo/image-to-video', { prompt, image_url: address, duration: number, resolution }),
  model(
    'v2/pikadditions',
    { video_url: address, image_url: address, prompt: z.string().nullish() },
    { category: 'video-to-video', units: () => 1 },
  ),
  model(
    'v1.5/pikaffects',
    {
      image_url: address,
      pikaffect: z.enum([
        'Cake-ify',
        'Crumble',
        'Crush',
        'Decapitate',
        'Deflate',
        'Dissolve',
        'Explode',
        'Eye-pop',
        'Inflate',
        'Levitate',
        'Melt',
        'Peel',
        'Poke',
        'Squish',
        'Ta-da',
        'Tear',
      ]),
      prompt: z.string().nullish(),
    },
    { units: () => 1 },
  ),
];
