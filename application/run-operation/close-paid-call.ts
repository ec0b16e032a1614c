import { VideoGenerationError } from '../../domain/errors/video-generation-error.js';
import type { JournalEntry } from '../../domain/money/operation-journal.js';
import type { JournaledOperation } from './journaled-operation.js';

/** What the journal keeps of a call that is answered at once, instead of a request: nobody can ask for it later. */
interface PaidCallMark {
  readonly paidCall: true;
  readonly task: string;
}

/** Marks a journal entry as a call of a service that answers at once. */
export const paidCallMark = (task: string): PaidCallMark => ({ paidCall: true, task });

/** True for an entry that no provider can be asked about. */
export function isPaidCall({ request }: Pick<JournalEntry, 'request'>): boolean {
  return typeof request === 'object' && request !== null && 'paidCall' in request;
}

/**
 * Ends what a crash interrupted: its answer is lost, and it may have been charged, so that it counts with its
 * estimate. The video that it was for asks anew.
 */
export async function closePaidCall(record: JournaledOperation): Promise<VideoGenerationError> {
  const { providerId, model, estimate, request } = record.entry;
  const { task } = request as PaidCallMark;
  const error = new VideoGenerationError('PROVIDER_ERROR', {
    message: `The process ended while “${providerId}/${model}” was ${task}. The answer is lost, and counts as charged.`,
    howToFix: 'Nothing has to be done: start the video again.',
    details: { providerId, model },
    billed: 'unknown',
  });
  await record.end({ state: 'failed', error: error.toJSON() }, estimate);
  return error;
}
