import type { PromptRequest, RequestIssue } from 'aether-video/plugin';
import type { FluxShape } from './flux-model.js';

export interface PixelSize {
  readonly width: number;
  readonly height: number;
}

type Pixels = Extract<FluxShape, { by: 'pixels' }>;

function proportionOf(aspectRatio: string): number {
  const [width = 1, height = 1] = aspectRatio.split(':').map(Number);
  return width / height;
}

/**
 * The size nearest to an aspect ratio, in multiples of the model's step: of the longest side that it takes, or of
 * the shorter side that the resolution names.
 */
export function pixelSize(
  { step, longestSide }: Pixels,
  aspectRatio: string,
  resolution: string | undefined,
): PixelSize {
  const proportion = proportionOf(aspectRatio);
  const longer = Math.max(proportion, 1 / proportion);
  const short = longestSide === undefined ? Number.parseInt(resolution ?? '720', 10) : longestSide / longer;
  const stepped = (pixels: number): number => Math.round(pixels / step) * step;
  const long = longestSide ?? stepped(short * longer);
  return proportion >= 1 ? { width: long, height: stepped(short) } : { width: stepped(short), height: long };
}

/** The size of a request, if its model is told one in pixels. */
export function sizeOf(
  { aspectRatio = '1:1', resolution }: PromptRequest,
  shape: FluxShape,
): PixelSize | undefined {
  return shape.by === 'pixels' ? pixelSize(shape, aspectRatio, resolution) : undefined;
}

/** Sizes above what the model makes, with those that work. */
export function sizeIssues(request: PromptRequest, shape: FluxShape): RequestIssue[] {
  const size = sizeOf(request, shape);
  if (!size || shape.by !== 'pixels' || shape.mostPixels === undefined) return [];
  if (size.width * size.height <= shape.mostPixels) return [];
  const { mostPixels } = shape;
  const fits = request.model.resolutions.filter((resolution) => {
    const { width, height } = pixelSize(shape, request.aspectRatio ?? '1:1', resolution);
    return width * height <= mostPixels;
  });
  const message = `${request.resolution} at ${request.aspectRatio} is more than the model's four megapixels; what works: ${fits.join(', ')}`;
  return [{ where: 'parameters.resolution', message }];
}
