import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import type { OperationStatus, PromptRequest, ProviderCall, ResolvedReference } from '../../../../plugin.js';
import { soraOptionsSchema } from '../../../../plugins/providers/sora/sora-options.js';
import { ownVideoId } from '../../../../plugins/providers/sora/sora-references.js';
import { statusOf } from '../../../../plugins/providers/sora/sora-video.js';
import { SoraVideoProvider } from '../../../../plugins/providers/sora/sora-video-provider.js';
import { promptRequest } from '../../../../testing/conformance/conformance-rig.js';
import type { Emulator } from '../../../../testing/emulator/emulator.js';
import { startEmulator } from '../../../../testing/emulator/start-emulator.js';
import { openAiVideosEmulator } from '../../../../testing/emulators/sora/sora-emulator.js';
import { fakeHost } from '../../../../testing/fakes/fake-host.js';

const dawn = fileURLToPath(new URL('../../../../examples/media/dawn.jpg', import.meta.url));
const picture: ResolvedReference = { role: 'first-frame', path: dawn, mimeType: 'image/jpeg', sizeBytes: 1 };
const address: ResolvedReference = { role: 'first-frame', url: 'https://media.example.com/dawn.jpg' };
const clip: ResolvedReference = { role: 'video', path: dawn, mimeType: 'video/mp4', sizeBytes: 1 };

const historical = { models: undefined };
type Server = Parameters<typeof openAiVideosEmulator>[0];

interface Desk {
  readonly emulator: Emulator;
  readonly provider: SoraVideoProvider;
  readonly call: ProviderCall;
  readonly ask: (id: string, more?: Partial<PromptRequest>) => PromptRequest;
  readonly finish: (request: PromptRequest) => Promise<OperationStatus>;
  /** What the last submission said: JSON, or the fields of a form. */
  readonly sent: () => Promise<Record<string, unknown>>;
  /** The address of a finished video at the server. */
  readonly finished: () => Promise<ResolvedReference>;
}

const running: Emulator[] = [];
afterEach(async () => {
  for (const emulator of running.splice(0)) await emulator.close();
});

async function before(server: Server, options: object = historical): Promise<Desk> {
  const emulator = await startEmulator(openAiVideosEmulator(server));
  running.push(emulator);
  const host = fakeHost({
    pluginId: 'sora',
    options: soraOptionsSchema.parse({ ...emulator.pluginOptions, ...options }),
  });
  const provider = new SoraVideoProvider(host);
  const { signal } = new AbortController();
  const call = { signal, idempotencyKey: 'key', logger: host.logger, workspace: '/nowhere' };
  const ask: Desk['ask'] = (id, more) =>
    promptRequest(
      provider.descriptor.models!.find((model) => model.id === id)!,
      more,
    );
  const finish: Desk['finish'] = async (request) => {
    const operation = await provider.start(request, call);
    for (;;) {
      const status = await provider.status(operation, call);
      if (status.state !== 'queued' && status.state !== 'running') return status;
    }
  };
  return {
    emulator,
    provider,
    call,
    ask,
    finish,
    sent: async () => {
      const { headers, bytes, body } = emulator.requestsTo('submit').at(-1)!;
      const type = headers['content-type'] ?? '';
      if (!type.startsWith('multipart/')) return body as Record<string, unknown>;
      const form = new Response(new Uint8Array(bytes), { headers: { 'content-type': type } });
      // eslint-disable-next-line @typescript-eslint/no-deprecated
      return Object.fromEntries(await form.formData());
    },
    finished: async () => {
      const status = await finish(ask('sora-2'));
      if (status.state !== 'succeeded' || status.output.mediaType !== 'remote') throw new Error('no file');
      return { role: 'video', url: status.output.url };
    },
  };
}

