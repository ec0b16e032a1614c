import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';

/** True if a file is there, and has this size and SHA-256. */
export async function isUnchanged(
  path: string,
  { sizeBytes, contentHash }: { readonly sizeBytes: number; readonly contentHash: string },
): Promise<boolean> {
  try {
    if ((await stat(path)).size !== sizeBytes) return false;
    const hash = createHash('sha256');
    await pipeline(createReadStream(path), hash);
    return hash.digest('hex') === contentHash;
  } catch {
    return false;
  }
}
