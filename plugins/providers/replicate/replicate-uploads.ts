import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import {
  VideoGenerationError,
  withSubmission,
  type ProviderCall,
  type ResolvedReference,
} from 'aether-video/plugin';
import { callReplicate, type ReplicateHost } from './replicate-client.js';
import { unreadable } from './replicate-errors.js';

/** Bytes. Source: Replicate's documentation of input files. */
const longestUpload = 100 * 1024 * 1024;

const fileSchema = z.looseObject({ urls: z.looseObject({ get: z.url() }) });

/**
 * The address of each reference as Replicate can see it: local files are uploaded (they live a day there), https
 * addresses stay as they are. Costs nothing, so that whatever fails here leaves the submission unsent.
 */
export async function uploadReferences(
  host: ReplicateHost,
  references: readonly ResolvedReference[],
  call: ProviderCall,
): Promise<ReadonlyMap<ResolvedReference, string>> {
  const urls = new Map<ResolvedReference, string>();
  try {
    for (const [index, reference] of references.entries()) {
      urls.set(reference, 'url' in reference ? reference.url : await upload(host, reference, index, call));
    }
  } catch (thrown) {
    throw withSubmission(VideoGenerationError.from(thrown), 'unsent');
  }
  return urls;
}

async function upload(
  host: ReplicateHost,
  { path, mimeType, sizeBytes }: Extract<ResolvedReference, { path: string }>,
  index: number,
  { signal }: ProviderCall,
): Promise<string> {
  if (sizeBytes > longestUpload) {
    throw new VideoGenerationError('MEDIA_TOO_LARGE', {
      message: `The reference ${path} has ${sizeBytes} bytes; Replicate takes up to ${longestUpload}.`,
    });
  }
  const bytes = await readFile(path, { signal }).catch((cause: unknown) => {
    throw new VideoGenerationError('MEDIA_NOT_FOUND', {
      message: `The reference ${path} cannot be read.`,
      cause,
    });
  });
  const form = new FormData();
  // The name of the user's own file is nobody's business.
  const name = `reference-${index + 1}.${mimeType.split('/')[1] ?? 'bin'}`;
  form.append('content', new Blob([new Uint8Array(bytes)], { type: mimeType }), name);
  const { body } = await callReplicate(host, '/files', { method: 'POST', body: form, signal });
  const file = fileSchema.safeParse(body);
  if (!file.success) throw unreadable('Replicate’s answer to an upload names no address.');
  return file.data.urls.get;
}
