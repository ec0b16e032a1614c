import { FFmpegError } from 'node-av/lib';
import { VideoGenerationError } from '../../../../domain/errors/video-generation-error.js';

/** Throws for a negative FFmpeg result, in FFmpeg's own words, which the parent process sorts. */
export function check(result: number, action: string): number {
  if (result >= 0) return result;
  throw new VideoGenerationError('MEDIA_PROCESS_FAILED', {
    message: `${action}: ${FFmpegError.strerror(result)}`,
  });
}

/** The object, or an error if the library gave none. */
export function required<T>(value: T | null | undefined, what: string): T {
  if (value !== null && value !== undefined) return value;
  throw new VideoGenerationError('MEDIA_PROCESS_FAILED', { message: `node-av has no ${what}.` });
}
