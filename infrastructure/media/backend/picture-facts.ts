import { VideoGenerationError } from '../../../domain/errors/video-generation-error.js';
import type { MediaProbe } from '../../../domain/media/media-backend.js';
import type { PictureFacts } from './media-task.js';

/** Pictures of so many lines are high definition, for which untagged video is BT.709 by convention. */
const highDefinitionLines = 720;

/**
 * What a decoder has to be told about a file. Untagged YUV is taken for BT.709 from 720 lines on and for
 * BT.601 below, as players do; FFmpeg alone would always take BT.601.
 * @throws VideoGenerationError MEDIA_CORRUPT if there is no picture
 */
export function pictureFacts(probe: MediaProbe, path: string): PictureFacts {
  const { video } = probe;
  if (!video || video.width === 0 || video.height === 0) {
    throw new VideoGenerationError('MEDIA_CORRUPT', { message: `“${path}” holds no picture.` });
  }
  const isTagged = video.colorSpace !== undefined && video.colorSpace !== 'unknown';
  const isYuv = /^yuv|^nv|^p01/.test(video.pixelFormat);
  const isFullRangeJpeg = video.pixelFormat.startsWith('yuvj');
  const isHighDefinition = Math.min(video.width, video.height) >= highDefinitionLines && !isFullRangeJpeg;
  return {
    rotationDegrees: video.rotationDegrees,
    assumedMatrix: isTagged || !isYuv ? 'auto' : isHighDefinition ? 'bt709' : 'bt601',
    hasSquarePixels: Math.abs(video.pixelAspectRatio - 1) < 0.001,
  };
}
