import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import {
  cancellationOf,
  VideoGenerationError,
  withSubmission,
  type ResolvedReference,
} from 'aether-video/plugin';
import { callFal } from './fal-client.js';
import type { FalHost } from './fal-options.js';
import { parsed, refusal } from './fal-errors.js';

/** Bytes that go up in one piece. Source: `@fal-ai/client` 1.10.1. */
const longestUpload = 90 * 1024 * 1024;

const promisedSchema = z.looseObject({ upload_url: z.url(), file_url: z.url() });

/**
 * The address of each reference as fal can see it: local files are uploaded, addresses stay as they are. Costs
 * nothing, so that whatever fails here leaves the submission unsent.
 */
export async function uploadReferences(
  host: FalHost,
  references: readonly ResolvedReference[],
  signal: AbortSignal,
): Promise<ReadonlyMap<ResolvedReference, string>> {
  const uris = new Map<ResolvedReference, string>();
  try {
    for (const [index, reference] of references.entries()) {
      uris.set(reference, 'url' in reference ? reference.url : await upload(host, reference, index, signal));
    }
  } catch (thrown) {
    throw withSubmission(VideoGenerationError.from(thrown), 'unsent');
  }
  return uris;
}

async function upload(
  host: FalHost,
  { path, mimeType, sizeBytes }: Extract<ResolvedReference, { path: string }>,
  index: number,
  signal: AbortSignal,
): Promise<string> {
  if (sizeBytes > longestUpload) {
    throw new VideoGenerationError('MEDIA_TOO_LARGE', {
      message: `The reference ${path} has ${sizeBytes} bytes; up to ${longestUpload} are uploaded to fal.`,
      howToFix: 'Use a smaller file, or give the https address of one that lies on the web.',
    });
  }
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw new VideoGenerationError('MEDIA_NOT_FOUND', {
      message: `The reference ${path} cannot be read.`,
      cause,
    });
  });
  // The name of the user's own file is nobody's business.
  const name = `reference-${index + 1}.${mimeType.split('/')[1] ?? 'bin'}`;
  const { body } = await callFal(host, {
    method: 'POST',
    server: 'rest.fal.ai',
    path: '/storage/upload/initiate?storage_type=fal-cdn-v3',
    body: { content_type: mimeType, file_name: name },
    signal,
  });
  const { upload_url: target, file_url: address } = parsed(promisedSchema, body);
  await put(host, target, { bytes: new Uint8Array(bytes), mimeType, signal });
  return address;
}

/** The address is signed: it gets no key. */
async function put(
  host: FalHost,
  target: string,
  { bytes, mimeType, signal }: { bytes: Uint8Array<ArrayBuffer>; mimeType: string; signal: AbortSignal },
): Promise<void> {
  const init = { method: 'PUT', headers: { 'content-type': mimeType }, body: bytes, signal };
  const response = await host.fetch(target, init).catch((thrown: unknown) => {
    throw signal.aborted ? cancellationOf(signal) : thrown;
  });
  await response.body?.cancel();
  if (response.ok) return;
  const { status, headers } = response;
  throw refusal({ status, headers, body: undefined }, host, 'fal’s storage answered');
}
