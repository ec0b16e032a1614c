import { describe, expect, it } from 'vitest';
import { systemClock } from '../../../infrastructure/time/system-clock.js';

describe('the system clock', () => {
  it('sleeps for at least as long as it is told', async () => {
    const before = systemClock.monotonic();
    await systemClock.sleep(20);
    expect(systemClock.monotonic() - before).toBeGreaterThanOrEqual(19);
  });

  it('wakes at once when the signal aborts, also from a sleep of years', async () => {
    const abort = new AbortController();
    const sleeping = systemClock.sleep(1e12, abort.signal);
    abort.abort();
    await expect(sleeping).rejects.toMatchObject({ code: 'CANCELLED' });
    await expect(systemClock.sleep(5, abort.signal)).rejects.toMatchObject({ code: 'CANCELLED' });
  });

  it('does not sleep for nothing', async () => {
    await systemClock.sleep(0);
    await systemClock.sleep(-5);
  });
});
