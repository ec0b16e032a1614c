import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const compositionFolder = fileURLToPath(new URL('./composition/', import.meta.url));

/** The built-in composition's entry. */
export const builtInEntry = path.join(compositionFolder, 'entry.js');

/** Where the bundle of the built-in composition is kept: the name changes with everything that it is made of. */
export async function keptBundleFolder(dataFolder: string, remotionVersion: string): Promise<string> {
  const hash = createHash('sha256').update(remotionVersion);
  const entries = await readdir(compositionFolder, { recursive: true });
  for (const name of entries.filter((entry) => entry.endsWith('.js')).sort()) {
    hash.update(name).update(await readFile(path.join(compositionFolder, name)));
  }
  return path.join(dataFolder, `bundle-${hash.digest('hex').slice(0, 32)}`);
}
