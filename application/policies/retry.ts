import { VideoGenerationError } from '../../domain/errors/video-generation-error.js';
import type { RetryPolicy } from '../../domain/policy/gateway-policies.js';
import type { IClock } from '../../domain/time/clock.js';

/** A number from 0 to below 1; injected, so that tests know it. */
export type Random = () => number;

/** Longest wait that anybody may ask for, seconds. */
const longestWait = 3600;

/** `Retry-After` as it is obeyed: never negative, never more than an hour, nothing that is not a number. */
export function boundedRetryAfter(error: VideoGenerationError): number {
  const seconds = error.retryAfterSeconds ?? 0;
  return seconds > 0 ? Math.min(longestWait, seconds) : 0;
}

/**
 * Seconds to wait after the `failures`th failure in a row: by strategy, bounded, jittered, and never less than
 * the other side asked for. Full jitter: “Exponential Backoff And Jitter”, AWS Architecture Blog, 2015.
 */
export function retryDelaySeconds(
  policy: RetryPolicy,
  failures: number,
  error: VideoGenerationError,
  random: Random,
): number {
  const growth = {
    exponential: policy.multiplier ** (failures - 1),
    linear: failures,
    fixed: 1,
  }[policy.strategy];
  const bounded = Math.min(policy.maximumSeconds, policy.initialSeconds * growth);
  const jittered = policy.jitter === 'full' ? bounded * random() : bounded;
  return Math.max(jittered, boundedRetryAfter(error));
}

export interface RetryTerms {
  readonly policy: RetryPolicy;
  readonly clock: IClock;
  readonly random: Random;
  readonly signal: AbortSignal;
  /** On the clock's monotonic time, milliseconds: a wait that would end later is not begun. */
  readonly deadline: number;
  /** Whether this failure may be tried again at all, whatever the policy's codes say. */
  mayRetry(error: VideoGenerationError): boolean;
  onRetry?(error: VideoGenerationError, seconds: number): void;
}

/** True if the policy tries such a failure again. */
export function isRetried(policy: RetryPolicy, error: VideoGenerationError): boolean {
  return error.retryable && policy.codes.includes(error.code);
}

/** Tries until it works, the tries are used up, or the failure is not one to try again. */
export async function withRetry<Result>(terms: RetryTerms, work: () => Promise<Result>): Promise<Result> {
  const { policy, clock, random, signal, deadline } = terms;
  for (let failures = 1; ; failures += 1) {
    try {
      return await work();
    } catch (thrown) {
      const error = VideoGenerationError.from(thrown);
      if (failures >= policy.attempts || signal.aborted) throw error;
      if (!isRetried(policy, error) || !terms.mayRetry(error)) throw error;
      const seconds = retryDelaySeconds(policy, failures, error, random);
      if (clock.monotonic() + seconds * 1000 >= deadline) throw error;
      terms.onRetry?.(error, seconds);
      await clock.sleep(seconds * 1000, signal);
    }
  }
}
