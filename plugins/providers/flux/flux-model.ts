import type { ModelDescriptor, ModelPrice } from 'aether-video/plugin';

/** How a model is given the pictures and clips that it looks at. */
export type FluxInput =
  /** `input_image`, `input_image_2`…: addresses or base64. */
  | 'pictures'
  /** One `image_prompt`, in base64, beside the words. */
  | 'picture-prompt'
  /** `image` and `mask`, in base64. */
  | 'fill'
  /** `image` in base64, grown by so many pixels on each side. */
  | 'expand'
  /** `control_image` in base64, or `preprocessed_image` if its edges or depths are drawn already. */
  | 'control'
  /** FLUX 3: key frames or a clip to go on from. */
  | 'video';

/** How a model is told the size of what it makes. */
export type FluxShape =
  /** `width` and `height` in pixels, both multiples of `step`. */
  | {
      readonly by: 'pixels';
      readonly step: number;
      /** Longest side; without it the resolution of the request says the shorter one. */
      readonly longestSide?: number;
      readonly mostPixels?: number;
    }
  /** `aspect_ratio` in words. */
  | { readonly by: 'ratio' }
  /** `aspect_ratio` and `resolution` in words. */
  | { readonly by: 'ratio-and-class' }
  /** Not at all: it is that of the input. */
  | { readonly by: 'input' };

/** Options of a model's own, beside those that every provider is asked with. */
export type FluxOptionSet =
  | 'upsampling'
  | 'output'
  | 'tolerance4'
  | 'tolerance5'
  | 'tolerance6'
  | 'flex'
  | 'ultra'
  | 'sampling'
  | 'controlSampling'
  | 'preprocessed'
  | 'canny'
  | 'margins'
  | 'video';

/** Credits for the first megapixel, and for each further one, of the output and of every input. */
export interface MegapixelPrice {
  readonly first: number;
  readonly further: number;
}

export interface FluxModel {
  readonly descriptor: ModelDescriptor;
  readonly input: FluxInput;
  readonly shape: FluxShape;
  readonly options: readonly FluxOptionSet[];
  /** Absent: one price for every picture, or none published. */
  readonly perMegapixel?: MegapixelPrice;
}

/** Millionths of a US dollar in a credit. Source: docs.bfl.ai, pricing. */
export const microsPerCredit = 10_000;

/** Day on which the price list was read. */
const pricesAsOf = '2026-11-20';

/** The price of a picture in credits. */
export function creditsPerImage(credits: number): ModelPrice {
  return {
    micros: Math.round(credits * microsPerCredit),
    per: 'image',
    currency: 'USD',
    asOf: pricesAsOf,
  };
}

/** A descriptor from what differs: a picture with a seed if nothing else is said. */
export function describe(
  model: Pick<ModelDescriptor, 'id' | 'tasks' | 'references' | 'promptLimit' | 'pictureQuality'> &
    Partial<ModelDescriptor>,
): ModelDescriptor {
  return {
    mediaType: 'image',
    aspectRatios: [],
    resolutions: [],
    framesPerSecond: [],
    audio: 'never',
    supportsSeed: true,
    supportsNegativePrompt: false,
    ...model,
  };
}
