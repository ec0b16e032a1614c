import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readFileSync } from 'node:fs';
import { buffer } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type {
  FetchFunction,
  GenerationTask,
  IVideoProvider,
  OperationStatus,
  PromptRequest,
  ProviderCall,
  ResolvedReference,
} from '../../../../plugin.js';
import { fluxModels } from '../../../../plugins/providers/flux/flux-models.js';
import { fluxOptionsSchema } from '../../../../plugins/providers/flux/flux-options.js';
import { FluxVideoProvider } from '../../../../plugins/providers/flux/flux-video-provider.js';
import { promptRequest } from '../../../../testing/conformance/conformance-rig.js';
import type { Emulator } from '../../../../testing/emulator/emulator.js';
import { startEmulator } from '../../../../testing/emulator/start-emulator.js';
import { fluxEmulator } from '../../../../testing/emulators/flux/flux-emulator.js';
import { fakeHost } from '../../../../testing/fakes/fake-host.js';
import { loopbackFetch } from '../../../../testing/fakes/loopback-fetch.js';

let emulator: Emulator;
let provider: IVideoProvider;
let call: ProviderCall;

function providerWith(fetch: FetchFunction = loopbackFetch): IVideoProvider {
  const options = fluxOptionsSchema.parse(emulator.pluginOptions);
  return new FluxVideoProvider(fakeHost({ pluginId: 'flux', options, fetch }));
}

beforeEach(async () => {
  emulator = await startEmulator(fluxEmulator);
  provider = providerWith();
  const { logger } = fakeHost({ pluginId: 'flux', options: {} });
  call = { signal: new AbortController().signal, idempotencyKey: 'key', logger, workspace: '/nowhere' };
});
afterEach(() => emulator.close());

const dawn = fileURLToPath(new URL('../../../../examples/media/dawn.jpg', import.meta.url));
const dawnInBase64 = readFileSync(dawn).toString('base64');

const file = (role: ResolvedReference['role']): ResolvedReference => ({
  role,
  path: dawn,
  mimeType: 'image/jpeg',
  sizeBytes: 1,
});
const at = (role: ResolvedReference['role'], name = 'dawn.jpg'): ResolvedReference => ({
  role,
  url: `https://media.example.com/${name}`,
});

/** What each task looks at, at least. */
const references: Partial<Record<GenerationTask, ResolvedReference[]>> = {
  edit: [at('image')],
  inpaint: [file('image'), file('mask')],
  outpaint: [file('image')],
  control: [file('control')],
  'image-to-video': [at('first-frame')],
  extend: [at('video', 'sea.mp4')],
};

function ask(id: string, more: Partial<PromptRequest> = {}): PromptRequest {
  const { descriptor } = fluxModels.find((model) => model.descriptor.id === id)!;
  return promptRequest(descriptor, more);
}

async function finish(request: PromptRequest): Promise<OperationStatus> {
  const operation = await provider.start(request, call);
  for (;;) {
    const status = await provider.status(operation, call);
    if (status.state !== 'queued' && status.state !== 'running') return status;
  }
}
const sent = (): unknown => emulator.requestsTo('submit').at(-1)?.body;
const issuesOf = (request: PromptRequest): string =>
  provider
    .validate(request)
    .map(({ where, message }) => `${where}: ${message}`)
    .join('\n');

