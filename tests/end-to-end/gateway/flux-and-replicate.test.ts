import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { UnifiedRequestInput } from '../../../domain/generation/unified-request.js';
import type { Emulator, EmulatorDefinition } from '../../../testing/emulator/emulator.js';
import type { Fault, Outcome } from '../../../testing/emulator/fault.js';
import { startEmulator } from '../../../testing/emulator/start-emulator.js';
import { fluxEmulator } from '../../../testing/emulators/flux/flux-emulator.js';
import { replicateEmulator } from '../../../testing/emulators/replicate/replicate-emulator.js';
import { booksOf, startBench, temporaryFolder, type GatewayBench } from './gateway-bench.js';

/** What a request comes to: how it ends and whether it was billed, paid POSTs, jobs taken, and the ledger's sum. */
type Row = readonly [name: string, fault: Fault | undefined, ending: string];

const outcome = (name: Outcome, step = 'submit'): Fault => ({ step, kind: 'outcome', outcome: name });
const status = (code: number, step = 'submit'): Fault => ({ step, kind: 'status', status: code });

/** Rows that come to the same, whatever the price. */
const common: readonly Row[] = [
  ['400', status(400), 'failed INVALID_REQUEST no, 1 POST, 0 taken, 0'],
  ['401', status(401), 'failed AUTHENTICATION_FAILED no, 1 POST, 0 taken, 0'],
  ['402', status(402), 'failed INSUFFICIENT_CREDITS no, 1 POST, 0 taken, 0'],
  ['422', status(422), 'failed INVALID_REQUEST no, 1 POST, 0 taken, 0'],
  ['out of credits', outcome('out-of-credits'), 'failed INSUFFICIENT_CREDITS no, 1 POST, 0 taken, 0'],
  ['500', status(500), 'submission_unknown SUBMISSION_UNKNOWN unknown, 1 POST, 0 taken, open'],
  ['reset', { step: 'submit', kind: 'reset' }, 'submission_unknown SUBMISSION_UNKNOWN unknown, 1 POST, 0 taken, open'],
  ['reset, accepted', { step: 'submit', kind: 'reset', accepted: true }, 'submission_unknown SUBMISSION_UNKNOWN unknown, 1 POST, 1 taken, open'],
  ['truncated', { step: 'submit', kind: 'truncate' }, 'submission_unknown SUBMISSION_UNKNOWN unknown, 1 POST, 1 taken, open'],
  ['malformed', { step: 'submit', kind: 'malformed' }, 'submission_unknown SUBMISSION_UNKNOWN unknown, 1 POST, 1 taken, open'],
  ['empty', { step: 'submit', kind: 'empty' }, 'submission_unknown SUBMISSION_UNKNOWN unknown, 1 POST, 1 taken, open'],
]; // prettier-ignore

/** Rows that depend on what a job costs, millionths. */
const priced = (price: number): readonly Row[] => [
  ['no fault', undefined, `completed, 1 POST, 1 taken, ${price}`],
  ['429, Retry-After', { ...status(429), retryAfter: 0.01 } as Fault, `completed, 2 POST, 1 taken, ${price}`],
  ['500 at the poll', status(500, 'poll'), `completed, 1 POST, 1 taken, ${price}`],
  ['reset at the poll', { step: 'poll', kind: 'reset' }, `completed, 1 POST, 1 taken, ${price}`],
  ['truncated at the poll', { step: 'poll', kind: 'truncate' }, `completed, 1 POST, 1 taken, ${price}`],
  ['malformed at the poll', { step: 'poll', kind: 'malformed' }, `completed, 1 POST, 1 taken, ${price}`],
  ['gone at the poll', status(404, 'poll'), `failed PROVIDER_ERROR unknown, 1 POST, 1 taken, ${price}`],
  ['truncated download', { step: 'download', kind: 'truncate' }, `completed, 1 POST, 1 taken, ${price}`],
  ['short download', { step: 'download', kind: 'wrong-length', times: Infinity }, `failed DOWNLOAD_REJECTED yes, 1 POST, 1 taken, ${price}`],
  ['expired link', outcome('link-expired', 'download'), `completed, 1 POST, 1 taken, ${price}`],
  ['moderated input', outcome('moderated-input'), `failed CONTENT_POLICY_VIOLATION unknown, 1 POST, 1 taken, ${price}`],
  ['moderated output', outcome('moderated-output'), `failed CONTENT_POLICY_VIOLATION unknown, 1 POST, 1 taken, ${price}`],
  ['failed job', outcome('job-failed'), `failed PROVIDER_ERROR unknown, 1 POST, 1 taken, ${price}`],
  ['empty result', outcome('empty-result'), `failed PROVIDER_ERROR yes, 1 POST, 1 taken, ${price}`],
  ['unknown state', outcome('unknown-state'), `failed PROVIDER_PROTOCOL_ERROR unknown, 1 POST, 1 taken, ${price}`],
]; // prettier-ignore

const cases: readonly (readonly [EmulatorDefinition, UnifiedRequestInput, readonly Row[]])[] = [
  [fluxEmulator, { provider: 'flux', mediaType: 'image', prompt: 'Dawn' }, [...common, ...priced(30_000)]],
  [
    replicateEmulator,
    { provider: 'replicate', model: 'bytedance/seedance-1-pro', prompt: 'Dawn' },
    [
      ...common,
      // Nobody says what anything costs: the ledger has 0 for it.
      ...priced(0).map(([name, fault, ending]): Row => {
        const isDownload = name === 'short download';
        return [name, fault, isDownload ? ending.replace(' yes,', ' unknown,') : ending];
      }),
      ['cancelled job', outcome('job-cancelled'), 'failed PROVIDER_ERROR unknown, 1 POST, 1 taken, 0'],
    ],
  ],
];

describe.each(cases)('$id', (definition, request, rows) => {
  let emulator: Emulator;
  let bench: GatewayBench;
  const temporary = temporaryFolder();

  beforeAll(async () => {
    // Asked once more than there are polls: states on the way are seen, too.
    emulator = await startEmulator(definition, { pace: { by: 'polls', polls: 0 } });
    bench = await startBench(emulator, temporary.folder);
  });
  afterAll(async () => {
    await bench.dispose();
    await emulator.close();
    temporary.remove();
  });

  it.each(rows)('%s', async (_name, fault, ending) => {
    emulator.clearFaults();
    if (fault) emulator.inject(fault);
    const posts = emulator.requestsTo('submit').length;
    const accepted = emulator.acceptedSubmissions;
    const requestId = randomUUID();
    const response = await bench.service.generate(
      { ...request, requestId },
      { timeouts: { callSeconds: 10, operationSeconds: 20 } },
    );
    const books = await booksOf(bench, requestId);
    const lines = books.flatMap((book) => book.lines);
    const settled = lines.filter(({ kind }) => kind === 'settle').map(({ cost }) => cost.micros);
    const isOpen = books.some(({ entry }) => entry.state === 'submission_unknown');
    const sum = isOpen ? 'open' : settled.reduce((total, micros) => total + micros, 0);
    const { error } = response;
    expect(
      [
        [response.status, error?.code, error?.billed].filter(Boolean).join(' '),
        `${emulator.requestsTo('submit').length - posts} POST`,
        `${emulator.acceptedSubmissions - accepted} taken`,
        sum,
      ].join(', '),
    ).toBe(ending);
    const unfinished = books.filter(({ entry }) =>
      ['intent', 'submitted', 'succeeded'].includes(entry.state),
    );
    expect(unfinished).toEqual([]);
  });
});
