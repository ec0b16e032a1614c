import { VideoGenerationError } from '../../../domain/errors/video-generation-error.js';

/** How large a user's files may be; checked before anything is decoded. */
export const mediaLimits = {
  imageMegabytes: 100,
  clipMegabytes: 4096,
  audioMegabytes: 500,
  /** Of either side. */
  imagePixels: 16_384,
  imageMegapixels: 100,
  clipPixels: 8192,
  clipMegapixels: 20,
  clipSeconds: 7200,
  audioSeconds: 7200,
} as const;

/** @throws VideoGenerationError MEDIA_TOO_LARGE if a measure is above its limit */
export function requireAtMost(
  given: string,
  measure: { readonly name: string; readonly unit: string; readonly actual: number; readonly limit: number },
): void {
  const { name, unit, actual, limit } = measure;
  if (actual <= limit) return;
  const shown = Number.isInteger(actual) ? actual : actual.toFixed(1);
  throw new VideoGenerationError('MEDIA_TOO_LARGE', {
    message: `“${given}” is too large: its ${name} is ${shown} ${unit}, the limit is ${limit} ${unit}.`,
    details: { path: given, measure: name, actual, limit },
  });
}