describe('every model', () => {
  const ways = fluxModels.flatMap(({ descriptor }) =>
    descriptor.tasks.map((task) => [descriptor.id, task] as const),
  );

  it.each(ways)('%s does %s at each of its sizes', async (id, task) => {
    const { aspectRatios, resolutions } = ask(id).model;
    const providerOptions = task === 'outpaint' ? { top: 64, left: 2048 } : {};
    const base = ask(id, { task, references: references[task] ?? [], seed: 7, providerOptions });
    let possible = 0;
    for (const resolution of resolutions.length > 0 ? resolutions : [undefined]) {
      for (const aspectRatio of aspectRatios.length > 0 ? aspectRatios : [undefined]) {
        const request = { ...base, resolution, aspectRatio };
        if (provider.validate(request).length > 0) continue;
        possible += 1;
        await provider.start(request, call);
      }
    }
    expect(possible).toBeGreaterThan(0);
    expect(emulator.acceptedSubmissions).toBe(possible);
  });

  it.each(ways)('%s does %s to the end', async (id, task) => {
    const providerOptions = task === 'outpaint' ? { bottom: 8 } : {};
    const status = await finish(ask(id, { task, references: references[task] ?? [], providerOptions }));
    expect(status).toMatchObject({ state: 'succeeded', output: { authenticated: false } });
    if (status.state !== 'succeeded' || status.output.mediaType !== 'remote') return;
    const type = (await fetch(status.output.url)).headers.get('content-type');
    expect(type).toBe(id === 'flux-3-video' ? 'video/mp4' : 'image/jpeg');
  });

  it.each(fluxModels.map(({ descriptor }) => descriptor.id))(
    '%s has options that the API takes',
    async (id) => {
      const all: Record<string, unknown> = {
        promptUpsampling: true,
        safetyTolerance: 2,
        outputFormat: 'png',
        steps: 20,
        guidance: 5,
        raw: true,
        imagePromptStrength: 0.3,
        cannyLowThreshold: 10,
        cannyHighThreshold: 90,
        preprocessed: true,
        right: 100,
        draft: true,
      };
      const task = ask(id).model.tasks[0]!;
      const base = ask(id, { references: references[task] ?? [] });
      const known = Object.entries(all).filter(
        ([name, value]) => !issuesOf({ ...base, providerOptions: { [name]: value } }).includes('no option'),
      );
      expect(known.length).toBeGreaterThan(1);
      await provider.start({ ...base, providerOptions: Object.fromEntries(known) }, call);
      expect(emulator.acceptedSubmissions).toBe(1);
    },
  );
});

