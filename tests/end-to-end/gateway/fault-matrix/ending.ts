import type { ProvenRequest } from '../proven-providers.js';

/** What a request has to come to. */
export interface Ending {
  /** Status, error code and whether it was billed. */
  readonly ends: string;
  /** Paid POSTs on the wire. */
  readonly posts: number;
  /** Jobs that the provider took. */
  readonly accepted: number;
  /** Cost in the response, millionths. */
  readonly cost: number;
  /** State in the journal, and the lines of the ledger in their order. */
  readonly books: string;
}

/** The endings that faults come to. */
export interface Endings {
  readonly delivered: Ending;
  /** Nothing was made, and nothing is owed. */
  readonly free: (code: string, more?: { readonly accepted?: number; readonly posts?: number }) => Ending;
  /** The provider took it, and nobody knows what it charges: the estimate stands. */
  readonly assumed: (code: string) => Ending;
  /** The provider made it and charges it, but it could not be had. */
  readonly paid: (code: string) => Ending;
  /** The provider took it, and only its account is refused now: it stays on record. */
  readonly waiting: (code: string) => Ending;
  /** Nobody can know whether the provider took it. */
  readonly unknown: (accepted: 0 | 1) => Ending;
  /** Stopped on request; nobody says what it cost. */
  readonly cancelled: Ending;
  /** Stopped on request before it cost anything, as the provider says. */
  readonly stoppedFree: Ending;
}

const line = (kind: string, micros: number): string => `${kind} ${micros}`;

/** The endings for work at a price; without one (0) the ledger settles nothing. */
export function endingsAt({
  estimate,
  charge = estimate,
}: Pick<ProvenRequest, 'estimate' | 'charge'>): Endings {
  const reserve = line('reserve', estimate);
  const booked = (micros: number): string =>
    `${reserve}, ${micros > 0 ? line('settle', micros) : line('release', estimate)}`;
  return {
    delivered: {
      ends: 'completed',
      posts: 1,
      accepted: 1,
      cost: charge,
      books: `delivered, ${reserve}, ${line('settle', charge)}`,
    },
    free: (code, { accepted = 0, posts = 1 } = {}) => ({
      ends: `failed ${code} no`,
      posts,
      accepted,
      cost: 0,
      books: `failed, ${booked(0)}`,
    }),
    assumed: (code) => ({
      ends: `failed ${code} unknown`,
      posts: 1,
      accepted: 1,
      cost: estimate,
      books: `failed, ${booked(estimate)}`,
    }),
    paid: (code) => ({
      ends: `failed ${code} ${charge > 0 ? 'yes' : 'unknown'}`,
      posts: 1,
      accepted: 1,
      cost: charge,
      books: `failed, ${reserve}, ${line('settle', charge)}`,
    }),
    waiting: (code) => ({
      ends: `failed ${code} unknown`,
      posts: 1,
      accepted: 1,
      cost: 0,
      books: `submitted, ${reserve}`,
    }),
    unknown: (accepted) => ({
      ends: 'submission_unknown SUBMISSION_UNKNOWN unknown',
      posts: 1,
      accepted,
      cost: 0,
      books: `submission_unknown, ${reserve}`,
    }),
    cancelled: {
      ends: 'cancelled CANCELLED unknown',
      posts: 1,
      accepted: 1,
      cost: estimate,
      books: `cancelled, ${booked(estimate)}`,
    },
    stoppedFree: {
      ends: 'cancelled CANCELLED no',
      posts: 1,
      accepted: 1,
      cost: 0,
      books: `cancelled, ${booked(0)}`,
    },
  };
}
