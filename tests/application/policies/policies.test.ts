import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  admit,
  afterOutcome,
  closedCircuit,
  isClosedOff,
} from '../../../application/policies/circuit-breaker.js';
import { RateLimiter } from '../../../application/policies/rate-limiter.js';
import { retryDelaySeconds } from '../../../application/policies/retry.js';
import { VideoGenerationError } from '../../../domain/errors/video-generation-error.js';
import {
  defaultPolicies,
  policyChangesSchema,
  withPolicyChanges,
} from '../../../domain/policy/gateway-policies.js';
import { FakeClock } from '../../fakes/fake-clock.js';

const { retry, breaker } = defaultPolicies;
const failed = (retryAfterSeconds?: number) =>
  new VideoGenerationError('NETWORK_ERROR', {
    message: 'x',
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
  });

describe('retryDelaySeconds', () => {
  it.each([
    ['exponential', [1, 2, 4, 8, 16, 32, 60, 60]],
    ['linear', [1, 2, 3, 4, 5, 6, 7, 8]],
    ['fixed', [1, 1, 1, 1, 1, 1, 1, 1]],
  ] as const)('%s', (strategy, expected) => {
    const policy = { ...retry, strategy, jitter: 'none' } as const;
    expect(expected.map((_, index) => retryDelaySeconds(policy, index + 1, failed(), () => 0.3))).toEqual(
      expected,
    );
  });

  it('waits a share of it with full jitter, and as long as it is told, up to an hour', () => {
    expect(retryDelaySeconds(retry, 3, failed(), () => 0.25)).toBe(1);
    expect(retryDelaySeconds(retry, 1, failed(90), () => 0)).toBe(90);
    expect(retryDelaySeconds(retry, 1, failed(315_360_000), () => 0)).toBe(3600);
    for (const senseless of [Number.NaN, -1])
      expect(retryDelaySeconds(retry, 1, failed(senseless), () => 0)).toBe(0);
  });
});

describe('circuit breaker', () => {
  const at = (seconds: number): string => new Date(seconds * 1000).toISOString();
  const run = (outcomes: readonly boolean[], everySeconds: number) =>
    outcomes.reduce(
      (circuit, succeeded, index) =>
        afterOutcome(circuit, { succeeded, at: at(index * everySeconds), probe: false }, breaker),
      closedCircuit,
    );

  it('opens by the fifth failure in a row, even if a call takes an hour', () => {
    expect(run([false, false, false, false], 3600).state).toBe('closed');
    expect(run([false, false, false, false, false], 3600).state).toBe('open');
  });

  it('opens by the share of failures within the window', () => {
    const mixed = Array.from({ length: 11 }, (_, index) => index % 2 === 1);
    expect(run(mixed, 30).state).toBe('open');
    expect(run(mixed, 300).state).toBe('closed');
  });

  it('lets one probe through, and gives up one that never comes back', () => {
    const open = run([false, false, false, false, false], 0);
    expect(isClosedOff(open, new Date(59_000))).toBe(true);
    const probing = admit(open, 'a/b', new Date(60_000), 660);
    expect(() => admit(probing, 'a/b', new Date(60_001), 660)).toThrow(/left alone/);
    expect(admit(probing, 'a/b', new Date(721_000), 660).state).toBe('half-open');
    const outcome = { at: at(61), probe: true };
    expect(afterOutcome(probing, { ...outcome, succeeded: true }, breaker)).toEqual(closedCircuit);
    expect(afterOutcome(probing, { ...outcome, succeeded: false }, breaker)).toMatchObject({
      state: 'open',
      reopensAt: at(121),
    });
  });
});

describe('RateLimiter', () => {
  it('never lets more through within any window than allowed, in order', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 1, max: 12 }),
        async (requests, callers) => {
          const clock = new FakeClock();
          const limiter = new RateLimiter(clock, { requests, perSeconds: 10 });
          const { signal } = new AbortController();
          const passed: { caller: number; at: number }[] = [];
          const work = Array.from({ length: callers }, async (_, caller) => {
            await limiter.pass(signal);
            passed.push({ caller, at: clock.monotonic() });
          });
          await clock.drive(Promise.all(work));
          expect(passed.map(({ caller }) => caller)).toEqual(passed.map((_, index) => index));
          for (const [index, { at }] of passed.entries()) {
            const earlier = passed[index - requests];
            if (earlier) expect(at - earlier.at).toBeGreaterThanOrEqual(10_000);
          }
        },
      ),
      { numRuns: 20 },
    );
  });

  it('holds everybody back for as long as the provider asks', async () => {
    const clock = new FakeClock();
    const limiter = new RateLimiter(clock);
    limiter.holdBack(30);
    await clock.drive(limiter.pass(new AbortController().signal));
    expect(clock.monotonic()).toBe(30_000);
  });
});

describe('policies', () => {
  it('are changed field by field, the request last', () => {
    const changed = withPolicyChanges(
      defaultPolicies,
      { retry: { attempts: 5, strategy: 'fixed' } },
      { retry: { attempts: 1 }, timeouts: { callSeconds: undefined } },
    );
    expect(changed.retry).toMatchObject({ attempts: 1, strategy: 'fixed', initialSeconds: 1 });
    expect(changed.timeouts).toEqual(defaultPolicies.timeouts);
    expect(policyChangesSchema.safeParse({ retry: { tries: 1 } }).success).toBe(false);
  });
});
