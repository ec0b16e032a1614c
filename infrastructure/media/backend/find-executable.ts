import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import path from 'node:path';

const extensions = process.platform === 'win32' ? ['.exe'] : [''];

/** The first program of that name on PATH, as an absolute path. */
export async function findOnPath(name: string): Promise<string | undefined> {
  const folders = (process.env.PATH ?? process.env.Path ?? '').split(path.delimiter);
  for (const folder of folders.filter((each) => path.isAbsolute(each))) {
    const found = await findInFolder(folder, name);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A program in one folder. */
export async function findInFolder(folder: string, name: string): Promise<string | undefined> {
  for (const extension of extensions) {
    const candidate = path.join(folder, name + extension);
    if (await isExecutable(candidate)) return candidate;
  }
  return undefined;
}

async function isExecutable(candidate: string): Promise<boolean> {
  try {
    await access(candidate, constants.X_OK);
    return (await stat(candidate)).isFile();
  } catch {
    return false;
  }
}
