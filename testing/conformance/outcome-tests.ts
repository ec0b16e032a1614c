import assert from 'node:assert/strict';
import { VideoGenerationError, type ErrorCode, type OperationStatus } from 'aether-video/plugin';
import type { Outcome } from '../emulator/fault.js';
import { failureOf, verdictOf, type Rig } from './conformance-rig.js';
import type { Suite } from './conformance-suite.js';

/** What each disappointment must look like, whether the submission or the status tells it. */
const codes: Readonly<Partial<Record<Outcome, readonly ErrorCode[]>>> = {
  'moderated-input': ['CONTENT_POLICY_VIOLATION'],
  'moderated-output': ['CONTENT_POLICY_VIOLATION'],
  'empty-result': ['PROVIDER_ERROR', 'CONTENT_POLICY_VIOLATION'],
  'job-failed': ['PROVIDER_ERROR', 'TIMEOUT', 'INVALID_REQUEST'],
};

/** The ways of the provider to disappoint, as far as its emulator knows them. */
export function outcomeTests({ backend: { emulator }, test }: Suite): void {
  for (const outcome of emulator.outcomes) {
    const expected = codes[outcome];
    if (!expected) continue;
    test(`${outcome} becomes ${expected.join(' or ')}`, async (rig) => {
      const { error } = await ending(rig, outcome);
      assert(error && expected.includes(error.code), `it became ${error?.code ?? 'a success'}`);
    });
  }
  if (emulator.outcomes.includes('out-of-credits'))
    test('out-of-credits is refused before it costs', outOfCredits);
  if (emulator.outcomes.includes('unknown-state')) test('an unknown state is refused', unknownState);
  if (emulator.outcomes.includes('job-cancelled')) {
    test('work that the provider cancelled is cancelled', async (rig) => {
      assert.equal((await ending(rig, 'job-cancelled')).state, 'cancelled');
    });
  }
  if (emulator.outcomes.includes('throttled')) {
    test('throttled work is queued, not failed', async (rig) => {
      assert.equal((await ending(rig, 'throttled')).state, 'succeeded');
    });
  }
}

interface Ending {
  readonly state: OperationStatus['state'] | 'refused';
  readonly error: VideoGenerationError | undefined;
}

async function ending({ provider, request, call, emulator, finish }: Rig, outcome: Outcome): Promise<Ending> {
  emulator.inject({ step: 'submit', kind: 'outcome', outcome });
  try {
    const status = await finish(await provider.start(request, call()));
    return {
      state: status.state,
      error: status.state === 'failed' ? VideoGenerationError.fromJSON(status.error) : undefined,
    };
  } catch (thrown) {
    return { state: 'refused', error: VideoGenerationError.from(thrown) };
  }
}

async function outOfCredits({ provider, request, call, emulator }: Rig): Promise<void> {
  emulator.inject({ step: 'submit', kind: 'outcome', outcome: 'out-of-credits' });
  const error = await failureOf(provider.start(request, call()), emulator.apiKey);
  assert.deepEqual([error.code, verdictOf(error)], ['INSUFFICIENT_CREDITS', 'rejected']);
  assert.equal(emulator.acceptedSubmissions, 0);
}

async function unknownState({ provider, request, call, emulator, finish }: Rig): Promise<void> {
  emulator.inject({ step: 'submit', kind: 'outcome', outcome: 'unknown-state' });
  const operation = await provider.start(request, call());
  const error = await failureOf(finish(operation), emulator.apiKey);
  assert.equal(error.code, 'PROVIDER_PROTOCOL_ERROR');
}
