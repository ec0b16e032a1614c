import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { copyFile, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { VideoGenerationError } from '../../domain/errors/video-generation-error.js';
import type {
  CachedFacts,
  CachedResult,
  CacheSelection,
  IResultCache,
} from '../../domain/generation/result-cache.js';
import type { ILogger } from '../../domain/logging/logger.js';
import type { IClock } from '../../domain/time/clock.js';
import { isFresh, overflowing, type ResultBounds } from './result-bounds.js';
import {
  factsOfRow,
  findResult,
  removeResults,
  resultsByUse,
  saveResult,
  touchResult,
} from './result-rows.js';
import type { SqlStore, StoreSession, StoreWork } from './store-session.js';
import type { ResultRow } from './store-tables.js';
import { isUnchanged } from './verify-file.js';

/** A file that nobody lists is left over from a crash when it is older than any copy takes. */
const leftOverMilliseconds = 60 * 60_000;

export interface DiskResultCacheParts {
  /** On this machine, as the copies are. */
  readonly store: SqlStore;
  /** Where the copies lie; made on first use. */
  readonly folder: string;
  readonly bounds: ResultBounds;
  readonly clock: Pick<IClock, 'now'>;
  readonly logger: ILogger;
}

/**
 * Results that survive restarts: copies in a folder, listed in the database. Whatever goes wrong with it is
 * logged, and counts as a miss.
 */
export class DiskResultCache implements IResultCache {
  constructor(private readonly parts: DiskResultCacheParts) {}

  get(key: string, ttlSeconds: number): Promise<CachedResult | undefined> {
    return this.#tolerant('read', undefined, () => this.#find(key, ttlSeconds));
  }

  async #find(key: string, ttlSeconds: number): Promise<CachedResult | undefined> {
    const { store, clock } = this.parts;
    const row = await store.read((session) => findResult(session, key));
    if (!row) return undefined;
    const entry: CachedResult = {
      ...factsOfRow(row),
      path: this.#pathOf(row),
      sizeBytes: row.size_bytes,
      contentHash: row.content_hash,
      storedAt: row.stored_at,
    };
    if (!isFresh(entry, clock.now(), ttlSeconds)) return undefined;
    if (await isUnchanged(entry.path, entry)) {
      await store.write((session) => touchResult(session, row));
      return entry;
    }
    await this.#forget([row]);
    return undefined;
  }

  put(
    key: string,
    file: { readonly path: string; readonly contentHash: string },
    facts: CachedFacts,
  ): Promise<void> {
    return this.#tolerant('write', undefined, () => this.#keep(key, file, facts));
  }

  async #keep(
    key: string,
    { path: source, contentHash }: { readonly path: string; readonly contentHash: string },
    facts: CachedFacts,
  ): Promise<void> {
    const { store, folder, bounds, clock } = this.parts;
    const { size } = await stat(source);
    if (size > bounds.maxBytes || bounds.maxEntries === 0) return;
    // Checked before any byte is copied: without an index a copy is worth nothing.
    await store.read((session) => findResult(session, key));
    await mkdir(folder, { recursive: true });
    await this.#sweep();
    const file = `${randomUUID()}${path.extname(source).slice(0, 10)}`;
    const target = path.join(folder, file);
    await copyWhole(source, target);
    const row = {
      key,
      file,
      size_bytes: size,
      content_hash: contentHash,
      stored_at: clock.now().toISOString(),
    };
    try {
      const dropped = await store.write((session) => listCopy(session, row, facts, bounds));
      await this.#unlink(dropped);
    } catch (error) {
      await rm(target, { force: true });
      throw error;
    }
  }

  async invalidate({ providerId, model }: CacheSelection): Promise<number> {
    const { store } = this.parts;
    const dropped = await store.write((session) => dropMatching(session, { providerId, model }));
    await this.#unlink(dropped);
    return dropped.length;
  }

  clear(): Promise<number> {
    return this.invalidate({});
  }

  async #forget(rows: readonly ResultRow[]): Promise<void> {
    await this.parts.store.write((session) => removeResults(session, rows));
    await this.#unlink(rows);
  }

  async #unlink(rows: readonly Pick<ResultRow, 'file'>[]): Promise<void> {
    for (const row of rows) await rm(this.#pathOf(row), { force: true }).catch(() => undefined);
  }

  /** Only the last part of the name counts, so that a damaged row cannot lead out of the folder. */
  #pathOf({ file }: Pick<ResultRow, 'file'>): string {
    return path.join(this.parts.folder, path.basename(file));
  }

  /** Removes copies that a crash left without a row. */
  async #sweep(): Promise<void> {
    const { store, folder, clock } = this.parts;
    const listed = await store.read(resultsByUse);
    const known = new Set(listed.map(({ file }) => file));
    for (const name of await readdir(folder)) {
      if (known.has(name)) continue;
      const file = path.join(folder, name);
      const age = clock.now().getTime() - ((await stat(file).catch(() => undefined))?.mtimeMs ?? Infinity);
      if (age > leftOverMilliseconds) await rm(file, { force: true }).catch(() => undefined);
    }
  }

  async #tolerant<Value>(attempt: string, otherwise: Value, work: () => Promise<Value>): Promise<Value> {
    try {
      return await work();
    } catch (error) {
      const { code, message } = VideoGenerationError.from(error);
      this.parts.logger.warn(`Could not ${attempt} the cache of results.`, { code, reason: message });
      return otherwise;
    }
  }
}

/** Adds a copy to the list. Gives what it replaced, and what is now too much. */
function* listCopy(
  session: StoreSession,
  row: Parameters<typeof saveResult>[1],
  facts: CachedFacts,
  bounds: ResultBounds,
): StoreWork<Pick<ResultRow, 'file'>[]> {
  const replaced = yield* saveResult(session, row, facts);
  const all = (yield* resultsByUse(session)).map((one) => ({ ...one, sizeBytes: one.size_bytes }));
  const overflow = overflowing(all, bounds);
  yield* removeResults(session, overflow);
  return [...replaced, ...overflow];
}

function* dropMatching(session: StoreSession, { providerId, model }: CacheSelection): StoreWork<ResultRow[]> {
  const matching = (yield* resultsByUse(session)).filter(
    (row) => row.provider_id === (providerId ?? row.provider_id) && row.model === (model ?? row.model),
  );
  yield* removeResults(session, matching);
  return matching;
}

/** Under its final name a copy is whole and on disk, or not there. */
async function copyWhole(source: string, target: string): Promise<void> {
  const temporary = `${target}.part`;
  try {
    await copyFile(source, temporary, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
    const handle = await open(temporary, 'r+');
    await handle.sync().finally(() => handle.close());
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
