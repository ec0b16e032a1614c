import { afterEach, describe, expect, it } from 'vitest';
import type { FetchFunction, OperationStatus } from '../../../../plugin.js';
import { promptRequest } from '../../../../testing/conformance/conformance-rig.js';
import { loopbackFetch } from '../../../../testing/fakes/loopback-fetch.js';
import { describedModel, falKit, type FalKit } from './fal-kit.js';

const model = await describedModel('fal-ai/kling-video/v2.5-turbo/pro/text-to-video');
const request = promptRequest(model);

interface Scripted {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

let kit: FalKit;
afterEach(() => kit.emulator.close());

/** The emulator, but for one step, whose answer is as written here. */
async function scripted(step: RegExp, { status, body, headers = {} }: Scripted): Promise<void> {
  const fetch: FetchFunction = (input, init) => {
    const address = new URL(String(input)).pathname;
    if (!step.test(`${init?.method} ${address}`)) return loopbackFetch(input, init);
    return Promise.resolve(new Response(JSON.stringify(body), { status, headers }));
  };
  kit = await falKit('fal', fetch);
}
const submission = /^POST \/queue/;
const result = /^GET \/queue.*\/requests\/[\w-]+$/;
const status = /^GET \/queue.*\/status$/;

const modelError = (type: string, msg = 'It did not work.'): unknown => ({
  detail: [{ loc: ['body', 'prompt'], msg, type }],
});
const fromRunner = { 'x-fal-request-id': 'r-1' };

describe('a submission that fal refuses', () => {
  it.each<[string, Scripted, object]>([
    ['a wrong key', { status: 401, body: { detail: 'No access' } }, { code: 'AUTHENTICATION_FAILED' }],
    [
      'an empty balance',
      { status: 403, body: { detail: 'User is locked. Reason: Exhausted balance. Top up.' } },
      { code: 'INSUFFICIENT_CREDITS', howToFix: expect.stringContaining('dashboard') },
    ],
    [
      'another lock',
      { status: 403, body: { detail: 'User is locked. Reason: TOS.' } },
      { code: 'AUTHENTICATION_FAILED' },
    ],
    [
      'a limit',
      { status: 429, body: { detail: 'Slow down' }, headers: { 'retry-after': '9' } },
      { code: 'RATE_LIMIT_EXCEEDED', retryAfterSeconds: 9 },
    ],
    [
      'a model’s list',
      { status: 422, body: modelError('value_error'), headers: { 'x-fal-retryable': 'false' } },
      {
        code: 'INVALID_REQUEST',
        message: expect.stringContaining('prompt: It did not work.'),
        retryable: false,
      },
    ],
  ])('%s', async (_name, answer, error) => {
    await scripted(submission, answer);
    const starting = kit.provider.start(request, kit.call);
    await expect(starting).rejects.toMatchObject({ ...error, details: { submission: 'rejected' } });
  });

  it.each<[string, Scripted, object]>([
    [
      'a machine that was not there',
      { status: 503, body: { detail: 'x', error_type: 'runner_scheduling_failure' } },
      { code: 'PROVIDER_ERROR' },
    ],
    [
      'our own start timeout',
      { status: 504, body: { detail: 'x' }, headers: { 'x-fal-request-timeout-type': 'user' } },
      { code: 'TIMEOUT', retryable: false },
    ],
    ['no id', { status: 200, body: { status: 'IN_QUEUE' } }, { code: 'PROVIDER_PROTOCOL_ERROR' }],
    [
      'an id that is an address',
      { status: 200, body: { request_id: '../../x' } },
      { code: 'PROVIDER_PROTOCOL_ERROR' },
    ],
  ])('may have been taken after %s', async (_name, answer, error) => {
    await scripted(submission, answer);
    const starting = kit.provider.start(request, kit.call);
    await expect(starting).rejects.toMatchObject({ ...error, details: { submission: 'ambiguous' } });
  });
});

describe('COMPLETED is not success: the result', () => {
  it.each<[string, Scripted, object]>([
    [
      'content policy',
      { status: 422, body: modelError('content_policy_violation') },
      { code: 'CONTENT_POLICY_VIOLATION', billed: 'unknown' },
    ],
    [
      'a picture that fal could not load',
      { status: 422, body: modelError('image_load_error') },
      { code: 'INVALID_REQUEST', billed: 'unknown' },
    ],
    [
      'a model’s own timeout',
      { status: 504, body: modelError('generation_timeout') },
      { code: 'TIMEOUT', billed: 'no' },
    ],
    [
      'a model’s own fault',
      { status: 500, body: modelError('internal_server_error'), headers: { 'x-fal-retryable': 'false' } },
      { code: 'PROVIDER_ERROR', billed: 'no', retryable: false },
    ],
    [
      'a downstream fault',
      { status: 400, body: modelError('downstream_service_error') },
      { code: 'PROVIDER_ERROR', billed: 'unknown' },
    ],
    [
      'a request timeout',
      { status: 504, body: { detail: 'x', error_type: 'request_timeout' } },
      { code: 'TIMEOUT', billed: 'no' },
    ],
    [
      'a start that took too long',
      { status: 504, body: { detail: 'x' }, headers: { 'x-fal-error-type': 'startup_timeout' } },
      { code: 'TIMEOUT', billed: 'no' },
    ],
    [
      'a machine that went away',
      { status: 503, body: { detail: 'x', error_type: 'runner_disconnected' } },
      { code: 'PROVIDER_ERROR', billed: 'no' },
    ],
    [
      'an unhandled fault',
      { status: 500, body: { detail: 'Internal Server Error' }, headers: fromRunner },
      { code: 'PROVIDER_ERROR', billed: 'no' },
    ],
    [
      'a result without a file',
      { status: 200, body: { video: null } },
      { code: 'PROVIDER_ERROR', billed: 'yes' },
    ],
    [
      'a blacked-out picture',
      { status: 200, body: { images: [{ url: 'https://v3.fal.media/a.png' }], has_nsfw_concepts: [true] } },
      { code: 'CONTENT_POLICY_VIOLATION', billed: 'yes' },
    ],
  ])('may be %s', async (_name, answer, error) => {
    await scripted(result, answer);
    expect(await kit.finish(request)).toMatchObject({ state: 'failed', error });
  });

  it('of a failure may say what was billed all the same', async () => {
    const headers = { 'x-fal-billable-units': '2' };
    await scripted(result, { status: 422, body: modelError('content_policy_violation'), headers });
    expect(await kit.finish(request)).toMatchObject({ cost: { micros: 140_000 }, error: { billed: 'yes' } });
  });

  it.each<[Scripted]>([
    [{ status: 502, body: { message: 'Bad gateway' } }],
    [{ status: 500, body: { detail: 'Internal Server Error' } }],
    [{ status: 429, body: { detail: 'Too many requests' } }],
  ])('is asked for again when only the way to it failed %#', async (answer) => {
    await scripted(result, answer);
    const asking = kit.finish(request);
    await expect(asking).rejects.toMatchObject({ retryable: true });
  });

  it('is a failure at once where the status says so', async () => {
    await scripted(status, { status: 200, body: { status: 'COMPLETED', error: 'It crashed.' } });
    kit.emulator.inject({ step: 'result', kind: 'status', status: 500 });
    expect(await kit.finish(request)).toMatchObject({ state: 'failed', error: { code: 'PROVIDER_ERROR' } });
  });

  it('costs the estimate where fal does not say what it billed', async () => {
    await scripted(result, { status: 200, body: { video: { url: 'https://v3.fal.media/a.mp4' } } });
    expect(await kit.finish(request)).toMatchObject({ state: 'succeeded', cost: { micros: 350_000 } });
  });

  it('with several files gives the first, and says so', async () => {
    const videos = ['a', 'b'].map((name) => ({ url: `https://v3.fal.media/${name}.mp4` }));
    await scripted(result, { status: 200, body: { videos } });
    expect(await kit.finish(request)).toMatchObject({
      output: { url: 'https://v3.fal.media/a.mp4' },
      warnings: [{ code: 'OUTPUTS_IGNORED' }],
    });
  });
});

describe('a request that was cancelled', () => {
  const cancelled = async (): Promise<OperationStatus> => {
    const operation = await kit.provider.start(request, kit.call);
    await kit.provider.cancel(operation, kit.call);
    return kit.provider.status(operation, kit.call);
  };

  it('before a machine had worked on it costs nothing', async () => {
    kit = await falKit('fal');
    expect(await cancelled()).toEqual({ state: 'cancelled' });
  });

  it('after a machine had worked on it may have cost all of it', async () => {
    await scripted(status, { status: 200, body: { status: 'COMPLETED', metrics: { inference_time: 8 } } });
    expect(await cancelled()).toEqual({ state: 'cancelled', cost: { micros: 350_000, currency: 'USD' } });
  });

  it('is cancelled when fal has forgotten it, and failed if it was never cancelled', async () => {
    await scripted(status, { status: 404, body: { detail: 'Request not found' } });
    expect(await cancelled()).toEqual({ state: 'cancelled' });
    expect(await kit.finish(request)).toMatchObject({ state: 'failed', error: { billed: 'unknown' } });
  });

  it('too late has succeeded', async () => {
    kit = await falKit('fal');
    const operation = await kit.provider.start(request, kit.call);
    while ((await kit.provider.status(operation, kit.call)).state !== 'succeeded');
    await kit.provider.cancel(operation, kit.call);
    expect(await kit.provider.status(operation, kit.call)).toMatchObject({ state: 'succeeded' });
  });
});

it('says how a person has to write the id of a request', async () => {
  kit = await falKit('fal');
  const asking = kit.provider.status({ providerId: 'fal', operationId: '7f3c' }, kit.call);
  await expect(asking).rejects.toMatchObject({ howToFix: expect.stringContaining('owner/name/requests/id') });
});

it('finds requests of a namespace below three parts of the name', async () => {
  const seen: string[] = [];
  const fetch: FetchFunction = (input, init) => {
    seen.push(`${init?.method} ${new URL(String(input)).pathname}`);
    return Promise.resolve(Response.json({ request_id: 'r-1', status: 'IN_QUEUE' }));
  };
  kit = await falKit('fal', fetch);
  const workflow = { ...request, model: { ...model, id: 'workflows/acme/poster/v2' } };
  await kit.provider.status(await kit.provider.start(workflow, kit.call), kit.call);
  expect(seen).toEqual([
    'POST /queue.fal.run/workflows/acme/poster/v2',
    'GET /queue.fal.run/workflows/acme/poster/requests/r-1/status',
  ]);
});