describe('sora-2 and sora-2-pro', () => {
  const models = ['sora-2', 'sora-2-pro'] as const;
  const bodies = ['multipart', 'json'] as const;
  const ways = models.flatMap((id) => bodies.map((body) => [id, body] as const));

  it.each(ways)('%s makes clips of text at each size and length, as %s', async (id, body) => {
    const { ask, provider, call, emulator } = await before('openai', { ...historical, body });
    let possible = 0;
    for (const resolution of ask(id).model.resolutions) {
      for (const aspectRatio of ask(id).model.aspectRatios) {
        for (const duration of [4, 8, 12]) {
          const request = ask(id, { resolution, aspectRatio, duration });
          if (provider.validate(request).length > 0) continue;
          await provider.start(request, call);
          possible += 1;
        }
      }
    }
    expect(possible).toBe(id === 'sora-2' ? 6 : 12);
    expect(emulator.acceptedSubmissions).toBe(possible);
  });

  it.each(ways)('%s begins with a picture, as %s', async (id, body) => {
    const { ask, provider, call, sent } = await before('openai', { ...historical, body });
    await provider.start(ask(id, { task: 'image-to-video', references: [picture] }), call);
    const { input_reference: file } = await sent();
    if (body === 'json') expect(JSON.stringify(file)).toContain('data:image/jpeg;base64,');
    else expect(file).toMatchObject({ name: 'first-frame.jpeg', type: 'image/jpeg' });
    await provider.start(ask(id, { task: 'image-to-video', references: [address] }), call);
    const url = 'https://media.example.com/dawn.jpg';
    expect(await sent()).toMatchObject(
      body === 'json' ? { input_reference: { image_url: url } } : { 'input_reference[image_url]': url },
    );
  });

  it.each(ways)('%s remixes, edits and extends a video at the server, as %s', async (id, body) => {
    const desk = await before('openai', { ...historical, body });
    const video = await desk.finished();
    for (const task of ['remix', 'video-to-video', 'extend'] as const) {
      const status = await desk.finish(desk.ask(id, { task, references: [video] }));
      expect(status).toMatchObject({ state: 'succeeded', warnings: [] });
    }
    expect(desk.emulator.acceptedSubmissions).toBe(4);
  });

  it.each(models)('%s edits and extends a local file', async (id) => {
    const { ask, provider, call, sent } = await before('openai');
    for (const task of ['video-to-video', 'extend'] as const) {
      await provider.start(ask(id, { task, references: [clip] }), call);
      expect(await sent()).toMatchObject({ video: { name: 'video.mp4' } });
    }
  });
});

