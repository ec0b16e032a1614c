import type { ProviderDescriptor } from '../../domain/provider/provider-descriptor.js';
import type { OperationStatus } from '../../domain/provider/provider-operation.js';

const shortest = 0.1;
const longest = 60;
const firstUnadvised = 2;
const longestUnadvised = 15;
const growth = 1.5;
/** A local provider's answer that came faster than this was not waited for. */
const answeredAtOnceSeconds = 0.005;
const pauseAfterAnAnswerAtOnce = 0.02;

export interface PollMoment {
  readonly location: ProviderDescriptor['location'];
  readonly status: OperationStatus;
  /** How many times the operation was asked about so far; at least 1. */
  readonly polls: number;
  /** How long the last answer took. */
  readonly answeredAfterSeconds: number;
}

/**
 * Seconds to wait before the next `status`. The provider's own advice counts, within bounds. Without any, a
 * remote provider is asked ever less often, and a local one at once: its `status` waits for a change by
 * itself. A local one that does not wait gets a short pause, lest it keep the process from everything else.
 */
export function pollDelaySeconds({ location, status, polls, answeredAfterSeconds }: PollMoment): number {
  const advice = 'pollAfterSeconds' in status ? status.pollAfterSeconds : undefined;
  if (advice !== undefined && advice >= 0) return Math.min(longest, Math.max(shortest, advice));
  if (location === 'remote') return Math.min(longestUnadvised, firstUnadvised * growth ** (polls - 1));
  return answeredAfterSeconds < answeredAtOnceSeconds ? pauseAfterAnAnswerAtOnce : 0;
}