describe('a request', () => {
  const prompt = 'A lighthouse in the first light, seen from the sea.';

  it('for a picture has its size in pixels', async () => {
    await provider.start(ask('flux-2-pro', { resolution: '1080p', aspectRatio: '9:16', seed: 7 }), call);
    expect(sent()).toEqual({ prompt, width: 1088, height: 1920, seed: 7 });
    await provider.start(ask('flux-pro-1.1', { aspectRatio: '3:2' }), call);
    expect(sent()).toEqual({ prompt, width: 1440, height: 960 });
  });

  it('for an edit numbers its pictures, addresses and files alike', async () => {
    const pictures = [at('image'), file('image'), at('image', 'cat.png')];
    await provider.start(ask('flux-kontext-max', { aspectRatio: '1:1', references: pictures }), call);
    expect(sent()).toEqual({
      prompt,
      aspect_ratio: '1:1',
      input_image: 'https://media.example.com/dawn.jpg',
      input_image_2: dawnInBase64,
      input_image_3: 'https://media.example.com/cat.png',
    });
  });

  it('for filling in sends picture and mask', async () => {
    await provider.start(
      ask('flux-pro-1.0-fill', { references: references.inpaint!, providerOptions: { steps: 30 } }),
      call,
    );
    expect(sent()).toEqual({ prompt, image: dawnInBase64, mask: dawnInBase64, steps: 30 });
  });

  it('for control says whether edges are drawn already', async () => {
    const drawn = { cannyLowThreshold: 20, preprocessed: true };
    await provider.start(
      ask('flux-pro-1.0-canny', { references: [file('control')], providerOptions: drawn }),
      call,
    );
    expect(sent()).toEqual({ prompt, preprocessed_image: dawnInBase64, canny_low_threshold: 20 });
    await provider.start(ask('flux-pro-1.0-depth', { references: [file('control')] }), call);
    expect(sent()).toEqual({ prompt, control_image: dawnInBase64 });
  });

  it('for a clip names mode, class and sound', async () => {
    await provider.start(ask('flux-3-video', { resolution: '1080p', duration: 12, audio: false }), call);
    expect(sent()).toEqual({
      mode: 't2v',
      prompt,
      aspect_ratio: '16:9',
      resolution: 'fhd',
      duration: 12,
      generate_audio: false,
      version: 'latest',
    });
  });

  it('for a clip has its key frames in order, with their times', async () => {
    const frames = [at('last-frame', 'c.jpg'), at('image', 'b.jpg'), at('first-frame', 'a.jpg')];
    const timed = { task: 'image-to-video', references: frames, duration: 6 } as const;
    await provider.start(ask('flux-3-video', timed), call);
    const [a, b, c] = ['a', 'b', 'c'].map((name) => `https://media.example.com/${name}.jpg`);
    expect(sent()).toMatchObject({ mode: 'i2v', keyframes: [a, b, c] });
    const providerOptions = { keyframeSeconds: [0, 2.5, 6] };
    await provider.start(ask('flux-3-video', { ...timed, providerOptions }), call);
    expect(sent()).toMatchObject({ keyframes: [[0, a], [2.5, b], [6, c]] }); // prettier-ignore
  });

  it('goes on from a clip', async () => {
    await provider.start(ask('flux-3-video', { task: 'extend', references: references.extend! }), call);
    expect(sent()).toMatchObject({ mode: 'v2v', start_video: 'https://media.example.com/sea.mp4' });
  });

  it('is drafted first, and enhanced by the draft’s own address', async () => {
    const draft = await finish(ask('flux-3-video', { providerOptions: { draft: true } }));
    const warnings = draft.state === 'succeeded' ? draft.warnings : [];
    expect(warnings).toMatchObject([{ code: 'DRAFT_CACHE' }]);
    const address = /https?:\S+$/.exec(warnings[0]!.message)![0];
    expect((await fetch(address)).status).toBe(200);
    const draftCache = 'https://delivery.bfl.ai/draft.bin';
    const enhanced = await finish(
      ask('flux-3-video', { providerOptions: { draftCache, safetyTolerance: 1 } }),
    );
    expect(sent()).toEqual({ mode: 'draft_enhance', draft_cache: draftCache, safety_tolerance: 1 });
    expect(enhanced).toMatchObject({ state: 'succeeded', warnings: [{ code: 'UNSUPPORTED_FIELD' }] });
  });

  it('whose seed the model does not know says so', async () => {
    const status = await finish(ask('flux-3-video', { seed: 5, negativePrompt: 'fog' }));
    const warnings = status.state === 'succeeded' ? status.warnings : [];
    expect(warnings.map(({ message }) => message.split(' ')[0])).toEqual(['seed', 'negativePrompt']);
  });

  it.each([
    [ask('flux-2-pro', { aspectRatio: '21:9', resolution: '1440p' }), 'what works: 720p, 1080p'],
    [ask('flux-2-pro', { task: 'inpaint' }), 'it does text-to-image, edit'],
    [ask('flux-2-pro', { task: 'edit' }), 'edit needs a reference as image'],
    [ask('flux-2-pro', { providerOptions: { raw: true } }), 'no option raw; options: safetyTolerance'],
    [ask('flux-2-pro', { providerOptions: { safetyTolerance: 6 } }), '<=5'],
    [ask('flux-pro-1.0-fill', { references: [file('image')] }), 'needs a reference as mask'],
    [ask('flux-pro-1.0-fill', { references: [at('image'), at('mask')] }), 'takes files, not addresses'],
    [ask('flux-pro-1.0-expand', { references: [file('image')] }), 'top, bottom, left, right'],
    [ask('flux-pro-1.0-canny', { references: [file('control')], prompt: '' }), 'needs a prompt'],
    [ask('flux-3-video', { references: [at('image')] }), 'no reference as image for text-to-video'],
    [ask('flux-3-video', { task: 'image-to-video', references: [at('last-frame')] }), 'first-frame, too'],
    [
      ask('flux-3-video', {
        task: 'image-to-video',
        references: [at('first-frame')],
        providerOptions: { keyframeSeconds: [0, 3] },
      }),
      '2 times for 1 key frames',
    ],
    [
      ask('flux-3-video', {
        task: 'image-to-video',
        references: [at('first-frame'), at('last-frame')],
        providerOptions: { keyframeSeconds: [3, 9] },
      }),
      'none after the end',
    ],
    [ask('flux-3-video', { providerOptions: { keyframeSeconds: [1] } }), 'no key frames'],
  ])('that the API would refuse is refused here %#', (request, words) => {
    expect(issuesOf(request)).toContain(words);
  });

  it('whose file is too large is unsent', async () => {
    const huge = { ...file('image'), sizeBytes: 21 * 1024 * 1024 } as ResolvedReference;
    const starting = provider.start(ask('flux-2-pro', { task: 'edit', references: [huge] }), call);
    await expect(starting).rejects.toMatchObject({
      code: 'MEDIA_TOO_LARGE',
      details: { submission: 'unsent' },
    });
    expect(emulator.requests).toHaveLength(0);
  });
});

