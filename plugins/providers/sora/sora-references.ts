import { readFile } from 'node:fs/promises';
import {
  VideoGenerationError,
  withSubmission,
  type PromptRequest,
  type ResolvedReference,
} from 'aether-video/plugin';
import { serverUrl } from './sora-client.js';

/** Bytes. Servers document no limit; this one keeps the memory of this process bounded. */
const longestFile = 200 * 1024 * 1024;

/** The id of a video that lies at the server itself, if the address is one of `BASE/videos/ID`. */
export function ownVideoId(baseUrl: string, reference: ResolvedReference): string | undefined {
  if (!('url' in reference)) return undefined;
  const base = new URL(serverUrl({ baseUrl }, '/videos/'));
  const { origin, pathname } = new URL(reference.url);
  if (origin !== base.origin || !pathname.startsWith(base.pathname)) return undefined;
  const [segment = ''] = pathname.slice(base.pathname.length).split('/');
  const id = decoded(segment);
  return /^\w[\w.:=~-]*$/.test(id) ? id : undefined;
}

/** Empty for what is no text at all. */
function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return '';
  }
}

/** The one video that a request is about. */
export function videoOf({ references }: PromptRequest): ResolvedReference | undefined {
  return references.find(({ role }) => role === 'video');
}

/** The picture that a clip begins with. */
export function pictureOf({ references }: PromptRequest): ResolvedReference | undefined {
  return (
    references.find(({ role }) => role === 'first-frame') ?? references.find(({ role }) => role === 'image')
  );
}

/** A local file as it goes along with a submission. What fails here leaves the submission unsent. */
export async function fileOf(
  { path, mimeType, sizeBytes }: Extract<ResolvedReference, { path: string }>,
  name: string,
): Promise<File> {
  if (sizeBytes > longestFile) {
    throw unsent(
      'MEDIA_TOO_LARGE',
      `The reference ${path} has ${sizeBytes} bytes; the limit is ${longestFile}.`,
    );
  }
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw unsent('MEDIA_NOT_FOUND', `The reference ${path} cannot be read.`, cause);
  });
  // The name of the user's own file is nobody's business.
  return new File([new Uint8Array(bytes)], `${name}.${mimeType.split('/')[1] ?? 'bin'}`, { type: mimeType });
}

function unsent(
  code: 'MEDIA_TOO_LARGE' | 'MEDIA_NOT_FOUND',
  message: string,
  cause?: unknown,
): VideoGenerationError {
  return withSubmission(new VideoGenerationError(code, { message, cause }), 'unsent');
}
