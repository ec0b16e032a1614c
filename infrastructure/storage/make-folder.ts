import { mkdir, stat } from 'node:fs/promises';
import path from 'node:path';

/**
 * Makes a folder and all that lead to it; one that is there already is fine. Unlike `mkdir` with `recursive`
 * it ends everywhere: Node’s own tries again for ever where the system says “no such file” below a folder
 * that exists, as `/proc` does.
 * @throws the system’s own error, such as EEXIST, ENOTDIR, EACCES, EROFS, ENOENT or ENOSPC
 */
export async function makeFolder(folder: string): Promise<void> {
  try {
    await makeOne(folder);
  } catch (error) {
    const parent = path.dirname(folder);
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || parent === folder) throw error;
    await makeFolder(parent);
    await makeOne(folder);
  }
}

async function makeOne(folder: string): Promise<void> {
  try {
    await mkdir(folder);
  } catch (error) {
    const isThere = await stat(folder).then(
      (found) => found.isDirectory(),
      () => false,
    );
    if (!isThere) throw error;
  }
}
