import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { VideoGenerationError } from '../../domain/errors/video-generation-error.js';
import { storageError } from './storage-error.js';

/** Writes a file of the framework’s own making into a workspace. Leaves nothing behind if it fails. */
export async function writeInto(folder: string, fileName: string, bytes: Uint8Array): Promise<string> {
  if (fileName !== path.basename(fileName) || /^\.{0,2}$|[\\\0]/.test(fileName)) {
    throw new VideoGenerationError('INTERNAL_ERROR', {
      message: `A workspace file needs a plain name, not ${JSON.stringify(fileName.slice(0, 100))}.`,
    });
  }
  const file = path.join(folder, fileName);
  try {
    await writeFile(file, bytes);
    return file;
  } catch (error) {
    await rm(file, { force: true }).catch(() => undefined);
    throw storageError(error, folder, `write ${fileName}`);
  }
}
