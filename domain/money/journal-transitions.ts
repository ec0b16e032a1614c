import { VideoGenerationError } from '../errors/video-generation-error.js';
import type { JournalEntry, JournalState } from './operation-journal.js';

/**
 * Where an entry may go from each state. A state without a way out is final. No state leads to itself: what
 * has been said once is not said again.
 */
export const journalTransitions: Readonly<Record<JournalState, readonly JournalState[]>> = {
  intent: ['submitted', 'failed', 'cancelled', 'submission_unknown'],
  submitted: ['succeeded', 'failed', 'cancelled'],
  // What was made may be rejected when it is fetched, or given up; its cost stays.
  succeeded: ['delivered', 'failed', 'cancelled'],
  // A person, or a search at the provider, found out.
  submission_unknown: ['submitted', 'failed', 'cancelled'],
  delivered: [],
  failed: [],
  cancelled: [],
};

/** True if nothing can follow. */
export function isFinal(state: JournalState): boolean {
  return journalTransitions[state].length === 0;
}

/** True if a process works on entries in this state: not once it is final or a person has to decide. */
export function isWorkable(state: JournalState): boolean {
  return !isFinal(state) && state !== 'submission_unknown';
}

/** @throws VideoGenerationError ILLEGAL_TRANSITION, also if there is no entry */
export function checkTransition(
  key: string,
  entry: Pick<JournalEntry, 'state'> | undefined,
  to: JournalState,
): void {
  if (entry && journalTransitions[entry.state].includes(to)) return;
  const from = entry?.state;
  throw new VideoGenerationError('ILLEGAL_TRANSITION', {
    message:
      from === undefined
        ? `The journal has no entry ${key}.`
        : `The journal entry ${key} is ${from}; it cannot become ${to}.`,
    details: { key, from, to },
  });
}

/**
 * Whether a change may be made under a lease.
 * @param lease the newest, `held` until it was released
 * @throws VideoGenerationError LEASE_LOST
 */
export function checkFencingToken(
  key: string,
  lease: { readonly token: number; readonly held: boolean; readonly owner: string } | undefined,
  fencingToken: number | undefined,
): void {
  const fits = fencingToken === undefined ? lease?.held !== true : lease?.token === fencingToken;
  if (fits) return;
  throw new VideoGenerationError('LEASE_LOST', {
    message: `The journal entry ${key} belongs to ${lease?.owner ?? 'nobody'} now; this change comes from somebody else.`,
    details: { key, owner: lease?.owner, newestToken: lease?.token, token: fencingToken },
  });
}

/** The error of a key that is begun twice. */
export function alreadyBegun(key: string): VideoGenerationError {
  return new VideoGenerationError('ILLEGAL_TRANSITION', {
    message: `The journal has an entry ${key} already; it is not begun twice.`,
    details: { key },
  });
}
