import {
  cancellationOf,
  throwIfCancelled,
  VideoGenerationError,
} from '../../domain/errors/video-generation-error.js';

export interface ConcurrencyLimit {
  /** What is limited, for messages, such as `generations`. */
  readonly name: string;
  /** How many may hold a slot at once; at least 1. */
  readonly limit: number;
  /** How many may wait; the next is refused. */
  readonly maxQueued: number;
}

/** Gives the slot back. Only the first call counts. */
export type ReleaseSlot = () => void;

interface Waiter {
  admit(): void;
}

/** Lets a few in at once; the others wait in line, first come, first served. */
export class ConcurrencyLimiter {
  private readonly waiting = new Set<Waiter>();
  private held = 0;
  private readonly slots: number;

  constructor(private readonly options: ConcurrencyLimit) {
    this.slots = Math.max(1, Math.floor(options.limit) || 1);
  }

  /** Slots in use. */
  get active(): number {
    return this.held;
  }

  /** Callers in line. */
  get queued(): number {
    return this.waiting.size;
  }

  /** Share of the slots that is free, 0 to 1. */
  get freeShare(): number {
    return (this.slots - this.held) / this.slots;
  }

  /** True if {@link ConcurrencyLimiter.acquire} would have to wait. */
  get busy(): boolean {
    return this.held >= this.slots;
  }

  /**
   * Waits for a slot. An aborted `signal` leaves the line at once.
   * @throws VideoGenerationError QUEUE_FULL or CANCELLED
   */
  async acquire(signal: AbortSignal): Promise<ReleaseSlot> {
    throwIfCancelled(signal);
    if (this.busy) await this.wait(signal);
    else this.held += 1;
    let released = false;
    return () => {
      if (released) return;
      released = true;
      this.giveBack();
    };
  }

  private wait(signal: AbortSignal): Promise<void> {
    const { name, maxQueued } = this.options;
    if (this.waiting.size >= maxQueued) {
      throw new VideoGenerationError('QUEUE_FULL', {
        message: `${this.held} ${name} are running and ${this.waiting.size} are waiting, which is the limit.`,
        details: { name, active: this.held, queued: this.waiting.size, maxQueued },
      });
    }
    return new Promise<void>((resolve, reject) => {
      const leave = (): void => {
        this.waiting.delete(waiter);
        reject(cancellationOf(signal));
      };
      const waiter: Waiter = {
        admit: () => {
          signal.removeEventListener('abort', leave);
          resolve();
        },
      };
      this.waiting.add(waiter);
      signal.addEventListener('abort', leave, { once: true });
    });
  }

  /** The slot goes straight to the first in line, so that nobody can overtake. */
  private giveBack(): void {
    const [first] = this.waiting;
    if (!first) {
      this.held -= 1;
      return;
    }
    this.waiting.delete(first);
    first.admit();
  }
}
