import { VideoGenerationError } from '../../domain/errors/video-generation-error.js';
import type { OperationStatus, ProviderOperation } from '../../domain/provider/provider-operation.js';
import type { ProviderCall } from '../../domain/provider/video-provider.js';
import { retryDelaySeconds } from '../policies/retry.js';
import { asProviderError, callInTime, untilAborted } from './call-provider.js';
import { checkStatus } from './check-operation.js';
import type { OperationCall, OperationParts, OperationWork } from './operation-terms.js';
import { pollDelaySeconds } from './poll-interval.js';

/** For the wait before it is asked for again. */
const notFound = new VideoGenerationError('PROVIDER_ERROR', { message: 'The operation is not known.' });

export type FinalStatus = Exclude<OperationStatus, { state: 'queued' | 'running' }>;

/** Answers in a row that make no sense before the work is given up: one may come from something in between. */
const senselessAnswers = 3;

export interface Following {
  readonly parts: Pick<OperationParts, 'clock' | 'random'>;
  readonly work: OperationWork;
  readonly call: OperationCall;
  readonly providerCall: ProviderCall;
}

/**
 * Asks until the work is final. Asking costs nothing, so failures that may pass are tried again for as long as
 * the signal allows.
 */
export async function followOperation(
  following: Following,
  operation: ProviderOperation,
): Promise<FinalStatus> {
  const { parts, work, call } = following;
  const { clock, random } = parts;
  const { location } = work.provider.descriptor;
  let failures = 0;
  let misses = 0;
  for (let polls = 1; ; polls += 1) {
    const asked = clock.monotonic();
    let delay: number;
    try {
      const status = await askOnce(following, operation);
      if (isFinal(status)) {
        misses = isNotFound(status) ? misses + 1 : 0;
        if (misses === 0 || misses >= senselessAnswers) return status;
        call.onRetry?.();
        await clock.sleep(
          retryDelaySeconds(work.policies.retry, misses, notFound, random) * 1000,
          call.signal,
        );
        continue;
      }
      [failures, misses] = [0, 0];
      call.onProgress?.(status);
      const answeredAfterSeconds = (clock.monotonic() - asked) / 1000;
      delay = pollDelaySeconds({ location, status, polls, answeredAfterSeconds });
    } catch (thrown) {
      const error = VideoGenerationError.from(thrown);
      failures += 1;
      if (call.signal.aborted || (!error.retryable && failures >= senselessAnswers)) throw error;
      call.onRetry?.();
      delay = retryDelaySeconds(work.policies.retry, failures, error, random);
    }
    if (delay > 0) await clock.sleep(delay * 1000, call.signal);
  }
}

/** What was just submitted may not be known everywhere yet: one such answer is not the end. */
function isNotFound(status: OperationStatus): boolean {
  return status.state === 'failed' && status.error.details.status === 404;
}

function isFinal(status: OperationStatus): status is FinalStatus {
  return status.state !== 'queued' && status.state !== 'running';
}

/** One look at the operation. */
export async function askOnce(
  { parts, work, call, providerCall }: Following,
  operation: ProviderOperation,
): Promise<OperationStatus> {
  const { provider, policies } = work;
  const { id, location } = provider.descriptor;
  const { signal } = call;
  try {
    // A local provider may wait for a change as long as the signal allows.
    const status = await (location === 'local'
      ? untilAborted(provider.status(operation, { ...providerCall, signal }), signal)
      : callInTime(
          {
            clock: parts.clock,
            providerId: id,
            what: 'status',
            seconds: policies.timeouts.callSeconds,
            signal,
          },
          (scope) => provider.status(operation, { ...providerCall, signal: scope }),
        ));
    return checkStatus(id, status);
  } catch (error) {
    throw asProviderError(id, error);
  }
}
