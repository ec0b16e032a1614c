import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { VideoGenerationError, type OperationFile, type ProviderCall } from 'aether-video/plugin';

/**
 * Puts a clip that came inside an answer into the call's workspace, so that only its path goes on record. Its size
 * is bounded by the egress guard, which read the answer. Should the process end before the file is in custody,
 * asking the service once more brings it again.
 * @throws VideoGenerationError STORAGE_FULL or STORAGE_NOT_WRITABLE
 */
export async function keepInlineResult(
  base64: string,
  operationId: string,
  { workspace }: Pick<ProviderCall, 'workspace'>,
): Promise<OperationFile> {
  const name = createHash('sha256').update(operationId).digest('hex').slice(0, 16);
  const file = path.join(workspace, `veo-${name}.mp4`);
  try {
    await writeFile(file, Buffer.from(base64, 'base64'));
  } catch (cause) {
    const isFull = (cause as NodeJS.ErrnoException).code === 'ENOSPC';
    throw new VideoGenerationError(isFull ? 'STORAGE_FULL' : 'STORAGE_NOT_WRITABLE', {
      message: `The clip cannot be written to “${file}”.`,
      retryable: true,
      cause,
    });
  }
  return { path: file, mediaType: 'video/mp4' };
}
