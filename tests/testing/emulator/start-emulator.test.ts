import { afterEach, describe, expect, it } from 'vitest';
import type { Emulator, EmulatorDefinition, EmulatorOptions } from '../../../testing/emulator/emulator.js';
import { clipFor, mediaFile } from '../../../testing/emulator/emulated-media.js';
import { startEmulator } from '../../../testing/emulator/start-emulator.js';

/** The smallest provider: makes a clip, and tells where it is. */
const tiny: EmulatorDefinition = {
  id: 'tiny',
  name: 'Tiny',
  outcomes: ['moderated-output'],
  errorAnswer: (status, message = 'No.') => ({ status, body: { error: message } }),
  authenticate: ({ headers }, apiKey) =>
    headers.authorization === `Key ${apiKey}` ? undefined : { status: 401, body: { error: 'Who are you?' } },
  routes: ({ jobs, media }) => [
    {
      method: 'POST',
      path: '/v1/clips',
      step: 'submit',
      answer: ({ body, outcome, headers }) => {
        const key = headers['idempotency-key'] as string | undefined;
        return { status: 201, body: { id: jobs.create(body, { outcome, key }).id } };
      },
    },
    {
      method: 'GET',
      path: '/v1/clips/:id',
      step: 'poll',
      answer: ({ params }) => {
        const phase = jobs.poll(params.id!);
        if (!phase) return { status: 404, body: { error: 'Gone.' } };
        const url = media.publish(clipFor(9, 16), { expiresInSeconds: 60 });
        return { status: 200, body: { ...phase, url: phase.phase === 'done' ? url : undefined } };
      },
    },
    {
      method: 'POST',
      path: '/v1/models/:model:predict',
      step: 'predict',
      open: true,
      answer: ({ params }) => ({ status: 200, body: params }),
    },
  ],
  pluginOptions: (baseUrl, apiKey) => ({ baseUrl, apiKey }),
};

let emulator: Emulator;
afterEach(() => emulator.close());

async function start(options?: EmulatorOptions): Promise<void> {
  emulator = await startEmulator(tiny, options);
}
const headers = (): Record<string, string> => ({
  authorization: `Key ${emulator.apiKey}`,
  'content-type': 'application/json',
});
const submit = (more: Record<string, string> = {}): Promise<Response> =>
  fetch(`${emulator.url}/v1/clips`, {
    method: 'POST',
    headers: { ...headers(), ...more },
    body: '{"prompt":"sea"}',
  });
const poll = async (id: string): Promise<Record<string, unknown>> => {
  const response = await fetch(`${emulator.url}/v1/clips/${id}`, { headers: headers() });
  return (await response.json()) as Record<string, unknown>;
};
const idOf = async (response: Response): Promise<string> => ((await response.json()) as { id: string }).id;

describe('jobs', () => {
  it('go on as they are asked about, from queued to done', async () => {
    await start({ pace: { by: 'polls', polls: 3 } });
    const id = await idOf(await submit());
    const phases = [await poll(id), await poll(id), await poll(id), await poll(id)];
    expect(phases.map(({ phase }) => phase)).toEqual(['queued', 'running', 'running', 'done']);
  });

  it('go on with the scripted clock alone', async () => {
    await start({ pace: { by: 'time', seconds: 100 } });
    const id = await idOf(await submit());
    for (let round = 0; round < 5; round += 1) expect(await poll(id)).toMatchObject({ phase: 'queued' });
    emulator.clock.advance(60);
    expect(await poll(id)).toMatchObject({ phase: 'running', progress: 0.5 });
    emulator.clock.advance(40);
    expect(await poll(id)).toMatchObject({ phase: 'done' });
  });

  it('are one job for one idempotency key', async () => {
    await start();
    const ids = [
      await idOf(await submit({ 'idempotency-key': 'a' })),
      await idOf(await submit({ 'idempotency-key': 'a' })),
    ];
    expect(new Set(ids).size).toBe(1);
    expect(emulator.acceptedSubmissions).toBe(1);
  });

  it('carry the outcome that was injected', async () => {
    await start();
    emulator.inject({ step: 'submit', kind: 'outcome', outcome: 'moderated-output' });
    await submit();
    expect(emulator.jobs.list()).toMatchObject([{ outcome: 'moderated-output', data: { prompt: 'sea' } }]);
  });
});

describe('requests', () => {
  it('are recorded with their headers and bodies', async () => {
    await start();
    await submit();
    expect(emulator.requestsTo('submit')).toMatchObject([
      { method: 'POST', path: '/v1/clips', body: { prompt: 'sea' }, status: 201 },
    ]);
    expect(emulator.requests[0]!.headers.authorization).toContain(emulator.apiKey);
  });

  it('without the right key are refused, and nothing is accepted', async () => {
    await start();
    expect((await submit({ authorization: 'Key wrong' })).status).toBe(401);
    expect(emulator.acceptedSubmissions).toBe(0);
  });

  it('to unknown paths and with wrong methods are refused', async () => {
    await start();
    expect((await fetch(`${emulator.url}/v2/clips`)).status).toBe(404);
    expect((await fetch(`${emulator.url}/v1/clips`)).status).toBe(405);
  });

  it('find routes whose parameters have a suffix', async () => {
    await start();
    const response = await fetch(`${emulator.url}/v1/models/veo%203:predict`, { method: 'POST' });
    expect(await response.json()).toEqual({ model: 'veo 3' });
  });
});

