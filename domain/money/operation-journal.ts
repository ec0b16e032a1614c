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
  /** Counts the leases that were given out, from 0. The newest lease has this token; older ones are stale. */
  readonly fencingToken: number;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** What is known when a submission is about to be made. */
export type NewJournalEntry = Omit<JournalEntry, 'state' | 'fencingToken' | 'createdAt' | 'updatedAt'>;

/** Who works on an entry. */
export interface JournalLease {
  /** Names the process or worker, for people; it proves nothing. */
  readonly owner: string;
  /** How long the owner may be silent before others take the work up. Renew after a third of it. */
  readonly ttlSeconds: number;
}

/** What a state change brings with it. */
export type JournalChange = Pick<JournalEntry, 'state'> &
  Partial<Pick<JournalEntry, 'operation' | 'output' | 'cost' | 'error'>>;

/**
 * Remembers every submission; what is acknowledged survives a crash and a power loss.
 *
 * Leases keep two processes from taking up the same entry. Time is the observer's own: an entry is free when
 * the one who asks has seen it unrenewed for the whole time to live by a clock that never jumps, or can prove
 * that its holder is dead. So no change of the wall clock ends a lease early, and a claim may have to be
 * asked for again later. A lease that ran out while its holder slept is not the end: until somebody else
 * claims the entry its token stays good, afterwards every change with it is refused.
 */
export interface IOperationJournal {
  /**
   * On disk before it resolves: only then may the submission be sent.
   * @param lease Claims the entry in the same breath; its token is the entry's `fencingToken`
   * @throws VideoGenerationError ILLEGAL_TRANSITION if the key exists
   */
  begin(entry: NewJournalEntry, lease?: JournalLease): Promise<JournalEntry>;
  /**
   * On disk before it resolves. A final state and `submission_unknown` end the lease.
   * @param fencingToken May be left out only while nobody holds the entry
   * @throws VideoGenerationError ILLEGAL_TRANSITION for a change that `journalTransitions` does not list or a
   * key that does not exist, LEASE_LOST if the entry belongs to somebody else
   */
  advance(key: string, change: JournalChange, fencingToken?: number): Promise<JournalEntry>;
  get(key: string): Promise<JournalEntry | undefined>;
  forRequest(requestId: string): Promise<readonly JournalEntry[]>;
  /** All that are not final, oldest first, `submission_unknown` included. */
  unfinished(): Promise<readonly JournalEntry[]>;
  /** The token to change the entry with; undefined if it is held, final or unknown. Not re-entrant. */
  claim(key: string, lease: JournalLease): Promise<number | undefined>;
  /** False: the entry is no longer ours. Stop working on it. */
  renew(key: string, fencingToken: number): Promise<boolean>;
  /** Lets others take the entry up at once. Does nothing if it is no longer ours. */
  release(key: string, fencingToken: number): Promise<void>;
}
