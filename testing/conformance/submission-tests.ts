import assert from 'node:assert/strict';
import { errorCodeOfStatus } from 'aether-video/plugin';
import type { FaultKind } from '../emulator/fault.js';
import { arrived, failureOf, verdictOf, type Rig } from './conformance-rig.js';
import type { Suite } from './conformance-suite.js';

/** Statuses by what they say of a submission. Source: RFC 9110; each but the refusals may come after acceptance. */
const refusals = [400, 401, 402, 403, 404, 422, 429];
const doubtful = [408, 409, 500, 502, 503, 504];

const spoilt: readonly FaultKind[] = [
  { kind: 'reset', accepted: false },
  { kind: 'reset', accepted: true },
  { kind: 'truncate' },
  { kind: 'wrong-length' },
  { kind: 'malformed' },
  { kind: 'empty' },
];

/** A submission is never sent twice, and its failure says what is known of it. */
export function submissionTests({ backend, test }: Suite): void {
  for (const status of [...refusals, ...doubtful]) {
    test(`answered with ${status} has the right code and verdict`, async (rig) => {
      rig.emulator.inject({ step: 'submit', kind: 'status', status });
      const error = await onePost(rig);
      assert.equal(error.code, backend.statusCodes?.[status] ?? errorCodeOfStatus(status));
      assert.equal(verdictOf(error), refusals.includes(status) ? 'rejected' : 'ambiguous');
    });
  }

  for (const fault of spoilt) {
    test(`is ambiguous after ${'accepted' in fault ? `a reset (accepted: ${fault.accepted})` : fault.kind}`, async (rig) => {
      rig.emulator.inject({ step: 'submit', ...fault });
      assert.equal(verdictOf(await onePost(rig)), 'ambiguous');
    });
  }

  test('is ambiguous when it is cancelled on the way', cancelledOnTheWay);

  test('is unsent when nobody listens', async ({ provider, request, call, emulator }) => {
    await emulator.close();
    const error = await failureOf(provider.start(request, call()), emulator.apiKey);
    assert.deepEqual([error.code, verdictOf(error)], ['NETWORK_ERROR', 'unsent']);
  });

  test('passes on how long to wait', passesOnWaiting);

  test('does not repeat a key that the server echoes', async (rig) => {
    const message = `Bad key ${rig.emulator.apiKey}!`;
    for (const status of [400, 401, 500]) {
      rig.emulator.inject({ step: 'submit', kind: 'status', status, message });
      await onePost(rig);
    }
  });

  test('is recognised or found again, where the provider promises it', recognised);
}

async function cancelledOnTheWay({ provider, request, call, emulator }: Rig): Promise<void> {
  emulator.inject({ step: 'submit', kind: 'hang', accepted: true });
  const stop = new AbortController();
  const starting = provider.start(request, call({ signal: stop.signal }));
  await arrived(emulator, 'submit');
  stop.abort();
  const error = await failureOf(starting, emulator.apiKey);
  assert.deepEqual([error.code, verdictOf(error)], ['CANCELLED', 'ambiguous']);
}

async function passesOnWaiting(rig: Rig): Promise<void> {
  const later = new Date(rig.host.clock.now().getTime() + 90_000);
  rig.emulator.inject({ step: 'submit', kind: 'status', status: 429, retryAfter: 12 });
  rig.emulator.inject({ step: 'submit', kind: 'status', status: 429, retryAfter: later });
  assert.equal((await onePost(rig)).retryAfterSeconds, 12);
  assert.equal((await onePost(rig)).retryAfterSeconds, 90);
}

/** The failure of a submission that went out once. */
async function onePost({ provider, request, call, emulator }: Rig): ReturnType<typeof failureOf> {
  const before = emulator.requestsTo('submit').length;
  const error = await failureOf(provider.start(request, call()), emulator.apiKey);
  assert.equal(emulator.requestsTo('submit').length - before, 1, 'a submission goes out exactly once');
  return error;
}

async function recognised({ provider, request, call, emulator }: Rig): Promise<void> {
  const { dedupe } = provider.descriptor;
  if (dedupe === 'none') return;
  emulator.inject({ step: 'submit', kind: 'reset', accepted: true });
  await failureOf(provider.start(request, call()), emulator.apiKey);
  assert.equal(emulator.acceptedSubmissions, 1);
  if (dedupe === 'key') {
    await provider.start(request, call());
    const [first, second] = emulator
      .requestsTo('submit')
      .map(({ headers, bytes }) => `${JSON.stringify(headers)}${bytes.toString('utf8')}`);
    const { idempotencyKey } = call();
    assert(first?.includes(idempotencyKey) && second?.includes(idempotencyKey), 'the key is not forwarded');
  } else {
    const found = await provider.lookup?.(request, call());
    assert.equal(typeof found, 'object', 'it was accepted, but lookup does not find it');
    const never = await provider.lookup?.(request, call({ idempotencyKey: 'never-sent' }));
    assert.equal(typeof never, 'string', 'lookup finds what was never sent');
  }
  assert.equal(emulator.acceptedSubmissions, 1, 'it was bought twice');
}
