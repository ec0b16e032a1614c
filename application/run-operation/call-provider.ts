import { cancellationOf, VideoGenerationError } from '../../domain/errors/video-generation-error.js';
import type { IClock } from '../../domain/time/clock.js';
import { withDeadline } from '../concurrency/with-deadline.js';

/** How long a submission under way may still answer after the work was cancelled, so that it can be stopped. */
const submissionGraceSeconds = 5;

/** Ours as it is; anything else becomes a failure of the provider, not of the framework. */
export function asProviderError(providerId: string, thrown: unknown): VideoGenerationError {
  if (VideoGenerationError.isInstance(thrown)) return thrown;
  const what = thrown instanceof Error ? thrown.message : String(thrown);
  return new VideoGenerationError('PROVIDER_ERROR', {
    message: `The provider “${providerId}” failed: ${what}`,
    details: { providerId },
    cause: thrown,
  });
}

/** Does not wait for a plugin that ignores its signal. */
export function untilAborted<Result>(work: Promise<Result>, signal: AbortSignal): Promise<Result> {
  return new Promise((resolve, reject) => {
    const aborted = (): void => reject(cancellationOf(signal));
    if (signal.aborted) aborted();
    else signal.addEventListener('abort', aborted, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', aborted));
  });
}

export interface CallTerms {
  readonly clock: IClock;
  readonly providerId: string;
  /** What is called, for the message, such as `status`. */
  readonly what: string;
  readonly seconds: number;
  readonly signal: AbortSignal;
}

/** One call of a provider within its deadline. @throws VideoGenerationError alone */
export async function callInTime<Result>(
  { clock, providerId, what, seconds, signal }: CallTerms,
  call: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const timeout = (): VideoGenerationError =>
    new VideoGenerationError('TIMEOUT', {
      message: `The provider “${providerId}” did not answer ${what} within ${seconds} s.`,
      howToFix: 'Try again, or raise gateway.timeouts.callSeconds in the settings.',
      details: { providerId, call: what, seconds },
    });
  try {
    return await withDeadline({ clock, signal, seconds, timeout }, (scope) =>
      untilAborted(call(scope), scope),
    );
  } catch (error) {
    throw asProviderError(providerId, error);
  }
}

/**
 * The same for a submission. When the work is cancelled meanwhile, the answer is waited for a little longer:
 * an operation that is known can be stopped, one that is not may cost money unseen.
 */
export async function submitInTime<Result>(
  terms: CallTerms,
  call: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const scope = new AbortController();
  const over = new AbortController();
  const giveUp = (): void => {
    const end = (): void => scope.abort(cancellationOf(terms.signal));
    terms.clock.sleep(submissionGraceSeconds * 1000, over.signal).then(end, () => undefined);
  };
  terms.signal.addEventListener('abort', giveUp, { once: true });
  try {
    return await callInTime({ ...terms, signal: scope.signal }, call);
  } finally {
    terms.signal.removeEventListener('abort', giveUp);
    over.abort();
  }
}
