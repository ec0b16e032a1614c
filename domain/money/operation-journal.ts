import type { SerializedError } from '../errors/video-generation-error.js';
import type { Cost, OperationOutput, ProviderOperation } from '../provider/provider-operation.js';

export const IOperationJournal: unique symbol = Symbol.for('aether-video/IOperationJournal@1');

/**
 * Where a paid piece of work stands:
 * - `intent`: about to be submitted; after a crash nobody knows whether it was.
 * - `submitted`: the provider's handle is known.
 * - `succeeded`: the provider is done and the output is known, but not yet in custody.
 * - `delivered`, `failed`, `cancelled`: final.
 * - `submission_unknown`: it cannot be known whether the provider took it; a person decides.
 */
export type JournalState =
  'intent' | 'submitted' | 'succeeded' | 'delivered' | 'failed' | 'cancelled' | 'submission_unknown';

/** One submission to one provider. Plain JSON; never holds a secret. */
export interface JournalEntry {
  /** Unique; also the idempotency key that the provider gets. */
  readonly key: string;
  /** The request or job that it belongs to. */
  readonly requestId: string;
  /** Step within it, such as `attempt-2`. */
  readonly step: string;
  readonly providerId: string;
  readonly model: string;
  /** SHA-256 of the canonical request, hex. */
  readonly requestDigest: string;
  /** The request itself, to take the work up again. */
  readonly request: unknown;
  readonly estimate: Cost;
  readonly state: JournalState;
  readonly operation?: ProviderOperation;
  readonly output?: OperationOutput;
  /** As the provider reported it. */
  readonly cost?: Cost;
  readonly error?: SerializedError;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** What a state change brings with it. */
export type JournalChange = Pick<JournalEntry, 'state'> &
  Partial<Pick<JournalEntry, 'operation' | 'output' | 'cost' | 'error'>>;

/** Remembers every submission; what is acknowledged survives a crash and a power loss. */
export interface IOperationJournal {
  /** On disk before it resolves: only then may the submission be sent. @throws if the key exists */
  begin(entry: Omit<JournalEntry, 'state' | 'createdAt' | 'updatedAt'>): Promise<JournalEntry>;
  /** On disk before it resolves. @throws VideoGenerationError ILLEGAL_TRANSITION for a change that may not be */
  advance(key: string, change: JournalChange): Promise<JournalEntry>;
  get(key: string): Promise<JournalEntry | undefined>;
  forRequest(requestId: string): Promise<readonly JournalEntry[]>;
  /** All that are not final, oldest first, `submission_unknown` included. */
  unfinished(): Promise<readonly JournalEntry[]>;
}
