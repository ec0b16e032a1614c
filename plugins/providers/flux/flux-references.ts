import { readFile } from 'node:fs/promises';
import {
  VideoGenerationError,
  withSubmission,
  type ProviderCall,
  type ResolvedReference,
} from 'aether-video/plugin';

/** Bytes. Source: the reference of FLUX 3, for a picture in base64. */
const longestFile = 20 * 1024 * 1024;

/** Each reference as the API takes it: addresses as they are, files in base64. Whatever fails here is unsent. */
export async function readReferences(
  references: readonly ResolvedReference[],
  { signal }: ProviderCall,
): Promise<ReadonlyMap<ResolvedReference, string>> {
  const contents = new Map<ResolvedReference, string>();
  try {
    for (const reference of references) {
      contents.set(reference, 'url' in reference ? reference.url : await encoded(reference, signal));
    }
  } catch (thrown) {
    throw withSubmission(VideoGenerationError.from(thrown), 'unsent');
  }
  return contents;
}

async function encoded(
  { path, sizeBytes }: Extract<ResolvedReference, { path: string }>,
  signal: AbortSignal,
): Promise<string> {
  if (sizeBytes > longestFile) {
    throw new VideoGenerationError('MEDIA_TOO_LARGE', {
      message: `The reference ${path} has ${sizeBytes} bytes; Black Forest Labs takes files up to ${longestFile}.`,
      howToFix: 'Make it smaller, or name a public https address of it where the model takes addresses.',
    });
  }
  try {
    return await readFile(path, { encoding: 'base64', signal });
  } catch (cause) {
    throw new VideoGenerationError('MEDIA_NOT_FOUND', {
      message: `The reference ${path} cannot be read.`,
      cause,
    });
  }
}
