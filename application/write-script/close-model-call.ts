import { VideoGenerationError } from '../../domain/errors/video-generation-error.js';
import type { JournalEntry } from '../../domain/money/operation-journal.js';
import type { JournaledOperation } from '../run-operation/journaled-operation.js';

/** What the journal keeps of a model's call instead of a request: its answer cannot be fetched later. */
interface ModelCallMark {
  readonly languageModel: true;
  readonly task: string;
}

/** Marks a journal entry as a call of a language model. */
export const modelCallMark = (task: string): ModelCallMark => ({ languageModel: true, task });

/** True for an entry that no provider can be asked about. */
export function isModelCall({ request }: Pick<JournalEntry, 'request'>): boolean {
  return typeof request === 'object' && request !== null && 'languageModel' in request;
}

/**
 * Ends what a crash interrupted: its answer is lost, and it may have been charged, so that it counts with its
 * estimate. The video's job asks anew.
 */
export async function closeModelCall(record: JournaledOperation): Promise<VideoGenerationError> {
  const { providerId, model, estimate } = record.entry;
  const error = new VideoGenerationError('PROVIDER_ERROR', {
    message: `The process ended while “${providerId}/${model}” was writing. The answer is lost, and counts as charged.`,
    howToFix: 'Nothing has to be done: start the video again.',
    details: { providerId, model },
    billed: 'unknown',
  });
  await record.end({ state: 'failed', error: error.toJSON() }, estimate);
  return error;
}
