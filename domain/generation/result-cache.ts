import type { MediaProbe } from '../media/media-backend.js';
import type { MediaType } from './model-descriptor.js';

export const IResultCache: unique symbol = Symbol.for('aether-video/IResultCache@1');

/** What is remembered of a finished piece of work besides its file. Plain JSON; never holds a secret. */
export interface CachedFacts {
  readonly providerId: string;
  readonly model: string;
  readonly mediaType: MediaType;
  readonly probe: MediaProbe;
  /** Where the provider offered it, without credentials. */
  readonly sourceUrl?: string;
  /** What the provider said of it besides. */
  readonly facts?: Readonly<Record<string, unknown>>;
}

/** A hit. The file has just been looked at: it exists, and has this size and hash. */
export interface CachedResult extends CachedFacts {
  /** Absolute. Copy or link it, never change or move it; another process may forget it at any time. */
  readonly path: string;
  readonly sizeBytes: number;
  /** SHA-256, hex. */
  readonly contentHash: string;
  /** ISO 8601, UTC. */
  readonly storedAt: string;
}

/** Which entries; what is absent matches all. */
export interface CacheSelection {
  readonly providerId?: string;
  readonly model?: string;
}

/** Remembers what was paid for. Bounded in entries and bytes; the least recently used go first. */
export interface IResultCache {
  /**
   * Undefined: not there, older than `ttlSeconds` (others may still take it), or its file is not what was
   * stored; then it is forgotten.
   */
  get(key: string, ttlSeconds: number): Promise<CachedResult | undefined>;
  /**
   * Remembers a published file, replacing what the key had: one in memory where it lies, one on disk by a copy
   * of its own. A cache that cannot be written to, or a file over its bound, is no reason to fail.
   * @param key SHA-256 of provider, model, prompt and canonical parameters, hex
   * @param contentHash SHA-256 of the file, hex, as the caller measured it
   */
  put(
    key: string,
    file: { readonly path: string; readonly contentHash: string },
    facts: CachedFacts,
  ): Promise<void>;
  /** @returns how many were forgotten */
  invalidate(selection: CacheSelection): Promise<number>;
  /** @returns how many were forgotten */
  clear(): Promise<number>;
}
