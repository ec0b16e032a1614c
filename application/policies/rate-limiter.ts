import { throwIfCancelled } from '../../domain/errors/video-generation-error.js';
import type { RateLimit } from '../../domain/generation/model-descriptor.js';
import type { IClock } from '../../domain/time/clock.js';

/** Lets requests through as often as a provider allows, in the order in which they came. */
export class RateLimiter {
  /** Monotonic times of those let through within the window, oldest first. */
  private readonly passed: number[] = [];
  private heldUntil = 0;
  private line: Promise<void> = Promise.resolve();

  /** @param limit absent: no limit but what {@link RateLimiter.holdBack} asks for */
  constructor(
    private readonly clock: IClock,
    private readonly limit?: RateLimit,
  ) {}

  /** Nobody passes for so long: the provider said so. */
  holdBack(seconds: number): void {
    this.heldUntil = Math.max(this.heldUntil, this.clock.monotonic() + seconds * 1000);
  }

  /** Seconds until the next may pass, if nobody is in line. */
  get waitSeconds(): number {
    return Math.max(0, (this.nextAt() - this.clock.monotonic()) / 1000);
  }

  /** Waits for its turn. @throws VideoGenerationError CANCELLED */
  pass(signal: AbortSignal): Promise<void> {
    const turn = this.line.then(() => this.waitAndPass(signal));
    this.line = turn.catch(() => undefined);
    return turn;
  }

  private async waitAndPass(signal: AbortSignal): Promise<void> {
    throwIfCancelled(signal);
    for (let wait = this.waitSeconds; wait > 0; wait = this.waitSeconds) {
      await this.clock.sleep(wait * 1000, signal);
    }
    if (this.limit) this.passed.push(this.clock.monotonic());
  }

  private nextAt(): number {
    if (!this.limit) return this.heldUntil;
    const { requests, perSeconds } = this.limit;
    const now = this.clock.monotonic();
    while (this.passed.length > 0 && this.passed[0]! <= now - perSeconds * 1000) this.passed.shift();
    if (this.passed.length < requests) return this.heldUntil;
    return Math.max(this.heldUntil, this.passed[this.passed.length - requests]! + perSeconds * 1000);
  }
}
