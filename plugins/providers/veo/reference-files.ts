import { readFile } from 'node:fs/promises';
import { VideoGenerationError, withSubmission, type ResolvedReference } from 'aether-video/plugin';

/** Bytes of all local files of one request: base64 makes a third more, and requests may have 20 MB. */
const mostInlineBytes = 14_000_000;

/** A reference's bytes in base64. */
export interface InlineFile {
  readonly data: string;
  readonly mimeType: string;
}

/**
 * Reads the local files among the references. Costs nothing, so that whatever fails leaves the submission unsent.
 * @throws VideoGenerationError MEDIA_TOO_LARGE or MEDIA_NOT_FOUND
 */
export async function readReferences(
  references: readonly ResolvedReference[],
): Promise<ReadonlyMap<ResolvedReference, InlineFile>> {
  const files = new Map<ResolvedReference, InlineFile>();
  let bytes = 0;
  for (const reference of references) {
    if ('url' in reference) continue;
    bytes += reference.sizeBytes;
    if (bytes > mostInlineBytes) throw tooLarge(bytes);
    const content = await readFile(reference.path).catch((cause: unknown) => {
      throw withSubmission(
        new VideoGenerationError('MEDIA_NOT_FOUND', {
          message: `The reference ${reference.path} cannot be read.`,
          cause,
        }),
        'unsent',
      );
    });
    files.set(reference, { data: content.toString('base64'), mimeType: reference.mimeType });
  }
  return files;
}

function tooLarge(bytes: number): VideoGenerationError {
  const error = new VideoGenerationError('MEDIA_TOO_LARGE', {
    message: `The local references have ${bytes} bytes together; Google takes up to ${mostInlineBytes} inside a request.`,
    howToFix:
      'Make the files smaller, or put them into Cloud Storage and give their addresses: https://storage.googleapis.com/BUCKET/NAME.',
    details: { limit: mostInlineBytes, actual: bytes },
  });
  return withSubmission(error, 'unsent');
}

const types: Readonly<Record<string, string>> = {
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
  mp4: 'video/mp4',
  mov: 'video/quicktime',
  webm: 'video/webm',
};

/** The media type that an address's ending stands for. Undefined: it says nothing. */
export function mimeTypeOf(url: string): string | undefined {
  const [, ending = ''] = /\.(\w+)$/.exec(new URL(url).pathname) ?? [];
  return types[ending.toLowerCase()];
}
