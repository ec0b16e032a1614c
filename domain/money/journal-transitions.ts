import type { JournalState } from './operation-journal.js';

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
