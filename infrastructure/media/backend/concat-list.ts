import { VideoGenerationError } from '../../../domain/errors/video-generation-error.js';

/**
 * The list file of FFmpeg's concat demuxer. A path stands in single quotes, where only the quote itself needs
 * an escape; a line break has none.
 * Format: https://ffmpeg.org/ffmpeg-formats.html#concat-1 and https://ffmpeg.org/ffmpeg-utils.html#Quoting-and-escaping
 */
export function concatList(paths: readonly string[]): string {
  if (paths.length === 0) {
    throw new VideoGenerationError('INTERNAL_ERROR', { message: 'There are no segments to join.' });
  }
  const broken = paths.find((path) => /[\r\n\0]/.test(path));
  if (broken !== undefined) {
    throw new VideoGenerationError('STORAGE_NOT_WRITABLE', {
      message: `The path “${broken}” holds a line break, which FFmpeg cannot read.`,
      howToFix: 'Choose a folder without a line break in its name with VIDEO_STORAGE_PATH.',
    });
  }
  const lines = paths.map((path) => `file 'file:${path.replaceAll("'", String.raw`'\''`)}'`);
  return `ffconcat version 1.0\n${lines.join('\n')}\n`;
}
