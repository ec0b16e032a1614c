import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { ISourceReader, SourceDocument } from '../../domain/brief/source-reader.js';
import { VideoGenerationError } from '../../domain/errors/video-generation-error.js';
import type { IMediaInspector } from '../../domain/media/media-inspector.js';
import { plainText } from './plain-text.js';

/** A book of half a million words. */
const maxBytes = 4_000_000;
const kinds: Readonly<Record<string, string>> = {
  '%PDF': 'a PDF',
  'PK\u0003\u0004': 'an office document or an archive',
  '\u00d0\u00cf\u0011\u00e0': 'an old office document',
};

/** Documents on this machine: plain text, Markdown, HTML, CSV, JSON and subtitles. */
export class SourceFiles implements ISourceReader {
  constructor(private readonly inspector: Pick<IMediaInspector, 'resolve'>) {}

  async read(given: string, baseFolder?: string): Promise<SourceDocument> {
    const file = await this.inspector.resolve(given, baseFolder).catch((thrown: unknown) => {
      const error = VideoGenerationError.from(thrown);
      if (error.code !== 'MEDIA_NOT_FOUND') throw error;
      throw unreadable(given, 'there is no such file', error, 'Check the path.');
    });
    const { size } = await stat(file);
    if (size > maxBytes) {
      throw unreadable(
        given,
        `it is larger than ${maxBytes / 1e6} MB`,
        undefined,
        'Give the part that matters.',
      );
    }
    const bytes = await readFile(file).catch((cause: unknown) => {
      throw unreadable(given, 'reading failed', cause);
    });
    const text = plainText(decode(bytes, given), path.extname(file).toLowerCase());
    if (!/[\p{L}\p{N}]/u.test(text)) throw unreadable(given, 'there is no text in it');
    return { name: path.basename(given), text };
  }
}

function decode(bytes: Uint8Array, given: string): string {
  const start = String.fromCharCode(...bytes.slice(0, 4));
  const kind = kinds[start];
  if (kind !== undefined) {
    throw unreadable(
      given,
      `it is ${kind}, not text`,
      undefined,
      'Save it as plain text, and name that file.',
    );
  }
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    if (!text.includes('\0')) return text;
  } catch {
    // Said below, like any other binary file.
  }
  throw unreadable(given, 'it is not UTF-8 text');
}

function unreadable(given: string, why: string, cause?: unknown, howToFix?: string): VideoGenerationError {
  return new VideoGenerationError('SOURCE_UNREADABLE', {
    message: `Cannot read the source ${given}: ${why}.`,
    ...(howToFix === undefined ? {} : { howToFix }),
    details: { where: given },
    cause,
  });
}
