/* eslint-disable @typescript-eslint/require-await -- memory need not wait, but errors have to be rejections */
import { stat } from 'node:fs/promises';
import path from 'node:path';
import type {
  CachedFacts,
  CachedResult,
  CacheSelection,
  IResultCache,
} from '../../domain/generation/result-cache.js';
import type { IClock } from '../../domain/time/clock.js';
import { isFresh, overflowing, type ResultBounds } from './result-bounds.js';
import { isUnchanged } from './verify-file.js';

/** Remembers results until the process ends. It keeps no copies: a file that is moved away is forgotten. */
export class MemoryResultCache implements IResultCache {
  /** The least recently used first. */
  readonly #entries = new Map<string, CachedResult>();

  constructor(
    private readonly bounds: ResultBounds,
    private readonly clock: Pick<IClock, 'now'>,
  ) {}

  async get(key: string, ttlSeconds: number): Promise<CachedResult | undefined> {
    const entry = this.#entries.get(key);
    if (!entry || !isFresh(entry, this.clock.now(), ttlSeconds)) return undefined;
    const isGood = await isUnchanged(entry.path, entry);
    // Another one may have taken its place while the file was read.
    if (this.#entries.get(key) === entry) {
      this.#entries.delete(key);
      if (isGood) this.#entries.set(key, entry);
    }
    return isGood ? structuredClone(entry) : undefined;
  }

  async put(
    key: string,
    file: { readonly path: string; readonly contentHash: string },
    facts: CachedFacts,
  ): Promise<void> {
    const found = await stat(file.path).catch(() => undefined);
    if (!found) return;
    this.#entries.delete(key);
    this.#entries.set(key, {
      ...structuredClone(facts),
      path: path.resolve(file.path),
      sizeBytes: found.size,
      contentHash: file.contentHash,
      storedAt: this.clock.now().toISOString(),
    });
    const newestFirst = [...this.#entries].reverse().map(([name, { sizeBytes }]) => ({ name, sizeBytes }));
    for (const { name } of overflowing(newestFirst, this.bounds)) this.#entries.delete(name);
  }

  async invalidate({ providerId, model }: CacheSelection): Promise<number> {
    const matching = [...this.#entries].filter(
      ([, entry]) =>
        entry.providerId === (providerId ?? entry.providerId) && entry.model === (model ?? entry.model),
    );
    for (const [key] of matching) this.#entries.delete(key);
    return matching.length;
  }

  clear(): Promise<number> {
    return this.invalidate({});
  }
}
