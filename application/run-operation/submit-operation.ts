import { throwIfCancelled, VideoGenerationError } from '../../domain/errors/video-generation-error.js';
import type { ProviderOperation } from '../../domain/provider/provider-operation.js';
import { submissionOf, withSubmission, type Submission } from '../../domain/provider/submission.js';
import type { ProviderCall } from '../../domain/provider/video-provider.js';
import { boundedRetryAfter, isRetried, retryDelaySeconds } from '../policies/retry.js';
import { asProviderError, callInTime, submitInTime } from './call-provider.js';
import { checkOperation } from './check-operation.js';
import type { OperationCall, OperationParts, OperationWork } from './operation-terms.js';

interface Failure {
  readonly error: VideoGenerationError;
  readonly submission: Submission;
}

export interface Submitting {
  readonly parts: Pick<OperationParts, 'clock' | 'random'>;
  readonly work: OperationWork;
  readonly call: OperationCall;
  readonly providerCall: ProviderCall;
  /** On the monotonic clock, milliseconds: no wait goes beyond it. */
  readonly deadline: number;
}

/**
 * Submits the work, once. It is sent again only if the first surely never arrived or was refused; one that may
 * have arrived is asked again with the same key (`dedupe: key`) or searched (`lookup`); else nobody can know.
 * @throws VideoGenerationError of the provider, with nothing submitted; SUBMISSION_UNKNOWN
 */
export async function submitOperation(submitting: Submitting): Promise<ProviderOperation> {
  const { parts, work, call, deadline } = submitting;
  const { retry } = work.policies;
  for (let tries = 1; ; tries += 1) {
    const outcome = await tryOnce(submitting);
    if ('operationId' in outcome) return outcome;
    const { error, submission } = outcome;
    const unknown = submission === 'ambiguous';
    const stays = await call.permit.tryFailed(error);
    const mayTry = unknown ? work.provider.descriptor.dedupe === 'key' : isRetried(retry, error);
    const seconds = retryDelaySeconds(retry, tries, error, parts.random);
    const inTime = parts.clock.monotonic() + seconds * 1000 < deadline;
    if (!mayTry || !stays || !inTime || tries >= retry.attempts || call.signal.aborted) {
      throw unknown ? submissionUnknown(submitting, error) : error;
    }
    call.onRetry?.();
    call.logger.debug('The submission is tried again.', { code: error.code, submission, seconds });
    // A cancellation during the wait is not the end of what may have arrived before it.
    const cancelled = await parts.clock.sleep(seconds * 1000, call.signal).then(
      () => false,
      () => true,
    );
    if (cancelled) throw unknown ? submissionUnknown(submitting, error) : error;
  }
}

/**
 * Takes up a submission of which only the intent is known. With `key` it is simply sent; with `lookup` it is
 * searched and sent only if the provider is sure that it never arrived.
 */
export async function recoverSubmission(submitting: Submitting): Promise<ProviderOperation> {
  const { work } = submitting;
  const { dedupe } = work.provider.descriptor;
  if (dedupe === 'key') return submitOperation(submitting);
  const crash = new VideoGenerationError('PROVIDER_ERROR', {
    message: 'The process ended while the request was being sent.',
  });
  if (dedupe === 'none') throw submissionUnknown(submitting, crash);
  const found = await search(submitting);
  if (found === 'unknown') throw submissionUnknown(submitting, crash);
  return found === 'absent' ? submitOperation(submitting) : found;
}

async function tryOnce(submitting: Submitting): Promise<ProviderOperation | Failure> {
  const { work, call } = submitting;
  try {
    await call.rate.pass(call.signal);
    throwIfCancelled(call.signal);
  } catch (error) {
    return { error: VideoGenerationError.from(error), submission: 'unsent' };
  }
  try {
    return await sendOnce(submitting);
  } catch (thrown) {
    const error = asProviderError(work.provider.descriptor.id, thrown);
    const submission = submissionOf(error);
    const wait = boundedRetryAfter(error);
    if (wait > 0) call.rate.holdBack(wait);
    if (submission !== 'ambiguous' || work.provider.descriptor.dedupe !== 'lookup') {
      return { error, submission };
    }
    const found = await search(submitting);
    if (found === 'unknown') return { error, submission: 'ambiguous' };
    return found === 'absent' ? { error: withSubmission(error, 'unsent'), submission: 'unsent' } : found;
  }
}

async function sendOnce({ parts, work, call, providerCall }: Submitting): Promise<ProviderOperation> {
  const { id } = work.provider.descriptor;
  const seconds = work.policies.timeouts.callSeconds;
  const terms = { clock: parts.clock, providerId: id, what: 'the submission', seconds, signal: call.signal };
  const operation = await submitInTime(terms, (signal) =>
    work.provider.start(work.request, { ...providerCall, signal }),
  );
  return checkOperation(id, operation);
}

/** Asks whether it arrived, even when the work was cancelled: what arrived has to be stopped. */
async function search({
  parts,
  work,
  providerCall,
}: Submitting): Promise<ProviderOperation | 'absent' | 'unknown'> {
  const { provider, policies } = work;
  if (!provider.lookup) return 'unknown';
  const seconds = policies.timeouts.callSeconds;
  const { signal } = new AbortController();
  const terms = { clock: parts.clock, providerId: provider.descriptor.id, what: 'lookup', seconds, signal };
  for (let tries = 1; tries <= policies.retry.attempts; tries += 1) {
    try {
      return await callInTime(terms, (scope) =>
        provider.lookup!(work.request, { ...providerCall, signal: scope }),
      );
    } catch (thrown) {
      const error = VideoGenerationError.from(thrown);
      if (!error.retryable) return 'unknown';
      await parts.clock.sleep(retryDelaySeconds(policies.retry, tries, error, parts.random) * 1000);
    }
  }
  return 'unknown';
}

function submissionUnknown(
  { work, providerCall }: Submitting,
  cause: VideoGenerationError,
): VideoGenerationError {
  const { id } = work.provider.descriptor;
  return new VideoGenerationError('SUBMISSION_UNKNOWN', {
    message: `It cannot be known whether “${id}” took the request: ${cause.message}`,
    details: {
      providerId: id,
      model: work.model,
      key: providerCall.idempotencyKey,
      submission: 'ambiguous',
      because: cause.code,
    },
    cause,
    billed: 'unknown',
  });
}
