import { VideoGenerationError } from '../../domain/errors/video-generation-error.js';
import type { GeneratedMedia } from '../../domain/generation/unified-response.js';
import type { UnifiedRequest } from '../../domain/generation/unified-request.js';
import type { JournalEntry } from '../../domain/money/operation-journal.js';
import { isFinal } from '../../domain/money/journal-transitions.js';
import type { CircuitName } from '../../domain/provider/provider-health-store.js';
import type { OperationParts } from '../run-operation/operation-terms.js';
import type { MadeMedia } from './response-builder.js';
import type { UnfinishedWork } from './unfinished-work.js';

export interface EarlierWork {
  /** What the same request has made before, or what came of going on with it. */
  readonly made?: MadeMedia;
  readonly name: CircuitName;
  /** Attempts that are on record. */
  readonly attempts: number;
}

const nothing: EarlierWork = { name: { providerId: '', model: '' }, attempts: 0 };

/**
 * The same request id is the same piece of work: what it has made is handed out again, what is under way is
 * taken up. Only what failed or was cancelled is tried anew.
 * @throws VideoGenerationError INVALID_REQUEST if the id stands for another request; SUBMISSION_UNKNOWN;
 * LEASE_LOST if another process is at work on it
 */
export async function earlierWork(
  parts: Pick<OperationParts, 'journal' | 'custody'>,
  unfinished: UnfinishedWork,
  { requestId, mediaType }: UnifiedRequest,
  digest: string,
  signal: AbortSignal = new AbortController().signal,
): Promise<EarlierWork> {
  if (requestId === undefined) return nothing;
  const entries = await parts.journal.forRequest(requestId);
  if (entries.length === 0) return nothing;
  if (entries.some((entry) => entry.requestDigest !== digest)) throw anotherRequest(requestId);
  const entry = entries.find(({ state }) => state === 'delivered' || !isFinal(state));
  if (!entry) return { ...nothing, attempts: entries.length };
  const { providerId, model, key } = entry;
  const name = { providerId, model };
  if (entry.state === 'submission_unknown') throw VideoGenerationError.fromJSON(entry.error!);
  if (entry.state === 'delivered') {
    const made = await deliveredBefore(parts, entry, mediaType, signal);
    return { made, name, attempts: entries.length };
  }
  const { media, cost, warnings } = await unfinished.resume(key, signal);
  return { made: { media, cost, warnings, cacheHit: false }, name, attempts: entries.length };
}

async function deliveredBefore(
  { custody }: Pick<OperationParts, 'custody'>,
  { output, cost, estimate, key }: JournalEntry,
  mediaType: UnifiedRequest['mediaType'],
  signal: AbortSignal,
): Promise<MadeMedia> {
  const media = output && 'facts' in output ? (output.facts?.media as GeneratedMedia | undefined) : undefined;
  if (!media) throw fileIsGone(key);
  const { contentHash } = await custody.verify(media.path, mediaType, signal);
  if (contentHash !== media.contentHash) throw fileIsGone(key);
  return { media, cost: { micros: 0, currency: (cost ?? estimate).currency }, warnings: [], cacheHit: true };
}

function anotherRequest(requestId: string): VideoGenerationError {
  return new VideoGenerationError('INVALID_REQUEST', {
    message: `requestId: ${requestId} stands for another request.`,
    howToFix: 'Leave requestId away, or send the very same request with it.',
    details: { where: 'requestId', submission: 'unsent' },
  });
}

function fileIsGone(key: string): VideoGenerationError {
  return new VideoGenerationError('DOWNLOAD_REJECTED', {
    message: `The file of the operation ${key} is not what was delivered any more.`,
    howToFix: 'Leave requestId away to have it made, and paid for, again.',
    retryable: false,
    details: { key },
  });
}