describe('the key', () => {
  async function handleAfter(pollingUrl: string): Promise<{ urls: string[]; status: OperationStatus }> {
    const urls: string[] = [];
    const spy = providerWith((input, init) => {
      const url = input instanceof Request ? input.url : String(input);
      const key = new Headers(init?.headers).get('x-key');
      urls.push(`${key === emulator.apiKey ? 'with key' : 'without'} ${new URL(url).hostname}`);
      return loopbackFetch(new URL(url).hostname === '127.0.0.1' ? url : emulator.url, init);
    });
    const operation = await provider.start(ask('flux-2-pro'), call);
    const handle = { ...operation.handle, pollingUrl };
    const status = await spy
      .status({ ...operation, handle }, call)
      .catch(() => ({ state: 'queued' }) as const);
    return { urls, status };
  }

  it('goes to the polling address as it came', async () => {
    const operation = await provider.start(ask('flux-2-pro'), call);
    expect(operation.handle?.pollingUrl).toBe(
      `${emulator.url}/cluster-us1/v1/get_result?id=${operation.operationId}`,
    );
    await provider.status(operation, call);
    expect(emulator.requestsTo('poll')[0]?.path).toBe(
      `/cluster-us1/v1/get_result?id=${operation.operationId}`,
    );
  });

  it.each(['https://api.us1.bfl.ai/v1/get_result?id=7', 'https://bfl.ai/x'])('goes to %s', async (url) => {
    expect((await handleAfter(url)).urls).toEqual([`with key ${new URL(url).hostname}`]);
  });

  it.each([
    'http://api.us1.bfl.ai/v1/get_result?id=7',
    'https://bfl.ai.example.com/v1/get_result?id=7',
    'https://evilbfl.ai/v1/get_result?id=7',
    'https://example.com/?x=.bfl.ai',
    'http://127.0.0.1:1/v1/get_result?id=7',
    'not an address',
  ])('never goes to %s: the configured server is asked instead', async (url) => {
    const { urls, status } = await handleAfter(url);
    expect(urls).toEqual(['with key 127.0.0.1']);
    expect(status.state).toBe('queued');
    expect(emulator.requestsTo('poll').at(-1)?.path).toMatch(/^\/v1\/get_result\?id=/);
  });
});

describe('money', () => {
  it.each([
    [ask('flux-2-pro'), 30_000],
    [ask('flux-2-pro', { resolution: '1080p' }), 45_000],
    [ask('flux-2-pro', { resolution: '1440p' }), 75_000],
    [ask('flux-2-pro', { task: 'edit', references: [file('image')] }), 45_000],
    [ask('flux-2-max', { task: 'edit', references: [file('image'), file('image')] }), 130_000],
    [ask('flux-2-klein-4b'), 14_000],
    [ask('flux-2-klein-9b', { resolution: '1080p' }), 17_000],
    [ask('flux-kontext-max'), 80_000],
    [ask('flux-pro-1.0-fill'), 50_000],
    [ask('flux-3-video', { duration: 20 }), 0],
  ])('is estimated from the list %#', (request, micros) => {
    expect(provider.estimate(request)).toEqual({ micros, currency: 'USD' });
  });

  it('is what the service says in the end', async () => {
    const status = await finish(ask('flux-3-video', { duration: 10, resolution: '1080p' }));
    expect(status).toMatchObject({ state: 'succeeded', cost: { micros: 2_900_000, currency: 'USD' } });
    const edit = await finish(ask('flux-2-pro', { task: 'edit', references: [file('image')] }));
    expect(edit).toMatchObject({ cost: { micros: 45_000 } });
  });

  it('that nobody names is unknown, and that is said', async () => {
    const operation = await provider.start(ask('flux-3-video'), call);
    const silent = providerWith(async (input, init) => {
      const { cost: _cost, ...task } = (await (await loopbackFetch(input, init)).json()) as { cost: number };
      return Response.json(task);
    });
    const forgotten = { ...operation, handle: { ...operation.handle, credits: undefined } };
    let status = await silent.status(forgotten, call);
    while (status.state !== 'succeeded') status = await silent.status(forgotten, call);
    expect(status).toMatchObject({ cost: { micros: 0 }, warnings: [{ code: 'COST_UNKNOWN' }] });
  });
});

