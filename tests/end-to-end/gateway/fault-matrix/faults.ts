import type { Fault, FaultKind, Outcome } from '../../../../testing/emulator/fault.js';
import type { Ending, Endings } from './ending.js';

/** What comes of a fault that strikes once, and of one that strikes always. */
interface Frequencies {
  readonly once: Ending;
  readonly always: Ending;
}

/** A fault of the wire, and what comes of it at each step. */
export interface FaultClass {
  readonly name: string;
  readonly fault: FaultKind;
  readonly submit: Frequencies;
  readonly poll: Frequencies;
  readonly download: Frequencies;
}

const status = (code: number, more: object = {}): FaultKind => ({ kind: 'status', status: code, ...more });

/**
 * The one table of faults. At the submission there is never more than one POST, unless the first was refused without
 * charge; at the status a fault that passes is sat out; so it is at the download.
 */
export function faultClasses({
  delivered,
  free,
  assumed,
  paid,
  unknown,
  waiting,
}: Endings): readonly FaultClass[] {
  const both = (ending: Ending): Frequencies => ({ once: ending, always: ending });
  const passes = (always: Ending): Frequencies => ({ once: delivered, always });
  const [invalid, noKey] = [free('INVALID_REQUEST'), free('AUTHENTICATION_FAILED')];
  const noCredits = free('INSUFFICIENT_CREDITS');
  const busy = { once: { ...delivered, posts: 2 }, always: free('RATE_LIMIT_EXCEEDED', { posts: 3 }) };
  const tooLate = passes(assumed('TIMEOUT'));
  const lateFile = passes(paid('TIMEOUT'));
  const badFile = passes(paid('DOWNLOAD_REJECTED'));
  const row = (
    name: string,
    fault: FaultKind,
    submit: Frequencies,
    poll: Frequencies,
    download: Frequencies,
  ): FaultClass => ({ name, fault, submit, poll, download });
  const passing = (name: string, fault: FaultKind, accepted: 0 | 1): FaultClass =>
    row(name, fault, both(unknown(accepted)), tooLate, lateFile);
  return [
    row('400', status(400), both(invalid), passes(assumed('INVALID_REQUEST')), badFile),
    row('401', status(401), both(noKey), passes(waiting('AUTHENTICATION_FAILED')), badFile),
    row('402', status(402), both(noCredits), passes(waiting('INSUFFICIENT_CREDITS')), badFile),
    row('403', status(403), both(noKey), passes(waiting('AUTHENTICATION_FAILED')), badFile),
    row('404', status(404), both(invalid), passes(assumed('PROVIDER_ERROR')), badFile),
    row('408', status(408), both(unknown(0)), tooLate, lateFile),
    row('409', status(409), both(unknown(0)), passes(assumed('INVALID_REQUEST')), badFile),
    row('422', status(422), both(invalid), passes(assumed('INVALID_REQUEST')), badFile),
    row('429', status(429), busy, tooLate, lateFile),
    row('429, Retry-After', status(429, { retryAfter: 2 }), busy, tooLate, lateFile),
    passing('500', status(500), 0),
    passing('500, accepted', status(500, { accepted: true }), 1),
    passing('503', status(503), 0),
    passing('reset', { kind: 'reset' }, 0),
    passing('reset, accepted', { kind: 'reset', accepted: true }, 1),
    passing('hang', { kind: 'hang' }, 0),
    passing('hang, accepted', { kind: 'hang', accepted: true }, 1),
    passing('truncated', { kind: 'truncate' }, 1),
    row('wrong length', { kind: 'wrong-length' }, both(unknown(1)), tooLate, badFile),
    row('malformed', { kind: 'malformed' }, both(unknown(1)), tooLate, badFile),
    row('empty', { kind: 'empty' }, both(unknown(1)), tooLate, badFile),
  ];
}

/** A provider’s own way to disappoint, and what comes of it. */
export type Disappointment = readonly [outcome: Outcome, ending: Ending];

/** The faults that provider's own ways are injected with. */
export function outcomeFault(outcome: Outcome): Fault {
  return { step: outcome === 'link-expired' ? 'download' : 'submit', kind: 'outcome', outcome };
}

/** What may go wrong while a job is cancelled. */
export const cancelFaults: readonly (readonly [string, FaultKind | undefined])[] = [
  ['no fault', undefined],
  ['404', status(404)],
  ['500', status(500)],
  ['reset', { kind: 'reset' }],
  ['reset after acceptance', { kind: 'reset', accepted: true }],
  ['truncated', { kind: 'truncate' }],
  ['malformed', { kind: 'malformed' }],
];