it.each(['thumbnail', 'spritesheet'])('fetches the %s of a video, for nothing', async (id) => {
  const desk = await before('openai');
  const video = await desk.finished();
  const status = await desk.finish(desk.ask(id, { prompt: '', references: [video] }));
  expect(status).toMatchObject({
    state: 'succeeded',
    cost: { micros: 0 },
    output: { url: expect.stringContaining(`/content?variant=${id}`) as string, authenticated: true },
  });
  expect(desk.emulator.acceptedSubmissions).toBe(1);
  if (status.state !== 'succeeded' || status.output.mediaType !== 'remote') return;
  const response = await fetch(status.output.url, { headers: desk.provider.authorize() });
  expect(response.headers.get('content-type')).toMatch(/^image\//);
  expect((await fetch(status.output.url)).status).toBe(401);
});

describe('a kind of server', () => {
  it.each([
    ['openai', 'sora-2', 'multipart', '4'],
    ['litellm', 'sora-2', 'json', '4'],
    ['vllm-omni', 'wan-2.2', 'multipart', '1'],
    ['sglang', 'wan-2.2', 'json', 1],
  ] as const)('%s is asked as it wants for text', async (server, id, body, seconds) => {
    const desk = await before(server, {});
    expect(await desk.finish(desk.ask(id))).toMatchObject({ state: 'succeeded' });
    const [request] = desk.emulator.requestsTo('submit');
    expect(request!.headers['content-type']).toContain(body);
    expect(await desk.sent()).toMatchObject({ model: id, seconds });
  });

  it.each([
    ['litellm', 'sora-2'],
    ['vllm-omni', 'wan-2.2'],
    ['sglang', 'wan-2.2'],
  ] as const)('%s is sent a picture', async (server, id) => {
    const { ask, provider, call, sent } = await before(server, {});
    await provider.start(ask(id, { task: 'image-to-video', references: [picture] }), call);
    expect(await sent()).toMatchObject({ input_reference: { type: 'image/jpeg' } });
  });

  it('vllm-omni gets addresses and fields of its own', async () => {
    const { ask, provider, call, sent } = await before('vllm-omni', {});
    const more = { references: [address], seed: 7, negativePrompt: 'fog', framesPerSecond: 16 };
    await provider.start(ask('wan-2.2', { task: 'image-to-video', aspectRatio: '9:16', ...more }), call);
    expect(await sent()).toMatchObject({
      image_reference: '{"image_url":"https://media.example.com/dawn.jpg"}',
      size: '480x832',
      seed: '7',
      negative_prompt: 'fog',
      fps: '16',
    });
  });

  it('sglang takes no addresses, and no seed beside a file', async () => {
    const { ask, provider, finish } = await before('sglang', {});
    const withAddress = ask('wan-2.2', { task: 'image-to-video', references: [address] });
    expect(provider.validate(withAddress)).toMatchObject([
      { message: expect.stringContaining('local files') as string },
    ]);
    const withFile = ask('wan-2.2', { task: 'image-to-video', references: [picture], seed: 7 });
    expect(await finish(withFile)).toMatchObject({
      warnings: [{ code: 'UNSUPPORTED_FIELD', message: expect.stringContaining('seed') as string }],
    });
  });

  it('can be cancelled only where DELETE stops the work', async () => {
    for (const server of ['openai', 'litellm', 'sglang'] as const) {
      expect((await before(server, {})).provider.cancel).toBeUndefined();
    }
    expect((await before('sglang', { deleteStops: true })).provider.cancel).toBeDefined();
    expect((await before('vllm-omni', {})).provider.cancel).toBeDefined();
  });

  it('without keys is asked without one', async () => {
    const { ask, provider, call, emulator } = await before('vllm-omni', { auth: 'none', apiKey: undefined });
    await expect(provider.start(ask('wan-2.2'), call)).rejects.toMatchObject({
      code: 'AUTHENTICATION_FAILED',
    });
    expect(emulator.requests[0]!.headers.authorization).toBeUndefined();
    expect(provider.authorize()).toEqual({});
  });
});

describe('api.openai.com', () => {
  const openAi = (more: object = {}): SoraVideoProvider =>
    new SoraVideoProvider(
      fakeHost({ pluginId: 'sora', options: soraOptionsSchema.parse({ apiKey: 'key', ...more }) }),
    );
  const { signal } = new AbortController();
  const call = { signal, idempotencyKey: 'key', logger: fakeHost({ pluginId: 'sora', options: {} }).logger };

  it('is refused with the day of its end, and its models say it too', async () => {
    const provider = openAi();
    const [model] = provider.descriptor.models!;
    expect(model).toMatchObject({ id: 'sora-2', shutdownOn: '2026-09-24', price: { micros: 100_000 } });
    await expect(
      provider.start(promptRequest(model!), { ...call, workspace: '/nowhere' }),
    ).rejects.toMatchObject({ code: 'MODEL_SHUT_DOWN', details: { submission: 'unsent' } });
    expect(await provider.checkHealth(call)).toMatchObject({
      healthy: false,
      message: expect.stringContaining('2026-09-24') as string,
    });
  });

  it('is asked when the options insist', () => {
    expect(openAi({ allowOpenAi: true }).descriptor.models![0]).not.toHaveProperty('shutdownOn');
  });
});

describe('money', () => {
  const price = { micros: 100_000, bySize: { '1280x720': 150_000 }, asOf: '2026-11-01' };
  const priced = { models: [{ id: 'sora-2', seconds: [4, 8, 12], price }] };

  it('is estimated from the options, by size and length', async () => {
    const { ask, provider } = await before('openai', priced);
    const micros = (more: Partial<PromptRequest>): number => provider.estimate(ask('sora-2', more)).micros;
    expect(micros({ duration: 8 })).toBe(800_000);
    expect(micros({ duration: 8, aspectRatio: '16:9' })).toBe(1_200_000);
    expect(micros({ task: 'remix', duration: 4 })).toBe(1_200_000);
  });

  it('follows the length that the server made, but not that of an extended whole', async () => {
    const desk = await before('openai', priced);
    expect(await desk.finish(desk.ask('sora-2', { duration: 8 }))).toMatchObject({
      cost: { micros: 800_000 },
    });
    const references = [await desk.finished()];
    expect(await desk.finish(desk.ask('sora-2', { task: 'remix', references }))).toMatchObject({
      cost: { micros: 400_000 },
    });
    const extended = desk.ask('sora-2', { task: 'extend', duration: 12, references });
    expect(await desk.finish(extended)).toMatchObject({ cost: { micros: 1_200_000 } });
  });

  it('is unknown where the options say nothing', async () => {
    const { provider } = await before('openai');
    expect(provider.descriptor.models![0]).not.toHaveProperty('price');
  });
});

describe('errors', () => {
  it.each([
    [{ kind: 'status', status: 404 }, 'INVALID_REQUEST', 'Check baseUrl'],
    [{ kind: 'outcome', outcome: 'moderated-input' }, 'CONTENT_POLICY_VIOLATION', ''],
    [{ kind: 'outcome', outcome: 'out-of-credits' }, 'INSUFFICIENT_CREDITS', ''],
  ] as const)('%o of a submission is %s, rejected', async (fault, code, howToFix) => {
    const { ask, provider, call, emulator } = await before('openai');
    emulator.inject({ step: 'submit', ...fault });
    await expect(provider.start(ask('sora-2'), call)).rejects.toMatchObject({
      code,
      howToFix: expect.stringContaining(howToFix) as string,
      details: { submission: 'rejected' },
    });
  });

  it('of a server built on FastAPI show its words', async () => {
    const { ask, provider, call } = await before('sglang', { body: 'multipart' });
    await expect(provider.start(ask('wan-2.2'), call)).rejects.toThrow('input_reference file is required');
  });

  it('name the address that a video at the server has', async () => {
    const { ask, provider, emulator } = await before('openai');
    const { url } = emulator;
    const others = [
      'https://example.com/v1/videos/x',
      `${url}/v1/videos`,
      `${url}/v1/videos/%2e%2e`,
      `${url}/v1/videos/%zz`,
    ];
    for (const task of ['remix', 'video-to-video', 'extend'] as const) {
      for (const other of others) {
        const references = [{ role: 'video', url: other }] as const;
        const [issue] = provider.validate(ask('sora-2', { task, references }));
        expect(issue?.message).toContain(`${url}/v1/videos/ID`);
      }
    }
  });

  it.each([
    ['deleted', 'cancelled'],
    ['cancelled', 'cancelled'],
    ['queued', 'queued'],
  ])('the state %s is %s', (status, state) => {
    const terms = { handle: { warnings: [] }, baseUrl: 'http://localhost/v1', apiKey: 'key' };
    expect(statusOf({ id: 'video_1', status }, terms)).toMatchObject({ state });
  });

  it('of a video that is gone say that nobody knows its cost', async () => {
    const { ask, provider, call } = await before('vllm-omni', {});
    const operation = await provider.start(ask('wan-2.2'), call);
    await provider.cancel!(operation, call);
    expect(await provider.status(operation, call)).toMatchObject({
      state: 'failed',
      error: { billed: 'unknown', retryable: false },
    });
  });
});

it('knows a video at the server by the address that its result had', () => {
  const baseUrl = 'https://gateway.example.com/openai/v1/';
  const terms = { handle: { warnings: [] }, baseUrl, apiKey: 'key' };
  const status = statusOf({ id: 'video_YWJj==', status: 'completed' }, terms);
  const url = status.state === 'succeeded' && status.output.mediaType === 'remote' ? status.output.url : '';
  expect(url).toBe('https://gateway.example.com/openai/v1/videos/video_YWJj%3D%3D/content');
  expect(ownVideoId(baseUrl, { role: 'video', url })).toBe('video_YWJj==');
});