describe('a task', () => {
  it('expires ten minutes after it is ready, for good', async () => {
    const operation = await provider.start(ask('flux-2-pro'), call);
    const ready = async (): Promise<string> => {
      const status = await provider.status(operation, call);
      if (status.state !== 'succeeded' || status.output.mediaType !== 'remote') return ready();
      expect(status.output.expiresAt).toBe('2026-01-02T03:14:05.000Z');
      return status.output.url;
    };
    const url = await ready();
    emulator.clock.advance(599);
    expect((await fetch(url)).status).toBe(200);
    emulator.clock.advance(1);
    expect((await fetch(url)).status).toBe(403);
    expect(await ready()).toBe(url);
  });

  it.each([
    ['moderated-input', 'CONTENT_POLICY_VIOLATION', 'Request Moderated: Derivative Works Filter'],
    ['moderated-output', 'CONTENT_POLICY_VIOLATION', 'Content Moderated'],
    ['job-failed', 'PROVIDER_ERROR', 'Generation failed'],
    ['empty-result', 'PROVIDER_ERROR', 'names no file'],
  ] as const)('that ends as %s says so', async (outcome, code, words) => {
    emulator.inject({ step: 'submit', kind: 'outcome', outcome });
    const status = await finish(ask('flux-2-pro'));
    const error = status.state === 'failed' ? status.error : undefined;
    expect(error).toMatchObject({ code, message: expect.stringContaining(words) });
    expect(error?.billed).toBe(outcome === 'empty-result' ? 'yes' : 'unknown');
  });

  it('that nobody knows is gone, whatever the status', async () => {
    const lost = { providerId: 'flux', operationId: 'lost' };
    const gone = { state: 'failed', error: { code: 'PROVIDER_ERROR', retryable: false, billed: 'unknown' } };
    expect(await provider.status(lost, call)).toMatchObject(gone);
    const busy = providerWith(() =>
      Promise.resolve(Response.json({ status: 'Task not found' }, { status: 503 })),
    );
    expect(await busy.status(lost, call)).toMatchObject(gone);
  });
});

describe('an error', () => {
  const answered = (status: number, body: object): IVideoProvider =>
    providerWith(() => Promise.resolve(Response.json(body, { status })));

  it.each([
    [422, { detail: [{ loc: ['body', 'seed'], msg: 'Input should be a number' }] }, 'seed: Input should'],
    [403, { detail: 'Not authenticated' }, 'Not authenticated'],
    [400, { error: 'invalid', message: 'Bad width', details: { width: 3 } }, 'Bad width ({"width":3})'],
    [402, { error: 'Out of credits' }, 'Out of credits'],
  ])('%s is read in both of its shapes', async (status, body, words) => {
    const starting = answered(status, body).start(ask('flux-2-pro'), call);
    await expect(starting).rejects.toMatchObject({
      message: expect.stringContaining(words),
      details: { status, submission: 'rejected' },
    });
  });

  it('429 says how many tasks there may be', async () => {
    const starting = answered(429, { detail: 'Too many' }).start(ask('flux-2-pro'), call);
    await expect(starting).rejects.toMatchObject({ howToFix: expect.stringContaining('24 tasks') });
  });
});

it('says when the account has no credits', async () => {
  expect(await provider.checkHealth(call)).toEqual({ healthy: true, message: 'Ready: 1000 credits left.' });
  emulator.inject({ step: 'health', kind: 'outcome', outcome: 'out-of-credits' });
  expect(await provider.checkHealth(call)).toMatchObject({ healthy: false });
  emulator.inject({ step: 'health', kind: 'status', status: 403 });
  expect(await provider.checkHealth(call)).toMatchObject({ healthy: false });
});

describe('webhooks of the emulator', () => {
  it.each(['sent', 'forged'] as const)('are signed with the customer’s secret: %s', async (how) => {
    const received: { body: string; signature: unknown }[] = [];
    const server = createServer((request: IncomingMessage, response) => {
      void buffer(request).then((bytes) => {
        received.push({ body: bytes.toString('utf8'), signature: request.headers['x-bfl-signature'] });
        response.end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    if (how === 'forged') emulator.inject({ step: 'webhook', kind: 'webhook', webhook: 'forged' });
    const body = {
      prompt: 'A lighthouse',
      webhook_url: `http://127.0.0.1:${port}/`,
      webhook_secret: 'secret',
    };
    const headers = { 'x-key': emulator.apiKey, 'content-type': 'application/json' };
    const created = await fetch(`${emulator.url}/v1/flux-2-pro`, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    });
    const { polling_url } = (await created.json()) as { polling_url: string };
    while (received.length === 0) await (await fetch(polling_url, { headers })).text();
    server.close();
    const [hook] = received;
    expect(JSON.parse(hook!.body)).toMatchObject({ status: 'Ready' });
    const right = `sha256=${createHmac('sha256', 'secret').update(hook!.body).digest('hex')}`;
    expect(hook!.signature === right).toBe(how === 'sent');
  });
});
