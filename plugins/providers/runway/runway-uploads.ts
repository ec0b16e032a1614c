import { readFile } from 'node:fs/promises';
import {
  VideoGenerationError,
  withSubmission,
  type ProviderCall,
  type ResolvedReference,
} from 'aether-video/plugin';
import { callRunway, type RunwayHost } from './runway-client.js';

/** Bytes. Source: Runway's documentation of inputs. */
const longestUpload = 200 * 1024 * 1024;

/**
 * The address of each reference as Runway can see it: local files are uploaded (they live 24 hours there), https
 * addresses stay as they are. Costs nothing, so that whatever fails here leaves the submission unsent.
 */
export async function uploadReferences(
  host: RunwayHost,
  references: readonly ResolvedReference[],
  call: ProviderCall,
): Promise<ReadonlyMap<ResolvedReference, string>> {
  const uris = new Map<ResolvedReference, string>();
  try {
    for (const [index, reference] of references.entries()) {
      uris.set(reference, 'url' in reference ? reference.url : await upload(host, reference, index, call));
    }
  } catch (thrown) {
    throw withSubmission(VideoGenerationError.from(thrown), 'unsent');
  }
  return uris;
}

async function upload(
  host: RunwayHost,
  { path, mimeType, sizeBytes }: Extract<ResolvedReference, { path: string }>,
  index: number,
  { signal }: ProviderCall,
): Promise<string> {
  if (sizeBytes > longestUpload) {
    throw new VideoGenerationError('MEDIA_TOO_LARGE', {
      message: `The reference ${path} has ${sizeBytes} bytes; Runway takes up to ${longestUpload}.`,
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
  const file = new File([new Uint8Array(bytes)], name, { type: mimeType });
  const { uri } = await callRunway(host, signal, (client) => client.uploads.createEphemeral({ file }));
  return uri;
}
