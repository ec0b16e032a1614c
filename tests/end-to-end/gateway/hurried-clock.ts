import { AsyncLocalStorage } from 'node:async_hooks';
import { throwIfCancelled } from '../../../domain/errors/video-generation-error.js';
import type { IClock } from '../../../domain/time/clock.js';

interface Sleeper {
  readonly wakesAt: number;
  wake(): void;
}

/** Turns of the event loop in which nothing may happen before time moves on. */
const quietTurns = 6;

/**
 * A clock for real work without real waiting: time stands still while anything is under way, and leaps to the next
 * moment that somebody waits for as soon as nothing is. So no deadline is ever missed because the machine is busy,
 * and none is waited for.
 */
export class HurriedClock implements IClock {
  #elapsed = 0;
  #sleepers: Sleeper[] = [];
  #underWay = 0;
  #events = 0;
  #isWatching = false;
  /** True in what is watched: when it sleeps by itself, time may pass. */
  readonly #inWatched = new AsyncLocalStorage<boolean>();
  #isStuck: () => boolean = () => false;

  constructor(private readonly start = new Date('2026-11-20T12:00:00Z')) {}

  now(): Date {
    return new Date(this.start.getTime() + this.#elapsed);
  }

  monotonic(): number {
    return this.#elapsed;
  }

  async sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    throwIfCancelled(signal);
    if (milliseconds <= 0) return;
    const pauses = this.#inWatched.getStore() === true ? 1 : 0;
    this.#underWay -= pauses;
    await new Promise<void>((resolve) => {
      const wake = (): void => {
        this.#sleepers = this.#sleepers.filter((other) => other !== sleeper);
        signal?.removeEventListener('abort', wake);
        resolve();
      };
      const sleeper = { wakesAt: this.#elapsed + milliseconds, wake };
      this.#sleepers.push(sleeper);
      signal?.addEventListener('abort', wake, { once: true });
      this.#happened();
    });
    this.#underWay += pauses;
    throwIfCancelled(signal);
  }

  /** @param isStuck whether what is under way will never end by itself, such as a request without an answer */
  passesWhile(isStuck: () => boolean): void {
    this.#isStuck = isStuck;
  }

  /** The same object; time stands still while one of its promises is under way. */
  standingStillFor<Watched extends object>(watched: Watched, onSettled?: () => void): Watched {
    return new Proxy(watched, {
      get: (target, name) => {
        const value: unknown = Reflect.get(target, name, target);
        if (typeof value !== 'function') return value;
        return (...given: unknown[]): unknown => {
          if (this.#inWatched.getStore() === true) return value.apply(target, given);
          const result: unknown = this.#inWatched.run(true, () => value.apply(target, given) as unknown);
          return result instanceof Promise ? this.during(result).finally(onSettled) : result;
        };
      },
    });
  }

  /** Time stands still until it is settled. */
  async during<Result>(work: Promise<Result>): Promise<Result> {
    this.#underWay += 1;
    this.#happened();
    try {
      return await work;
    } finally {
      this.#underWay -= 1;
      this.#happened();
    }
  }

  #happened(): void {
    this.#events += 1;
    if (!this.#isWatching) void this.#watch();
  }

  async #watch(): Promise<void> {
    this.#isWatching = true;
    while (this.#sleepers.length > 0) {
      const before = this.#events;
      for (let turn = 0; turn < quietTurns; turn += 1) await new Promise((resolve) => setImmediate(resolve));
      if (this.#underWay > 0 && !this.#isStuck()) {
        await new Promise((resolve) => setTimeout(resolve, 1));
        continue;
      }
      if (before === this.#events) this.#leap();
    }
    this.#isWatching = false;
  }

  #leap(): void {
    const [next] = [...this.#sleepers].sort((left, right) => left.wakesAt - right.wakesAt);
    if (!next) return;
    this.#elapsed = Math.max(this.#elapsed, next.wakesAt);
    next.wake();
  }
}
