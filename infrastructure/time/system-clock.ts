import { throwIfCancelled } from '../../domain/errors/video-generation-error.js';
import type { IClock } from '../../domain/time/clock.js';

/** Longer timers overflow and fire at once. Source: Node’s documentation of setTimeout. */
const longestTimer = 2 ** 31 - 1;

function wait(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    signal?.addEventListener('abort', end, { once: true });
  });
}

/** The clock of the machine. */
export const systemClock: IClock = {
  now: () => new Date(),
  monotonic: () => performance.now(),
  async sleep(milliseconds, signal) {
    throwIfCancelled(signal);
    const end = performance.now() + milliseconds;
    for (let left = milliseconds; left > 0; left = end - performance.now()) {
      await wait(Math.min(left, longestTimer), signal);
      throwIfCancelled(signal);
    }
  },
};
