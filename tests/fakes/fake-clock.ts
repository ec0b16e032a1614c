import { cancellationOf } from '../../domain/errors/video-generation-error.js';
import type { IClock } from '../../domain/time/clock.js';

interface Sleeper {
  readonly dueAt: number;
  wake(): void;
}

/** Time that stands still until a test moves it. */
export class FakeClock implements IClock {
  private milliseconds = 0;
  private readonly sleepers = new Set<Sleeper>();
  /** Every sleep that was asked for, milliseconds. */
  readonly slept: number[] = [];

  constructor(private readonly start = new Date('2026-03-01T12:00:00Z')) {}

  now(): Date {
    return new Date(this.start.getTime() + this.milliseconds);
  }

  monotonic(): number {
    return this.milliseconds;
  }

  sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    this.slept.push(milliseconds);
    return new Promise((resolve, reject) => {
      const aborted = (): void => {
        this.sleepers.delete(sleeper);
        reject(cancellationOf(signal!));
      };
      const sleeper: Sleeper = {
        dueAt: this.milliseconds + milliseconds,
        wake: () => {
          signal?.removeEventListener('abort', aborted);
          resolve();
        },
      };
      if (signal?.aborted) {
        aborted();
        return;
      }
      signal?.addEventListener('abort', aborted, { once: true });
      this.sleepers.add(sleeper);
    });
  }

  get sleeping(): number {
    return this.sleepers.size;
  }

  /** Moves time on without waking anybody early. */
  advance(milliseconds: number): void {
    const until = this.milliseconds + milliseconds;
    for (let next = this.next(); next && next.dueAt <= until; next = this.next()) this.wake(next);
    this.milliseconds = until;
  }

  /** Lets the promise settle, moving time to whoever is due next whenever nothing else happens. */
  async drive<Result>(promise: Promise<Result>): Promise<Result> {
    const state = { settled: false };
    const done = (): void => void (state.settled = true);
    promise.then(done, done);
    for (let idle = 0; ; idle += 1) {
      await flush();
      if (state.settled) return promise;
      const next = this.next();
      if (next) this.wake(next);
      else if (idle > 1000) throw new Error('Nothing is due, and the promise is still pending.');
    }
  }

  private next(): Sleeper | undefined {
    let first: Sleeper | undefined;
    for (const sleeper of this.sleepers) if (!first || sleeper.dueAt < first.dueAt) first = sleeper;
    return first;
  }

  private wake(sleeper: Sleeper): void {
    this.sleepers.delete(sleeper);
    this.milliseconds = Math.max(this.milliseconds, sleeper.dueAt);
    sleeper.wake();
  }
}

/** Lets everything run that needs no time. */
export async function flush(): Promise<void> {
  for (let round = 0; round < 3; round += 1) await new Promise((resolve) => setImmediate(resolve));
}
