import assert from 'node:assert/strict';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { Cost, PromptRequest, TimelineRequest } from 'aether-video/plugin';
import { arrived, assertNoSecret, failureOf, verdictOf, type Rig } from './conformance-rig.js';
import type { Suite } from './conformance-suite.js';

/** What a provider does when all goes well, and when it is told to stop. */
export function workTests({ test }: Suite): void {
  test('estimates and validates without a request', ({ provider, request, emulator }) => {
    assert.deepEqual(provider.validate(request), []);
    assertCost(provider.estimate(request));
    assert.equal(emulator.requests.length, 0);
    return Promise.resolve();
  });

  test('gives a handle that another process can go on from', goesOn);

  test('refuses whole timelines, unsent, unless it takes them', async ({ provider, call, emulator }) => {
    if (provider.descriptor.accepts.includes('timeline')) return;
    const timeline = { input: 'timeline', timeline: {} } as unknown as TimelineRequest;
    const error = await failureOf(provider.start(timeline, call()), emulator.apiKey);
    assert.deepEqual([error.code, verdictOf(error)], ['INVALID_REQUEST', 'unsent']);
    assert.equal(emulator.requests.length, 0);
  });

  test('drops no field silently', dropsNothing);

  test('refuses or reports options that it does not know', async (rig) => {
    const request = { ...rig.request, providerOptions: { surpriseOption: true } };
    if (rig.provider.validate(request).length > 0) return;
    const warnings = await warningsOf(rig, request);
    assert(warnings.includes('surpriseOption'), 'an unknown option vanished');
  });

  test('sends nothing once it is cancelled', sendsNothing);

  test('stops waiting for a status when it is cancelled', stopsWaiting);

  test('cancels, also twice, and never shows the work as done', cancels);

  test('says how it is without submitting', async ({ provider, call, emulator }) => {
    const health = await provider.checkHealth(call());
    assert.equal(health.healthy, true, health.message);
    assert(health.message.length > 0);
    assert.equal(emulator.acceptedSubmissions, 0);
  });

  test('survives answers of a status that cannot be used', survivesPolls);
}

async function sendsNothing({ provider, request, call, emulator }: Rig): Promise<void> {
  const starting = provider.start(request, call({ signal: AbortSignal.abort() }));
  const error = await failureOf(starting, emulator.apiKey);
  assert.deepEqual([error.code, verdictOf(error)], ['CANCELLED', 'unsent']);
  assert.equal(emulator.requests.length, 0);
}

async function stopsWaiting({ provider, request, call, emulator }: Rig): Promise<void> {
  const operation = await provider.start(request, call());
  emulator.inject({ step: 'poll', kind: 'hang' });
  const stop = new AbortController();
  const polling = provider.status(operation, call({ signal: stop.signal }));
  await arrived(emulator, 'poll');
  stop.abort();
  assert.equal((await failureOf(polling, emulator.apiKey)).code, 'CANCELLED');
}

async function goesOn({ provider, request, call, emulator, another, finish }: Rig): Promise<void> {
  const operation = await provider.start(request, call());
  assert.deepEqual(JSON.parse(JSON.stringify(operation)), operation, 'the handle is plain JSON');
  assert.equal(operation.providerId, provider.descriptor.id);
  assertNoSecret(operation, emulator.apiKey, 'the handle');
  const status = await finish(operation, await another());
  assert(status.state === 'succeeded', JSON.stringify(status));
  assertCost(status.cost);
  assertNoSecret(status, emulator.apiKey, 'the status');
  assert.equal(emulator.acceptedSubmissions, 1);
  if (status.output.mediaType === 'none') return;
  if (status.output.mediaType !== 'remote') {
    const { path: file } = status.output;
    assert.equal(path.dirname(file), call().workspace, 'a file lies in the call’s workspace');
    assert((await stat(file)).size > 0, 'the file is empty');
    return;
  }
  const { url, authenticated, expiresAt } = status.output;
  assert(expiresAt === undefined || !Number.isNaN(Date.parse(expiresAt)));
  const headers = authenticated ? provider.authorize?.(status.output) : {};
  const response = await fetch(url, { headers: { ...headers } });
  assert.equal(response.status, 200);
  assert((await response.arrayBuffer()).byteLength > 0);
}

function assertCost({ micros, currency }: Cost): void {
  assert(Number.isSafeInteger(micros) && micros >= 0, `${micros} are no micro-units`);
  assert.match(currency, /^[A-Z]{3}$/);
}

async function warningsOf({ provider, call, finish }: Rig, request: PromptRequest): Promise<string> {
  const status = await finish(await provider.start(request, call()));
  assert(status.state === 'succeeded', JSON.stringify(status));
  return JSON.stringify(status.warnings);
}

/** Values that can be recognised in whatever is sent. */
const marks = { seed: 1_234_567, negativePrompt: 'no zebra whatsoever' };

async function dropsNothing(rig: Rig): Promise<void> {
  const request = { ...rig.request, ...marks };
  if (rig.provider.validate(request).length > 0) return;
  const warnings = await warningsOf(rig, request);
  const sent = rig.emulator.requests.map(({ bytes }) => bytes.toString('utf8')).join('\n');
  for (const [field, value] of Object.entries(marks)) {
    assert(sent.includes(String(value)) || warnings.includes(field), `${field} vanished`);
  }
  assert(sent.includes(request.prompt), 'the prompt vanished');
}

async function cancels({ provider, request, call, emulator, finish }: Rig): Promise<void> {
  if (!provider.cancel) return;
  const operation = await provider.start(request, call());
  await provider.cancel(operation, call());
  await provider.cancel(operation, call());
  assert(emulator.requestsTo('cancel').length > 0, 'the provider was not told');
  const { state } = await finish(operation);
  assert.notEqual(state, 'succeeded');
}

async function survivesPolls({ provider, request, call, emulator, finish }: Rig): Promise<void> {
  const operation = await provider.start(request, call());
  emulator.inject({ step: 'poll', kind: 'status', status: 500 });
  emulator.inject({ step: 'poll', kind: 'status', status: 429, retryAfter: 7 });
  emulator.inject({ step: 'poll', kind: 'reset' });
  emulator.inject({ step: 'poll', kind: 'truncate' });
  emulator.inject({ step: 'poll', kind: 'malformed' });
  for (const what of ['500', '429', 'reset', 'truncate', 'malformed']) {
    const error = await failureOf(provider.status(operation, call()), emulator.apiKey);
    assert(error.retryable, `${what} may be asked again, but ${error.code} says no`);
    if (what === '429') assert.equal(error.retryAfterSeconds, 7);
  }
  assert.equal((await finish(operation)).state, 'succeeded');
}
