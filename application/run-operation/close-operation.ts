import type { ErrorCode } from '../../domain/errors/error-codes.js';
import { VideoGenerationError } from '../../domain/errors/video-generation-error.js';
import type { JournalChange } from '../../domain/money/operation-journal.js';
import type { Cost, OperationStatus, ProviderOperation } from '../../domain/provider/provider-operation.js';
import type { ProviderCall } from '../../domain/provider/video-provider.js';
import { callInTime } from './call-provider.js';
import { checkStatus } from './check-operation.js';
import type { JournaledOperation } from './journaled-operation.js';
import type { OperationCall, OperationParts, OperationWork } from './operation-terms.js';

/** Refusals of the account, not of the work: a person can put them right, and what was made is still there. */
const accountRefusals: readonly ErrorCode[] = ['AUTHENTICATION_FAILED', 'INSUFFICIENT_CREDITS'];

/** How long a provider may take to stop an operation. */
const cancelSeconds = 8;

export interface Closing {
  readonly parts: Pick<OperationParts, 'clock'>;
  readonly work: OperationWork;
  readonly call: OperationCall;
  readonly providerCall: ProviderCall;
  readonly record: JournaledOperation;
}

/**
 * Ends the record of work that failed or was cancelled, with its true cost as far as anybody knows: of what was
 * accepted and cannot be stopped, the estimate. Work that the provider took and only refuses to tell about is left
 * for a later resume.
 * @returns the error, with `billed` to match
 */
export async function closeOperation(
  closing: Closing,
  error: VideoGenerationError,
): Promise<VideoGenerationError> {
  const { record, call } = closing;
  const { detached, accepted } = error.details;
  if (record.lost.signal.aborted || error.code === 'LEASE_LOST') return error;
  if (detached === true || accepted !== undefined) return error;
  const { state, operation } = record.entry;
  try {
    if (error.code === 'SUBMISSION_UNKNOWN') {
      if (state === 'intent') await record.advance({ state: 'submission_unknown', error: error.toJSON() });
      return error;
    }
    // Nothing was accepted: a submission that may have been is SUBMISSION_UNKNOWN.
    if (state === 'intent') return await ended(record, withBilled(error, 'no'), undefined);
    if (state === 'succeeded') {
      const { cost } = record.entry;
      const final = withBilled(error, cost && cost.micros > 0 ? 'yes' : unnamedCharge(closing.work));
      await record.advance(changeFor(final));
      return final;
    }
    if (state === 'submitted') return await afterSubmission(closing, operation!, error);
  } catch (failure) {
    const { code, message } = VideoGenerationError.from(failure);
    call.logger.error('The record of an operation could not be ended; it is taken up at the next start.', {
      key: record.entry.key,
      code,
      reason: message,
    });
  }
  return error;
}

async function afterSubmission(
  closing: Closing,
  operation: ProviderOperation,
  error: VideoGenerationError,
): Promise<VideoGenerationError> {
  const { record, call, work } = closing;
  if (call.signal.aborted) {
    const status = await stopped(closing, operation);
    const cost = status && 'cost' in status ? status.cost : undefined;
    // A task that is gone after its cancellation is `failed` too, and may have been charged all the same.
    const free =
      status?.state === 'cancelled' || (status?.state === 'failed' && status.error.billed === 'no');
    const charge = cost && (cost.micros > 0 ? 'yes' : 'no');
    if (cost || free) return ended(record, withBilled(error, charge ?? unnamedCharge(work)), cost);
    return ended(record, withBilled(error, 'unknown'), work.estimate);
  }
  const { charged } = error.details;
  if (isCost(charged)) return ended(record, error, charged);
  // A final failure of the provider says what was billed; without one the work may go on there unseen.
  if (isFinalWord(error)) return ended(record, error, error.billed === 'no' ? undefined : work.estimate);
  if (accountRefusals.includes(error.code)) return stillThere(error);
  return ended(record, withBilled(error, 'unknown'), work.estimate);
}

/** The provider does not say what became of the work, only that it does not tell us now: it stays on record. */
function stillThere(error: VideoGenerationError): VideoGenerationError {
  return new VideoGenerationError(error.code, {
    ...error.toJSON(),
    message: `${error.message} The work was accepted before, and stays on record.`,
    howToFix: `${error.howToFix} Then run “aether operations resume”: it fetches the work and pays nothing again.`,
    cause: error,
    billed: 'unknown',
  });
}

/** What is known of a charge that the provider did not name: none, unless it never names a price either. */
export function unnamedCharge({ provider, request }: OperationWork): VideoGenerationError['billed'] {
  const unpriced = request.input === 'prompt' && request.model.price === undefined;
  return unpriced && provider.descriptor.location === 'remote' ? 'unknown' : 'no';
}

/** Errors of asking carry none of this; those of a failed operation do. */
function isFinalWord({ details }: VideoGenerationError): boolean {
  return details.final === true;
}

function isCost(value: unknown): value is Cost {
  return typeof value === 'object' && value !== null && 'micros' in value && 'currency' in value;
}

function changeFor(error: VideoGenerationError): JournalChange {
  return { state: error.category === 'cancelled' ? 'cancelled' : 'failed', error: error.toJSON() };
}

async function ended(
  record: JournaledOperation,
  error: VideoGenerationError,
  cost: Cost | undefined,
): Promise<VideoGenerationError> {
  await record.end(changeFor(error), cost);
  return error;
}

function withBilled(
  error: VideoGenerationError,
  billed: VideoGenerationError['billed'],
): VideoGenerationError {
  if (error.billed === billed) return error;
  return new VideoGenerationError(error.code, { ...error.toJSON(), cause: error, billed });
}

/**
 * Tells the provider to stop, with signals of its own because ours is used up, and asks what became of it. It looks
 * first: what has ended is left alone, because cancelling may delete what was made.
 */
async function stopped(
  { parts, work, call, providerCall }: Closing,
  operation: ProviderOperation,
): Promise<OperationStatus | undefined> {
  const { provider } = work;
  const { id } = provider.descriptor;
  const { signal } = new AbortController();
  const terms = { clock: parts.clock, providerId: id, what: 'cancel', seconds: cancelSeconds, signal };
  const look = (): Promise<OperationStatus> =>
    callInTime({ ...terms, what: 'status' }, async (scope) =>
      checkStatus(id, await provider.status(operation, { ...providerCall, signal: scope })),
    );
  const before = await look().catch(() => undefined);
  if (before && before.state !== 'queued' && before.state !== 'running') return before;
  if (!provider.cancel) {
    call.logger.warn('The provider cannot cancel; its operation may go on.', { operation });
    return undefined;
  }
  try {
    await callInTime(terms, (scope) => provider.cancel!(operation, { ...providerCall, signal: scope }));
    return await look();
  } catch (error) {
    const { code, message } = VideoGenerationError.from(error);
    call.logger.warn('The provider did not cancel its operation.', { operation, code, reason: message });
    return undefined;
  }
}
