import { mkdtemp, readFile, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SegmentCache } from '../../../../infrastructure/media/composition/segment-cache.js';

describe('SegmentCache', () => {
  let folder: string;
  const source = () => path.join(folder, 'source.mp4');
  const target = () => path.join(folder, 'target.mp4');
  const cacheFolder = () => path.join(folder, 'cache');

  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'aether-segment-cache-'));
    await writeFile(source(), 'x'.repeat(1000));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('gives back what was stored, and nothing else', async () => {
    const cache = new SegmentCache(cacheFolder(), 10_000);
    expect(await cache.fetch('key', target())).toBe(false);
    await cache.store('key', source());
    expect(await cache.fetch('key', target())).toBe(true);
    expect(await readFile(target(), 'utf8')).toHaveLength(1000);
    await cache.forget('key');
    expect(await cache.fetch('key', path.join(folder, 'again.mp4'))).toBe(false);
  });

  it('drops the least recently used segments when the bound is passed', async () => {
    const cache = new SegmentCache(cacheFolder(), 2500);
    for (const [index, key] of ['a', 'b', 'c'].entries()) {
      await cache.store(key, source());
      const used = new Date(2020, 0, 1 + index);
      await utimes(path.join(cacheFolder(), `${key}.segment`), used, used);
    }
    await cache.fetch('a', target());
    await cache.prune();
    expect((await readdir(cacheFolder())).sort()).toEqual(['a.segment', 'c.segment']);
  });

  it('is off at a bound of 0, and an unwritable folder is no failure', async () => {
    const off = new SegmentCache(cacheFolder(), 0);
    await off.store('key', source());
    expect(await off.fetch('key', target())).toBe(false);
    const unwritable = new SegmentCache(path.join(source(), 'below-a-file'), 1000);
    await unwritable.store('key', source());
    expect(await unwritable.fetch('key', target())).toBe(false);
  });
});
