import { rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { storageFailure } from './process-failure.js';
import { makeFolder } from '../../storage/make-folder.js';

/** A file that appears under its name only when it is whole. */
export class PartialFile {
  /** Where to write meanwhile: beside the target, so that the last step is a rename. */
  readonly path: string;

  constructor(private readonly target: string) {
    this.path = `${target}.partial`;
  }

  /** Makes the folder and removes what an earlier attempt left. @throws VideoGenerationError STORAGE_NOT_WRITABLE */
  async prepare(): Promise<void> {
    try {
      await makeFolder(path.dirname(this.target));
      await rm(this.path, { force: true });
    } catch (cause) {
      throw storageFailure(this.target, cause);
    }
  }

  async publish(): Promise<void> {
    try {
      await rename(this.path, this.target);
    } catch (cause) {
      throw storageFailure(this.target, cause);
    }
  }

  async discard(): Promise<void> {
    await rm(this.path, { force: true }).catch(() => undefined);
  }
}
