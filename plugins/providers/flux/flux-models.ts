import { creditsPerImage, describe, type FluxModel, type MegapixelPrice } from './flux-model.js';

/** Shapes from 21:9 to 9:21, the default first. */
const ratios = ['16:9', '1:1', '9:16', '4:3', '3:4', '3:2', '2:3', '5:4', '4:5', '21:9', '9:21'];

/** UTF-16 code units. The first generation reads 512 tokens of text. */
const shortPrompt = 2000;
const longPrompt = 10_000;

interface Flux2Facts {
  readonly pictures: number;
  readonly perMegapixel: MegapixelPrice;
  readonly pictureQuality: number;
  readonly options?: FluxModel['options'];
}

/** FLUX.2 makes and edits with one endpoint. Sizes are free up to four megapixels. */
function flux2(id: string, { pictures, perMegapixel, pictureQuality, options = [] }: Flux2Facts): FluxModel {
  return {
    descriptor: describe({
      id,
      tasks: ['text-to-image', 'edit'],
      aspectRatios: ratios,
      resolutions: ['720p', '1080p', '1440p'],
      references: { image: pictures },
      promptLimit: longPrompt,
      price: creditsPerImage(perMegapixel.first),
      pictureQuality,
    }),
    input: 'pictures',
    shape: { by: 'pixels', step: 16, mostPixels: 4_000_000 },
    options: ['tolerance5', 'output', ...options],
    perMegapixel,
  };
}

const flux2Models: readonly FluxModel[] = [
  flux2('flux-2-pro', { pictures: 8, perMegapixel: { first: 3, further: 1.5 }, pictureQuality: 0.9 }),
  flux2('flux-2-max', { pictures: 8, perMegapixel: { first: 7, further: 3 }, pictureQuality: 0.95 }),
  flux2('flux-2-flex', {
    pictures: 8,
    perMegapixel: { first: 5, further: 5 },
    pictureQuality: 0.9,
    options: ['upsampling', 'flex'],
  }),
  flux2('flux-2-klein-4b', {
    pictures: 4,
    perMegapixel: { first: 1.4, further: 0.1 },
    pictureQuality: 0.7,
  }),
  flux2('flux-2-klein-9b', {
    pictures: 4,
    perMegapixel: { first: 1.5, further: 0.2 },
    pictureQuality: 0.75,
  }),
];

function kontext(id: string, credits: number, pictureQuality: number, maxConcurrent?: number): FluxModel {
  return {
    descriptor: describe({
      id,
      tasks: ['edit', 'text-to-image'],
      aspectRatios: ratios,
      references: { image: 4 },
      promptLimit: shortPrompt,
      price: creditsPerImage(credits),
      pictureQuality,
      ...(maxConcurrent === undefined ? {} : { maxConcurrent }),
    }),
    input: 'pictures',
    shape: { by: 'ratio' },
    options: ['upsampling', 'tolerance6', 'output'],
  };
}

const flux1Models: readonly FluxModel[] = [
  kontext('flux-kontext-pro', 4, 0.8),
  kontext('flux-kontext-max', 8, 0.85, 6),
  {
    descriptor: describe({
      id: 'flux-pro-1.1',
      tasks: ['text-to-image'],
      aspectRatios: ratios,
      references: { image: 1 },
      promptLimit: shortPrompt,
      price: creditsPerImage(4),
      pictureQuality: 0.8,
    }),
    input: 'picture-prompt',
    shape: { by: 'pixels', step: 32, longestSide: 1440 },
    options: ['upsampling', 'tolerance6', 'output'],
  },
  {
    descriptor: describe({
      id: 'flux-pro-1.1-ultra',
      tasks: ['text-to-image'],
      aspectRatios: ratios,
      references: { image: 1 },
      promptLimit: shortPrompt,
      price: creditsPerImage(6),
      pictureQuality: 0.87,
    }),
    input: 'picture-prompt',
    shape: { by: 'ratio' },
    options: ['upsampling', 'tolerance6', 'output', 'ultra'],
  },
];

/** Models that change a picture or follow one. They take files alone, and keep the picture's size. */
const toolModels: readonly FluxModel[] = [
  {
    descriptor: describe({
      id: 'flux-pro-1.0-fill',
      tasks: ['inpaint'],
      references: { image: 1, mask: 1 },
      promptLimit: shortPrompt,
      price: creditsPerImage(5),
      pictureQuality: 0.8,
    }),
    input: 'fill',
    shape: { by: 'input' },
    options: ['upsampling', 'tolerance6', 'output', 'sampling'],
  },
  {
    descriptor: describe({
      id: 'flux-pro-1.0-expand',
      tasks: ['outpaint'],
      references: { image: 1 },
      promptLimit: shortPrompt,
      price: creditsPerImage(5),
      pictureQuality: 0.8,
    }),
    input: 'expand',
    shape: { by: 'input' },
    options: ['upsampling', 'tolerance6', 'output', 'sampling', 'margins'],
  },
  ...(['canny', 'depth'] as const).map((kind): FluxModel => ({
    descriptor: describe({
      id: `flux-pro-1.0-${kind}`,
      tasks: ['control'],
      references: { control: 1 },
      promptLimit: shortPrompt,
      price: creditsPerImage(5),
      pictureQuality: 0.75,
    }),
    input: 'control',
    shape: { by: 'input' },
    options: [
      'upsampling',
      'tolerance6',
      'output',
      'controlSampling',
      'preprocessed',
      ...(kind === 'canny' ? (['canny'] as const) : []),
    ],
  })),
];

const video: FluxModel = {
  descriptor: describe({
    id: 'flux-3-video',
    mediaType: 'video',
    tasks: ['text-to-video', 'image-to-video', 'extend'],
    durations: { kind: 'range', minimum: 5, maximum: 20, step: 1 },
    aspectRatios: ['16:9', '9:16', '1:1', '4:3', '3:4', '2:1', '21:9', 'auto'],
    resolutions: ['720p', '1080p'],
    audio: 'optional',
    references: { 'first-frame': 1, 'last-frame': 1, image: 10, video: 1 },
    supportsSeed: false,
    promptLimit: longPrompt,
    pictureQuality: 0.9,
  }),
  input: 'video',
  shape: { by: 'ratio-and-class' },
  options: ['tolerance4', 'video'],
};

/** Every model that Aether knows how to ask, the default first. FLUX 3 publishes no price that we know. */
export const fluxModels: readonly FluxModel[] = [...flux2Models, ...flux1Models, ...toolModels, video];

export function fluxModel(id: string): FluxModel | undefined {
  return fluxModels.find(({ descriptor }) => descriptor.id === id);
}
