import type { Fault } from '../emulator/fault.js';

/** An error code, and whether the call may have been charged. */
interface Expected {
  readonly code: string;
  readonly verdict: 'unsent' | 'rejected' | 'ambiguous';
}

/** What may go wrong with a call of a language model, and what it must become. */
export const modelFaults: readonly (readonly [string, Fault, Expected])[] = [
  [
    'a bad request',
    { step: 'submit', kind: 'status', status: 400 },
    { code: 'INVALID_REQUEST', verdict: 'rejected' },
  ],
  [
    'a rate limit',
    { step: 'submit', kind: 'status', status: 429, retryAfter: 7 },
    { code: 'RATE_LIMIT_EXCEEDED', verdict: 'rejected' },
  ],
  [
    'a failure',
    { step: 'submit', kind: 'status', status: 500 },
    { code: 'PROVIDER_ERROR', verdict: 'ambiguous' },
  ],
  [
    'a connection that is cut',
    { step: 'submit', kind: 'reset', accepted: true },
    { code: 'NETWORK_ERROR', verdict: 'ambiguous' },
  ],
  [
    'an answer that is cut',
    { step: 'submit', kind: 'truncate' },
    { code: 'NETWORK_ERROR', verdict: 'ambiguous' },
  ],
  [
    'an answer that is no JSON',
    { step: 'submit', kind: 'malformed' },
    { code: 'PROVIDER_PROTOCOL_ERROR', verdict: 'ambiguous' },
  ],
  [
    'an empty answer',
    { step: 'submit', kind: 'empty' },
    { code: 'PROVIDER_PROTOCOL_ERROR', verdict: 'ambiguous' },
  ],
];
