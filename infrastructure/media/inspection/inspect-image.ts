import { readFile } from 'node:fs/promises';
import type { Metadata } from 'sharp';
import { VideoGenerationError } from '../../../domain/errors/video-generation-error.js';
import { mediaLimits, requireAtMost } from './media-limits.js';

/** Pixels of an image, upright, and how many frames it has. */
export interface ImageFacts {
  readonly width: number;
  readonly height: number;
  readonly frames: number;
}

/** The side of the small picture that is decoded to see whether the whole file can be. */
const trialPixels = 64;

/**
 * Reads the size from the header, then decodes once at a small size.
 * @throws VideoGenerationError MEDIA_TOO_LARGE or MEDIA_CORRUPT
 */
export async function inspectImage(file: string, given: string): Promise<ImageFacts> {
  const { default: sharp } = await import('sharp');
  // At the end of a path, brackets would be options to libvips.
  const source = file.endsWith(']') ? await readFile(file) : file;
  // The pixel limit of our own is checked first, so that its error names the size.
  const header = await sharp(source, { limitInputPixels: false })
    .metadata()
    .catch((cause: unknown) => {
      throw corruptImage(given, cause);
    });
  const { width, height, frames } = uprightSize(header);
  requireAtMost(given, {
    ...{
      name: 'longer side',
      unit: 'pixels',
      actual: Math.max(width, height),
      limit: mediaLimits.imagePixels,
    },
  });
  const megapixels = (width * height) / 1_000_000;
  requireAtMost(given, {
    ...{ name: 'area', unit: 'megapixels', actual: megapixels, limit: mediaLimits.imageMegapixels },
  });
  await sharp(source, { limitInputPixels: mediaLimits.imageMegapixels * 1_000_000, failOn: 'truncated' })
    .resize(trialPixels, trialPixels, { fit: 'inside' })
    .raw()
    .toBuffer()
    .catch((cause: unknown) => {
      throw corruptImage(given, cause);
    });
  return { width, height, frames };
}

/** EXIF orientations of 5 and more lie on their side. */
function uprightSize(header: Metadata): ImageFacts {
  const { width, height, orientation = 1, pages = 1 } = header;
  const isTurned = orientation >= 5;
  return { width: isTurned ? height : width, height: isTurned ? width : height, frames: pages };
}

function corruptImage(given: string, cause: unknown): VideoGenerationError {
  const reason = cause instanceof Error ? cause.message.split('\n')[0] : String(cause);
  return new VideoGenerationError('MEDIA_CORRUPT', {
    message: `The image “${given}” cannot be decoded: ${reason ?? 'it is damaged'}.`,
    details: { path: given },
    cause,
  });
}
