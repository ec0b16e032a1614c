import type { IClock } from '../../domain/time/clock.js';

/**
 * How long this process has seen each lease unchanged, by its own clock that never jumps. A lease can be told
 * from a renewed one by its stamp.
 */
export class LeaseObserver {
  readonly #seen = new Map<string, { readonly stamp: string; readonly since: number }>();

  constructor(private readonly clock: Pick<IClock, 'monotonic'>) {}

  /** Notes the lease and says whether it has been silent for its whole time to live. */
  hasRunOut(key: string, stamp: string, ttlSeconds: number): boolean {
    const now = this.clock.monotonic();
    const seen = this.#seen.get(key);
    if (seen?.stamp === stamp) return now - seen.since >= ttlSeconds * 1000;
    this.#seen.set(key, { stamp, since: now });
    return false;
  }

  forget(key: string): void {
    this.#seen.delete(key);
  }
}
