import { constants } from 'node:fs';
import { copyFile, open, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { IClock } from '../../domain/time/clock.js';
import { makeFolder } from './make-folder.js';

/** Windows refuses to rename while a virus scanner or indexer holds the file; it lets go in a moment. */
const heldOpen = new Set(['EPERM', 'EACCES', 'EBUSY']);
const renameAttempts = 12;

/** Renames over an existing file. On Windows it tries for about four seconds if another program holds it. */
export async function renameOver(
  from: string,
  to: string,
  clock: IClock,
  system: { readonly platform: NodeJS.Platform; readonly rename: typeof rename } = {
    platform: process.platform,
    rename,
  },
): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await system.rename(from, to);
      return;
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code ?? '';
      if (system.platform !== 'win32' || !heldOpen.has(code) || attempt === renameAttempts) throw error;
      await clock.sleep(attempt * 60);
    }
  }
}

async function syncFile(file: string): Promise<void> {
  const handle = await open(file, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Makes a rename durable. Windows cannot open folders, and needs no such thing. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } catch (error) {
    // Some network file systems cannot sync folders; the file itself is safe.
    if ((error as NodeJS.ErrnoException).code !== 'EINVAL') throw error;
  } finally {
    await handle.close();
  }
}

/** Takes back what filled a temporary file. */
type Undo = () => Promise<void>;

/** Moves a file into the target folder under a temporary name, also from another file system. */
async function moveTo(source: string, temporary: string): Promise<Undo> {
  try {
    await rename(source, temporary);
    return () => rename(temporary, source);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw error;
    await copyFile(source, temporary, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
    return () => rm(temporary);
  }
}

/** Fills a temporary file, syncs it, and gives it its final name. Leaves nothing behind if any of it fails. */
async function finish(
  temporary: string,
  target: string,
  clock: IClock,
  fill: () => Promise<Undo>,
): Promise<{ sizeBytes: number }> {
  const folder = path.dirname(target);
  await makeFolder(folder);
  let undo: Undo = () => rm(temporary, { force: true });
  try {
    undo = await fill();
    await syncFile(temporary);
    const { size } = await stat(temporary);
    await renameOver(temporary, target, clock);
    await syncFolder(folder);
    return { sizeBytes: size };
  } catch (error) {
    await undo().catch(() => rm(temporary, { force: true }));
    throw error;
  }
}

/** Publishes a file; the source is gone afterwards, and untouched if it fails. `temporary` lies in the target’s folder. */
export async function publishFile(
  source: string,
  temporary: string,
  target: string,
  clock: IClock,
): Promise<{ sizeBytes: number }> {
  const published = await finish(temporary, target, clock, () => moveTo(source, temporary));
  await rm(source, { force: true });
  return published;
}

/** Publishes a copy; the source stays. */
export function publishCopiedFile(
  source: string,
  temporary: string,
  target: string,
  clock: IClock,
): Promise<{ sizeBytes: number }> {
  return finish(temporary, target, clock, async () => {
    await copyFile(source, temporary, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
    return () => rm(temporary);
  });
}

/** Publishes a text as UTF-8. */
export async function publishNewText(
  text: string,
  temporary: string,
  target: string,
  clock: IClock,
): Promise<void> {
  await finish(temporary, target, clock, async () => {
    await writeFile(temporary, text, { flag: 'wx' });
    return () => rm(temporary);
  });
}