describe('faults', () => {
  it.each([
    [false, 0],
    [true, 1],
  ])('a reset with accepted %s leaves %i jobs', async (accepted, jobs) => {
    await start();
    emulator.inject({ step: 'submit', kind: 'reset', accepted });
    await expect(submit()).rejects.toThrow();
    expect(emulator.acceptedSubmissions).toBe(jobs);
    expect((await submit()).status).toBe(201);
  });

  it('a hang answers nothing until the client gives up', async () => {
    await start();
    emulator.inject({ step: 'submit', kind: 'hang', accepted: true });
    const client = new AbortController();
    const waiting = fetch(`${emulator.url}/v1/clips`, {
      method: 'POST',
      headers: headers(),
      body: '{}',
      signal: client.signal,
    });
    while (emulator.acceptedSubmissions === 0) await new Promise((resolve) => setImmediate(resolve));
    client.abort();
    await expect(waiting).rejects.toThrow(/abort/i);
    expect(emulator.requests).toMatchObject([{ status: undefined }]);
    expect(emulator.acceptedSubmissions).toBe(1);
  });

  it('a status comes in the provider’s own words, with Retry-After', async () => {
    await start();
    const later = new Date('2026-11-20T12:01:00Z');
    emulator.inject({ step: 'submit', kind: 'status', status: 429, retryAfter: 7, message: 'Slow down.' });
    emulator.inject({ step: 'submit', kind: 'status', status: 503, retryAfter: later, accepted: true });
    const [slow, down] = [await submit(), await submit()];
    expect([slow.status, slow.headers.get('retry-after'), await slow.json()]).toEqual([
      429,
      '7',
      { error: 'Slow down.' },
    ]);
    expect([down.status, down.headers.get('retry-after')]).toEqual([503, 'Fri, 20 Nov 2026 12:01:00 GMT']);
    expect(emulator.acceptedSubmissions).toBe(1);
  });

  it('spoil the answer after the work was accepted', async () => {
    await start();
    for (const kind of ['truncate', 'wrong-length', 'malformed', 'empty'] as const) {
      emulator.inject({ step: 'submit', kind });
      await expect(
        submit().then((response) => response.json()),
        kind,
      ).rejects.toThrow();
    }
    expect(emulator.acceptedSubmissions).toBe(4);
  });

  it('strike as often and as late as they are told', async () => {
    await start();
    emulator.inject({ step: 'submit', kind: 'status', status: 500, times: 2, skip: 1 });
    const statuses = [];
    for (let round = 0; round < 4; round += 1) statuses.push((await submit()).status);
    expect(statuses).toEqual([201, 500, 500, 201]);
  });

  it('that the provider cannot have are refused', async () => {
    await start();
    expect(() => emulator.inject({ step: 'sumbit', kind: 'truncate' })).toThrow('Steps: submit, poll');
    expect(() => emulator.inject({ step: 'submit', kind: 'outcome', outcome: 'throttled' })).toThrow(
      'moderated-output',
    );
  });
});

describe('media', () => {
  async function link(): Promise<string> {
    await start({ pace: { by: 'polls', polls: 0 } });
    return (await poll(await idOf(await submit()))).url as string;
  }

  it('is served whole and in ranges, with an entity tag', async () => {
    const url = await link();
    const whole = await fetch(url);
    const bytes = Buffer.from(await whole.arrayBuffer());
    expect(bytes.equals(mediaFile('tall.mp4'))).toBe(true);
    const etag = whole.headers.get('etag')!;
    const rest = await fetch(url, { headers: { range: 'bytes=1000-', 'if-range': etag } });
    expect([rest.status, rest.headers.get('content-range')]).toEqual([
      206,
      `bytes 1000-${bytes.length - 1}/${bytes.length}`,
    ]);
    expect(Buffer.from(await rest.arrayBuffer()).equals(bytes.subarray(1000))).toBe(true);
    expect((await fetch(url, { headers: { range: 'bytes=1000-', 'if-range': '"other"' } })).status).toBe(200);
    expect((await fetch(url, { headers: { range: `bytes=${bytes.length}-` } })).status).toBe(416);
  });

  it('expires with the emulator’s clock, and a changed link does not work', async () => {
    const url = await link();
    expect((await fetch(url.replace('tall', 'wide'))).status).toBe(403);
    emulator.clock.advance(59);
    expect((await fetch(url)).status).toBe(200);
    emulator.clock.advance(1);
    expect((await fetch(url)).status).toBe(403);
  });

  it('refuses credentials that do not belong to it', async () => {
    expect((await fetch(await link(), { headers: headers() })).status).toBe(400);
  });
});

it('closes twice, with requests hanging', async () => {
  await start();
  emulator.inject({ step: 'submit', kind: 'hang' });
  const waiting = submit().catch(() => 'cut');
  while (emulator.requests.length === 0) await new Promise((resolve) => setImmediate(resolve));
  await emulator.close();
  await emulator.close();
  expect(await waiting).toBe('cut');
});
