import { throwIfCancelled, type IClock } from 'aether-video/plugin';

interface Sleeper {
  readonly wakesAt: number;
  wake(): void;
}

/** Lets everything run that waits for nothing but promises and I/O that is done. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

/** A clock that stands still until a test moves it. */
export class VirtualClock implements IClock {
  #elapsed = 0;
  #sleepers: Sleeper[] = [];

  constructor(private readonly start: Date = new Date('2026-01-02T03:04:05Z')) {}

  now(): Date {
    return new Date(this.start.getTime() + this.#elapsed);
  }

  monotonic(): number {
    return this.#elapsed;
  }

  /** Sleeps under way. */
  get sleeping(): number {
    return this.#sleepers.length;
  }

  async sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    throwIfCancelled(signal);
    if (milliseconds <= 0) return;
    await new Promise<void>((resolve) => {
      const wake = (): void => {
        this.#sleepers = this.#sleepers.filter((other) => other !== sleeper);
        signal?.removeEventListener('abort', wake);
        resolve();
      };
      const sleeper = { wakesAt: this.#elapsed + milliseconds, wake };
      this.#sleepers.push(sleeper);
      signal?.addEventListener('abort', wake, { once: true });
    });
    throwIfCancelled(signal);
  }

  /** Moves time on, waking each sleeper at its own moment, in order. */
  async advance(milliseconds: number): Promise<void> {
    const end = this.#elapsed + milliseconds;
    await settle();
    for (;;) {
      const [next] = this.#sleepers
        .filter(({ wakesAt }) => wakesAt <= end)
        .sort((left, right) => left.wakesAt - right.wakesAt);
      if (next === undefined) break;
      this.#elapsed = next.wakesAt;
      next.wake();
      await settle();
    }
    this.#elapsed = end;
  }
}
