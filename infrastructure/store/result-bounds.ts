import type { CachedResult } from '../../domain/generation/result-cache.js';

/** How much a cache of results keeps. */
export interface ResultBounds {
  /** 0 keeps nothing. */
  readonly maxEntries: number;
  readonly maxBytes: number;
}

/** True while the entry may be served. One from the future is not: the clock was set back. */
export function isFresh(
  { storedAt }: Pick<CachedResult, 'storedAt'>,
  now: Date,
  ttlSeconds: number,
): boolean {
  const age = now.getTime() - Date.parse(storedAt);
  return age >= 0 && age < ttlSeconds * 1000;
}

/** Which entries have to go, given all of them, the most recently used first. */
export function overflowing<Entry extends { readonly sizeBytes: number }>(
  entries: readonly Entry[],
  { maxEntries, maxBytes }: ResultBounds,
): Entry[] {
  let [count, bytes] = [0, 0];
  return entries.filter(({ sizeBytes }) => {
    if (count + 1 > maxEntries || bytes + sizeBytes > maxBytes) return true;
    count += 1;
    bytes += sizeBytes;
    return false;
  });
}
