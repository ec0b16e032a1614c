import sharp, { type Metadata, type Sharp } from 'sharp';
import type { HexColor } from '../../../../domain/channel/channel-style.js';
import { VideoGenerationError } from '../../../../domain/errors/video-generation-error.js';
import type { FrameSize } from '../../../../domain/video/video-quality.js';

/** Opaque RGBA, `width·height·4` bytes. */
export interface LoadedImage extends FrameSize {
  readonly rgba: Uint8Array;
}

export interface LoadImageRequest {
  readonly path: string;
  readonly frame: FrameSize;
  /** How much larger than the frame the picture is to be: the room for movement. */
  readonly room: number;
  /** Shows through transparent parts. */
  readonly backdrop: HexColor;
}

/** About 12,000 × 10,000: more than any phone's camera. */
const maxPixels = 120_000_000;

// Every picture is decoded once: what libvips keeps would only be memory.
sharp.cache(false);

const formats: readonly (string | undefined)[] = ['jpeg', 'png', 'webp', 'heif', 'gif', 'tiff'];
/** A picture of another shape keeps at most this much more than the frame's, for a pan. */
const panRoom = 1.3;

/** Fills the frame and its room; what a pan cannot show is cropped around the liveliest part. */
export async function loadCoverImage(request: LoadImageRequest): Promise<LoadedImage> {
  const { path, frame, room, backdrop } = request;
  return decode(path, async () => {
    const { width, height } = await readSize(path);
    const target = { width: frame.width * room, height: frame.height * room };
    const scale = Math.max(target.width / width, target.height / height);
    const size = {
      width: even(Math.min(width * scale, target.width * panRoom)),
      height: even(Math.min(height * scale, target.height * panRoom)),
    };
    const picture = open(path)
      .flatten({ background: backdrop })
      .resize(size.width, size.height, { fit: 'cover', position: sharp.strategy.attention });
    return toRgba(picture);
  });
}

/** The whole picture, as large as the frame allows, over a blurred and darkened copy that fills the rest. */
export async function loadContainedImage(request: LoadImageRequest): Promise<LoadedImage> {
  const { path, frame, room, backdrop } = request;
  return decode(path, async () => {
    await readSize(path);
    const width = even(frame.width * room);
    const height = even(frame.height * room);
    const small = Math.max(1, Math.min(width, height) / 180);
    const blurred = await open(path)
      .flatten({ background: backdrop })
      .resize(Math.ceil(width / small), Math.ceil(height / small), { fit: 'cover' })
      .blur(7)
      .modulate({ brightness: 0.55, saturation: 1.15 })
      .png()
      .toBuffer();
    const whole = await open(path)
      .resize(frame.width, frame.height, { fit: 'inside' })
      .png({ compressionLevel: 1 })
      .toBuffer();
    const backdropPicture = sharp(blurred).resize(width, height, { fit: 'fill', kernel: 'cubic' });
    return toRgba(backdropPicture.composite([{ input: whole, gravity: 'centre' }]));
  });
}

/** Upright and in sRGB. */
function open(path: string): Sharp {
  return sharp(path, { limitInputPixels: maxPixels, failOn: 'error' }).autoOrient().toColourspace('srgb');
}

async function readSize(path: string): Promise<FrameSize> {
  const metadata: Metadata = await sharp(path, { limitInputPixels: maxPixels }).metadata();
  if (!formats.includes(metadata.format)) {
    throw new VideoGenerationError('MEDIA_TYPE_UNSUPPORTED', {
      message: `${path} is a picture of type ${metadata.format}.`,
      details: { path, format: metadata.format },
    });
  }
  return metadata.autoOrient;
}

async function toRgba(picture: Sharp): Promise<LoadedImage> {
  const { data, info } = await picture
    .removeAlpha()
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { rgba: data, width: info.width, height: info.height };
}

async function decode(path: string, work: () => Promise<LoadedImage>): Promise<LoadedImage> {
  try {
    return await work();
  } catch (cause) {
    if (VideoGenerationError.isInstance(cause)) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    if (reason.includes('missing')) {
      throw new VideoGenerationError('MEDIA_NOT_FOUND', {
        message: `${path} does not exist.`,
        details: { path },
        cause,
      });
    }
    if (reason.includes('pixel limit')) {
      throw new VideoGenerationError('MEDIA_TOO_LARGE', {
        message: `${path} has more than ${maxPixels / 1_000_000} million pixels.`,
        details: { path, maxPixels },
        cause,
      });
    }
    throw new VideoGenerationError('MEDIA_CORRUPT', {
      message: `${path} cannot be decoded: ${reason}`,
      details: { path },
      cause,
    });
  }
}

function even(value: number): number {
  return Math.max(2, Math.round(value / 2) * 2);
}
