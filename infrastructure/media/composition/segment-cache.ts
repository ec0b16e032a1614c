import { copyFile, link, open, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import path from 'node:path';
import { randomUUID } from 'node:crypto';
import { makeFolder } from '../../storage/make-folder.js';

/** Encoded segments on disk, by key; the least recently used go when the bound is passed. */
export class SegmentCache {
  /**
   * @param folder made on first use
   * @param maxBytes 0 turns the cache off
   */
  constructor(
    private readonly folder: string,
    private readonly maxBytes: number,
  ) {}

  /** Puts the cached segment at `targetPath`. False if there is none. */
  async fetch(key: string, targetPath: string): Promise<boolean> {
    if (this.maxBytes === 0) return false;
    const cached = this.pathOf(key);
    const now = new Date();
    try {
      await utimes(cached, now, now);
      await linkOrCopy(cached, targetPath);
      return true;
    } catch {
      return false;
    }
  }

  /** Keeps a whole segment. A cache that cannot be written to is no reason to fail. */
  async store(key: string, sourcePath: string): Promise<void> {
    if (this.maxBytes === 0) return;
    const temporary = path.join(this.folder, `${randomUUID()}.part`);
    try {
      await makeFolder(this.folder);
      await copyFile(sourcePath, temporary);
      const file = await open(temporary, 'r+');
      await file.sync().finally(() => file.close());
      await rename(temporary, this.pathOf(key));
    } catch {
      await rm(temporary, { force: true }).catch(() => undefined);
    }
  }

  /** Forgets a segment, such as one that turned out to be damaged. */
  async forget(key: string): Promise<void> {
    await rm(this.pathOf(key), { force: true });
  }

  /** Removes the least recently used segments until the rest fits the bound. */
  async prune(): Promise<void> {
    const names = await readdir(this.folder).catch(() => []);
    const found = await Promise.all(
      names.map(async (name) => {
        const file = path.join(this.folder, name);
        const facts = await stat(file).catch(() => undefined);
        return facts ? [{ file, size: facts.size, usedAt: facts.mtimeMs }] : [];
      }),
    );
    let total = 0;
    for (const entry of found.flat().sort((a, b) => b.usedAt - a.usedAt)) {
      total += entry.size;
      if (total > this.maxBytes) await rm(entry.file, { force: true });
    }
  }

  private pathOf(key: string): string {
    return path.join(this.folder, `${key}.segment`);
  }
}

async function linkOrCopy(source: string, target: string): Promise<void> {
  try {
    await link(source, target);
  } catch {
    await copyFile(source, target);
  }
}
