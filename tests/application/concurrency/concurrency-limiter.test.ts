import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ConcurrencyLimiter } from '../../../application/concurrency/concurrency-limiter.js';
import { mapLimited } from '../../../application/concurrency/map-limited.js';
import { flush } from '../../fakes/fake-clock.js';

const never = new AbortController().signal;

describe('ConcurrencyLimiter', () => {
  it('admits in the order of arrival', async () => {
    const limiter = new ConcurrencyLimiter({ name: 'jobs', limit: 1, maxQueued: 10 });
    const order: number[] = [];
    const release = await limiter.acquire(never);
    const waiting = [1, 2, 3].map(async (number) => {
      const mine = await limiter.acquire(never);
      order.push(number);
      mine();
    });
    expect(limiter).toMatchObject({ active: 1, queued: 3, busy: true, freeShare: 0 });
    release();
    await Promise.all(waiting);
    expect(order).toEqual([1, 2, 3]);
    expect(limiter).toMatchObject({ active: 0, queued: 0, busy: false, freeShare: 1 });
  });

  it('refuses the one too many with QUEUE_FULL', async () => {
    const limiter = new ConcurrencyLimiter({ name: 'jobs', limit: 1, maxQueued: 1 });
    await limiter.acquire(never);
    void limiter.acquire(never);
    await expect(limiter.acquire(never)).rejects.toMatchObject({
      code: 'QUEUE_FULL',
      retryable: true,
      message: '1 jobs are running and 1 are waiting, which is the limit.',
    });
  });

  it('lets a caller leave the line, and gives the slot to the next', async () => {
    const limiter = new ConcurrencyLimiter({ name: 'jobs', limit: 1, maxQueued: 5 });
    const release = await limiter.acquire(never);
    const leaving = new AbortController();
    const left = limiter.acquire(leaving.signal);
    const stayed = limiter.acquire(never);
    leaving.abort();
    await expect(left).rejects.toMatchObject({ code: 'CANCELLED' });
    release();
    (await stayed)();
    expect(limiter.active).toBe(0);
  });

  it('does not take a slot for a caller who has gone already', async () => {
    const limiter = new ConcurrencyLimiter({ name: 'jobs', limit: 1, maxQueued: 5 });
    await expect(limiter.acquire(AbortSignal.abort())).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(limiter.active).toBe(0);
  });

  it('counts a slot that is given back twice once', async () => {
    const limiter = new ConcurrencyLimiter({ name: 'jobs', limit: 2, maxQueued: 5 });
    const [first] = await Promise.all([limiter.acquire(never), limiter.acquire(never)]);
    first();
    first();
    expect(limiter.active).toBe(1);
  });

  it('never admits more than its limit, whatever comes and goes', async () => {
    const step = fc.record({ work: fc.nat(3), leaves: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 4 }),
        fc.array(step, { maxLength: 20 }),
        async (limit, steps) => {
          const limiter = new ConcurrencyLimiter({ name: 'jobs', limit, maxQueued: 100 });
          let [running, peak] = [0, 0];
          const jobs = steps.map(async ({ work, leaves }) => {
            const stop = new AbortController();
            const slot = limiter.acquire(stop.signal);
            if (leaves) stop.abort();
            const release = await slot.catch(() => undefined);
            if (!release) return;
            running += 1;
            peak = Math.max(peak, running);
            for (let turn = 0; turn < work; turn += 1) await Promise.resolve();
            running -= 1;
            release();
          });
          await Promise.all(jobs);
          expect(peak).toBeLessThanOrEqual(limit);
          expect(limiter).toMatchObject({ active: 0, queued: 0 });
        },
      ),
      { numRuns: 100 },
    );
  });
});

describe('mapLimited', () => {
  it('keeps the order and the limit', async () => {
    let [running, peak] = [0, 0];
    const results = await mapLimited([5, 1, 3, 2], 2, async (turns, index) => {
      running += 1;
      peak = Math.max(peak, running);
      for (let turn = 0; turn < turns; turn += 1) await flush();
      running -= 1;
      return index;
    });
    expect(results).toEqual([0, 1, 2, 3]);
    expect(peak).toBe(2);
  });

  it('starts nothing after a failure, and waits for what runs', async () => {
    const started: number[] = [];
    let ended = 0;
    const work = mapLimited([0, 1, 2, 3], 2, async (item) => {
      started.push(item);
      if (item === 0) throw new TypeError('broken');
      await flush();
      ended += 1;
    });
    await expect(work).rejects.toThrow('broken');
    expect(started).toEqual([0, 1]);
    expect(ended).toBe(1);
  });
});
