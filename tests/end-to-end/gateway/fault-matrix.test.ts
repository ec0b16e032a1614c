import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JobPace } from '../../../testing/emulator/emulated-jobs.js';
import type { Emulator } from '../../../testing/emulator/emulator.js';
import type { Fault, FaultKind } from '../../../testing/emulator/fault.js';
import { startEmulator } from '../../../testing/emulator/start-emulator.js';
import { runwayEmulator } from '../../../testing/emulators/runway/runway-emulator.js';
import { booksOf, startBench, temporaryFolder, type GatewayBench } from './gateway-bench.js';

/** 2 s of gen4.5 at 12 credits a second and a cent a credit, in millionths. */
const price = 240_000;

/** What a request has to come to. */
interface Ending {
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

const reserve = `reserve ${price}`;
const delivered: Ending = {
  ends: 'completed',
  posts: 1,
  accepted: 1,
  cost: price,
  books: `delivered, ${reserve}, settle ${price}`,
};
const free = (code: string, accepted = 0, posts = 1): Ending => ({
  ends: `failed ${code} no`,
  posts,
  accepted,
  cost: 0,
  books: `failed, ${reserve}, release ${price}`,
});
const paid = (code: string, billed: 'yes' | 'unknown'): Ending => ({
  ends: `failed ${code} ${billed}`,
  posts: 1,
  accepted: 1,
  cost: price,
  books: `failed, ${reserve}, settle ${price}`,
});
const unknown = (accepted: 0 | 1): Ending => ({
  ends: 'submission_unknown SUBMISSION_UNKNOWN unknown',
  posts: 1,
  accepted,
  cost: 0,
  books: `submission_unknown, ${reserve}`,
});
const invalid = free('INVALID_REQUEST');
const noKey = free('AUTHENTICATION_FAILED');
const noCredits = free('INSUFFICIENT_CREDITS');
const lost = paid('PROVIDER_ERROR', 'unknown');
const tooLate = paid('TIMEOUT', 'unknown');
const lateFile = paid('TIMEOUT', 'yes');
const badFile = paid('DOWNLOAD_REJECTED', 'yes');
const never = (code: string): Ending => paid(code, 'unknown');

const status = (code: number, more: object = {}): FaultKind => ({ kind: 'status', status: code, ...more });
const outOfCredits = status(400, { message: 'You do not have enough credits to run this task.' });
const noPoll = 'INSUFFICIENT_CREDITS';

/**
 * One row for each fault: what comes of it at the submission, whether it strikes once or always (never more
 * than one POST unless the first was refused without charge); then at the status, once and always; then at the
 * download, once and always.
 */
type Row = readonly [
  name: string,
  fault: FaultKind,
  submit: { readonly once: Ending; readonly always: Ending },
  poll: { readonly once: Ending; readonly always: Ending },
  download: { readonly once: Ending; readonly always: Ending },
];

const both = (ending: Ending): { once: Ending; always: Ending } => ({ once: ending, always: ending });
const passes = (always: Ending): { once: Ending; always: Ending } => ({ once: delivered, always });
const busy = {
  once: { ...delivered, posts: 2 },
  always: free('RATE_LIMIT_EXCEEDED', 0, 3),
};

const rows: readonly Row[] = [
  ['400', status(400), both(invalid), passes(never('INVALID_REQUEST')), passes(badFile)],
  ['401', status(401), both(noKey), passes(never('AUTHENTICATION_FAILED')), passes(badFile)],
  ['402', status(402), both(noCredits), passes(never(noPoll)), passes(badFile)],
  ['out of credits, as 400', outOfCredits, both(noCredits), passes(never(noPoll)), passes(badFile)],
  ['403', status(403), both(noKey), passes(never('AUTHENTICATION_FAILED')), passes(badFile)],
  ['404', status(404), both(invalid), passes(lost), passes(badFile)],
  ['408', status(408), both(unknown(0)), passes(tooLate), passes(lateFile)],
  ['409', status(409), both(unknown(0)), passes(never('INVALID_REQUEST')), passes(badFile)],
  ['422', status(422), both(invalid), passes(never('INVALID_REQUEST')), passes(badFile)],
  ['429', status(429), busy, passes(tooLate), passes(lateFile)],
  ['429, Retry-After', status(429, { retryAfter: 0.02 }), busy, passes(tooLate), passes(lateFile)],
  ['500', status(500), both(unknown(0)), passes(tooLate), passes(lateFile)],
  ['500, accepted', status(500, { accepted: true }), both(unknown(1)), passes(tooLate), passes(lateFile)],
  ['503', status(503), both(unknown(0)), passes(tooLate), passes(lateFile)],
  ['reset', { kind: 'reset' }, both(unknown(0)), passes(tooLate), passes(lateFile)],
  ['reset, accepted', { kind: 'reset', accepted: true }, both(unknown(1)), passes(tooLate), passes(lateFile)],
  ['hang', { kind: 'hang' }, both(unknown(0)), passes(tooLate), passes(lateFile)],
  ['hang, accepted', { kind: 'hang', accepted: true }, both(unknown(1)), passes(tooLate), passes(lateFile)],
  ['truncated', { kind: 'truncate' }, both(unknown(1)), passes(tooLate), passes(lateFile)],
  ['wrong length', { kind: 'wrong-length' }, both(unknown(1)), passes(tooLate), passes(badFile)],
  ['malformed', { kind: 'malformed' }, both(unknown(1)), passes(tooLate), passes(badFile)],
  ['empty', { kind: 'empty' }, both(unknown(1)), passes(tooLate), passes(badFile)],
];

/** The provider's own ways to disappoint, injected where they belong. */
const disappointments: readonly (readonly [string, Fault, Ending])[] = [
  [
    'moderated input, which Runway charges',
    { step: 'submit', kind: 'outcome', outcome: 'moderated-input' },
    paid('CONTENT_POLICY_VIOLATION', 'yes'),
  ],
  [
    'moderated output',
    { step: 'submit', kind: 'outcome', outcome: 'moderated-output' },
    free('CONTENT_POLICY_VIOLATION', 1),
  ],
  ['out of credits', { step: 'submit', kind: 'outcome', outcome: 'out-of-credits' }, noCredits],
  [
    'success with an empty result',
    { step: 'submit', kind: 'outcome', outcome: 'empty-result' },
    paid('PROVIDER_ERROR', 'yes'),
  ],
  ['a failed job', { step: 'submit', kind: 'outcome', outcome: 'job-failed' }, free('PROVIDER_ERROR', 1)],
  [
    'a job that the provider cancels',
    { step: 'submit', kind: 'outcome', outcome: 'job-cancelled' },
    free('PROVIDER_ERROR', 1),
  ],
  ['a throttled job', { step: 'submit', kind: 'outcome', outcome: 'throttled' }, delivered],
  [
    'an unknown state',
    { step: 'submit', kind: 'outcome', outcome: 'unknown-state' },
    never('PROVIDER_PROTOCOL_ERROR'),
  ],
  ['an expired link', { step: 'download', kind: 'outcome', outcome: 'link-expired' }, delivered],
  [
    'links that are always expired',
    { step: 'download', times: Infinity, kind: 'outcome', outcome: 'link-expired' },
    badFile,
  ],
];

/** An account of its own, so that several rows can be tried at once. */
interface Lane {
  readonly emulator: Emulator;
  readonly bench: GatewayBench;
  readonly endings: Map<string, Ending>;
}

const steps = ['submit', 'poll', 'download'] as const;
const often = [
  ['once', 1],
  ['always', Infinity],
] as const;
const lanes = new Map<string, Lane>();
const folders: ReturnType<typeof temporaryFolder>[] = [];

async function openLane(name: string, pace: JobPace): Promise<Lane> {
  const temporary = temporaryFolder();
  folders.push(temporary);
  const emulator = await startEmulator(runwayEmulator, { pace });
  const lane = { emulator, bench: await startBench(emulator, temporary.folder), endings: new Map() };
  lanes.set(name, lane);
  return lane;
}

/** One lane for each step: what waits in one does not hold the others up. */
beforeAll(async () => {
  await openLane('slow', { by: 'time', seconds: 60 });
  await Promise.all(
    steps.map(async (step) => {
      const lane = await openLane(step, { by: 'polls', polls: 0 });
      for (const [name, fault] of rows) {
        for (const [how, times] of often) {
          lane.endings.set(`${name}, ${how}`, await endingOf(lane, { step, times, ...fault }));
        }
      }
    }),
  );
});
afterAll(async () => {
  for (const { bench, emulator } of lanes.values()) {
    await bench.dispose();
    await emulator.close();
  }
  for (const temporary of folders) temporary.remove();
});

/** A hang shows only when time runs out: short for those, long enough for a busy machine for all others. */
function timeoutsOf({ kind, times = 1 }: Fault) {
  return { callSeconds: kind === 'hang' ? 0.4 : 20, operationSeconds: times === 1 ? 60 : 1 };
}

const clip = {
  provider: 'runway',
  model: 'gen4.5',
  prompt: 'Dawn over the sea',
  parameters: { duration: 2 },
};

async function endingOf(
  at: Pick<Lane, 'emulator' | 'bench'>,
  fault: Fault | undefined,
  listener?: (stop: () => void) => { onProgress(progress: { state: string }): void },
): Promise<Ending> {
  at.emulator.clearFaults();
  if (fault) at.emulator.inject(fault);
  const posts = at.emulator.requestsTo('submit').length;
  const accepted = at.emulator.acceptedSubmissions;
  const requestId = randomUUID();
  const stop = new AbortController();
  const response = await at.bench.service.generate(
    { ...clip, requestId },
    {
      signal: stop.signal,
      ...(fault && { timeouts: timeoutsOf(fault) }),
      ...listener?.(() => stop.abort()),
    },
  );
  const books = await booksOf(at.bench, requestId);
  return {
    ends: [response.status, response.error?.code, response.error?.billed].filter(Boolean).join(' '),
    posts: at.emulator.requestsTo('submit').length - posts,
    accepted: at.emulator.acceptedSubmissions - accepted,
    cost: response.cost.micros,
    books: books
      .map(({ entry, lines }) =>
        [entry.state, ...lines.map(({ kind, cost }) => `${kind} ${cost.micros}`)].join(', '),
      )
      .join('; '),
  };
}

it('without a fault', async () => {
  expect(await endingOf(lanes.get('submit')!, undefined)).toEqual(delivered);
});

describe.each(rows)('%s', (name, _fault, submit, poll, download) => {
  const expected = { submit, poll, download };
  it.each(steps.flatMap((step) => often.map(([how]) => [step, how] as const)))('at %s, %s', (step, how) => {
    expect(lanes.get(step)!.endings.get(`${name}, ${how}`)).toEqual(expected[step][how]);
  });
});

it.each(disappointments)('%s', async (_name, fault, ending) => {
  expect(await endingOf(lanes.get('submit')!, fault)).toEqual(ending);
});

/** Runway does not say what a deleted task cost: the estimate stands for it. */
const stopped: Ending = {
  ends: 'cancelled CANCELLED unknown',
  posts: 1,
  accepted: 1,
  cost: price,
  books: `cancelled, ${reserve}, settle ${price}`,
};

it.each<readonly [string, FaultKind | undefined]>([
  ['no fault', undefined],
  ['404', status(404)],
  ['500', status(500)],
  ['reset', { kind: 'reset' }],
  ['reset after acceptance', { kind: 'reset', accepted: true }],
  ['truncated', { kind: 'truncate' }],
  ['malformed', { kind: 'malformed' }],
])('a cancellation with %s at cancel', async (_name, fault) => {
  const atCancel: Fault | undefined = fault && { step: 'cancel', ...fault };
  const ending = await endingOf(lanes.get('slow')!, atCancel, (stop) => ({
    onProgress: ({ state }) => {
      if (state === 'queued') stop();
    },
  }));
  expect(ending).toEqual(stopped);
});

it('leaves nothing unfinished but what nobody can know, and the whole ledger balanced', async () => {
  for (const { bench } of lanes.values()) {
    const unfinished = await bench.journal.unfinished();
    expect(unfinished.filter(({ state }) => state !== 'submission_unknown')).toEqual([]);
    const open = new Set(unfinished.map(({ key }) => key));
    const lines = await bench.ledger.lines();
    for (const { key } of lines) {
      expect(lines.filter((line) => line.key === key)).toHaveLength(open.has(key) ? 1 : 2);
    }
  }
});
