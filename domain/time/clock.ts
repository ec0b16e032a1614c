export const IClock: unique symbol = Symbol.for('aether-video/IClock@1');

/** The only source of time, so that tests need not wait. */
export interface IClock {
  /** Wall-clock time: for names and records, never for measuring. */
  now(): Date;
  /** Milliseconds that never jump: for durations and deadlines. */
  monotonic(): number;
  /** Resolves after `milliseconds`; rejects with CANCELLED as soon as `signal` aborts. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}
