import type { VideoGenerationError } from '../../domain/errors/video-generation-error.js';
import type { RetryPolicy } from '../../domain/policy/gateway-policies.js';

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

/** True if the policy tries such a failure again. */
export function isRetried(policy: RetryPolicy, error: VideoGenerationError): boolean {
  return error.retryable && policy.codes.includes(error.code);
}
