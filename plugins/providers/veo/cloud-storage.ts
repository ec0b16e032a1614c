import { z } from 'zod';
import { VideoGenerationError } from 'aether-video/plugin';
import { parsed } from './google-errors.js';

/** `gs://bucket/name` in its parts. */
const cloudAddress = /^gs:\/\/([a-z0-9][\w.-]{1,220})\/(.+)$/;

/** Hosts whose paths are `/bucket/name`. */
const pathHosts = ['storage.googleapis.com', 'storage.cloud.google.com'];

/**
 * Where the JSON API of Cloud Storage hands out an object's bytes. Undefined: not an object's address.
 * Source: its reference, `objects.get` with `alt=media`.
 */
export function downloadAddress(gcsUri: string, storageBaseUrl: string): string | undefined {
  const [, bucket, name] = cloudAddress.exec(gcsUri) ?? [];
  if (bucket === undefined || name === undefined) return undefined;
  const base = storageBaseUrl.replace(/\/+$/, '');
  return `${base}/storage/v1/b/${encodeURIComponent(bucket)}/o/${encodeURIComponent(name)}?alt=media`;
}

/** `https://storage.googleapis.com/bucket/name` as `gs://bucket/name`. Undefined: it lies elsewhere. */
export function cloudAddressOf(url: string): string | undefined {
  const { hostname, pathname, search } = new URL(url);
  if (!pathHosts.includes(hostname) || search !== '') return undefined;
  const uri = `gs:/${decodedPath(pathname)}`;
  return cloudAddress.test(uri) ? uri : undefined;
}

function decodedPath(pathname: string): string {
  try {
    return decodeURIComponent(pathname);
  } catch {
    return pathname;
  }
}

const readPermission = 'storage.objects.get';

/** Where Cloud Storage says whether the caller may read a folder's bucket. Costs nothing. */
export function permissionAddress(storageUri: string, storageBaseUrl: string): string {
  const [bucket = ''] = storageUri.slice('gs://'.length).split('/');
  const base = storageBaseUrl.replace(/\/+$/, '');
  return `${base}/storage/v1/b/${encodeURIComponent(bucket)}/iam/testPermissions?permissions=${readPermission}`;
}

const permissionsSchema = z.looseObject({ permissions: z.array(z.string()).default([]) });

/** @throws VideoGenerationError AUTHENTICATION_FAILED unless the answer says that clips can be read */
export function requireReadable(storageUri: string, answer: unknown): void {
  if (parsed(permissionsSchema, answer).permissions.includes(readPermission)) return;
  throw new VideoGenerationError('AUTHENTICATION_FAILED', {
    message: `The credentials may not read “${storageUri}”, where finished clips would go.`,
    howToFix: 'Give the account the role Storage Object Viewer on the bucket.',
  });
}
