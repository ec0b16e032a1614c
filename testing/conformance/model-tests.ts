import assert from 'node:assert/strict';
import { arrived, assertNoSecret, failureOf, type Rig } from './conformance-rig.js';
import type { Suite } from './conformance-suite.js';

/** What a provider says of its models when it is asked; nothing of a provider that cannot be asked. */
export function modelTests({ test }: Suite): void {
  test('tells what a model can do and costs, as far as it can be asked', tells);

  test('leaves out models that nobody knows', async ({ provider, request, call }) => {
    const ids = [request.model.id, 'nobody/knows-this-model'];
    const found = await provider.describeModels?.(ids, call());
    assert.deepEqual(found?.map(({ id }) => id) ?? [request.model.id], [request.model.id]);
  });

  test('says why a model cannot be asked for, and whether to ask again', failsToTell);

  test('stops asking about a model when it is cancelled', async ({ provider, request, call, emulator }) => {
    if (!provider.describeModels) return;
    emulator.inject({ step: 'describe', kind: 'hang' });
    const stop = new AbortController();
    const asking = provider.describeModels([request.model.id], call({ signal: stop.signal }));
    await arrived(emulator, 'describe');
    stop.abort();
    assert.equal((await failureOf(asking, emulator.apiKey)).code, 'CANCELLED');
  });
}

async function tells({ provider, request, call, emulator }: Rig): Promise<void> {
  if (!provider.describeModels) return;
  const [model] = await provider.describeModels([request.model.id], call());
  assert(model, `${request.model.id} is not described`);
  assert.equal(model.id, request.model.id);
  assert.deepEqual(JSON.parse(JSON.stringify(model)), model, 'the description is plain JSON');
  assertNoSecret(model, emulator.apiKey, 'the description');
  assert(model.tasks.length > 0, 'it has no task');
  assert(model.promptLimit >= 0 && model.pictureQuality >= 0 && model.pictureQuality <= 1);
  if (model.price)
    assert(Number.isSafeInteger(model.price.micros) && !Number.isNaN(Date.parse(model.price.asOf)));
  assert(Array.isArray(provider.validate({ ...request, model })));
  assert.equal(emulator.acceptedSubmissions, 0);
}

async function failsToTell({ provider, request, call, emulator }: Rig): Promise<void> {
  if (!provider.describeModels) return;
  const ask = (): Promise<unknown> => provider.describeModels!([request.model.id], call());
  const passing = [
    { kind: 'status', status: 500 },
    { kind: 'status', status: 429 },
    { kind: 'reset' },
    { kind: 'truncate' },
    { kind: 'malformed' },
  ] as const;
  for (const fault of passing) {
    emulator.inject({ step: 'describe', ...fault });
    const error = await failureOf(ask(), emulator.apiKey);
    assert(error.retryable, `${fault.kind} may be asked again, but ${error.code} says no`);
  }
  const message = `Bad key ${emulator.apiKey}!`;
  emulator.inject({ step: 'describe', kind: 'status', status: 401, message });
  assert.equal((await failureOf(ask(), emulator.apiKey)).code, 'AUTHENTICATION_FAILED');
}
