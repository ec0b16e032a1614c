import type { VideoGenerationError } from '../../domain/errors/video-generation-error.js';
import { storeError } from './store-error.js';

/** Why no database can be opened on this machine, whatever its file; undefined if nothing stands against it. */
export async function missingStoreAddon(): Promise<VideoGenerationError | undefined> {
  const inMemory = ':memory:';
  try {
    const { default: Database } = await import('better-sqlite3');
    new Database(inMemory).close();
    return undefined;
  } catch (error) {
    return storeError(error, inMemory);
  }
}
