import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type {
  FetchFunction,
  GenerationTask,
  IVideoProvider,
  ModelDescriptor,
  OperationStatus,
  PromptRequest,
  ProviderCall,
  ResolvedReference,
} from '../../../../plugin.js';
import { knownModels } from '../../../../plugins/providers/replicate/replicate-known-models.js';
import { replicateOptionsSchema } from '../../../../plugins/providers/replicate/replicate-options.js';
import { ReplicateVideoProvider } from '../../../../plugins/providers/replicate/replicate-video-provider.js';
import { promptRequest } from '../../../../testing/conformance/conformance-rig.js';
import type { Emulator } from '../../../../testing/emulator/emulator.js';
import { startEmulator } from '../../../../testing/emulator/start-emulator.js';
import { replicateEmulator } from '../../../../testing/emulators/replicate/replicate-emulator.js';
import { fakeHost } from '../../../../testing/fakes/fake-host.js';
import { loopbackFetch } from '../../../../testing/fakes/loopback-fetch.js';

let emulator: Emulator;
let provider: IVideoProvider;
let call: ProviderCall;

function providerWith(more: object = {}, fetch: FetchFunction = loopbackFetch): IVideoProvider {
  const options = replicateOptionsSchema.parse({ ...emulator.pluginOptions, ...more });
  return new ReplicateVideoProvider(fakeHost({ pluginId: 'replicate', options, fetch }));
}

beforeEach(async () => {
  emulator = await startEmulator(replicateEmulator);
  provider = providerWith();
  const { logger } = fakeHost({ pluginId: 'replicate', options: {} });
  call = { signal: new AbortController().signal, idempotencyKey: 'key', logger, workspace: '/nowhere' };
});
afterEach(() => emulator.close());

const prompt = 'A lighthouse in the first light, seen from the sea.';
const seedance = 'bytedance/seedance-1-pro';
const postcards = 'example-studio/moving-postcards';

const at = (role: ResolvedReference['role'], name = 'dawn.jpg'): ResolvedReference => ({
  role,
  url: `https://media.example.com/${name}`,
});
const dawn = fileURLToPath(new URL('../../../../examples/media/dawn.jpg', import.meta.url));
const file = { role: 'image', path: dawn, mimeType: 'image/jpeg', sizeBytes: 1 } as const;

/** What each task looks at, at least. */
const references: Partial<Record<GenerationTask, ResolvedReference[]>> = {
  edit: [at('image')],
  inpaint: [at('image'), at('mask', 'mask.png')],
  control: [at('control')],
  'image-to-video': [at('first-frame')],
};

const known = (name: string): ModelDescriptor =>
  knownModels.find(({ id }) => id === `black-forest-labs/${name}`)!;

async function discovered(id: string): Promise<ModelDescriptor> {
  const [model] = await provider.describeModels!([id], call);
  return model!;
}

async function finish(request: PromptRequest): Promise<OperationStatus> {
  const operation = await provider.start(request, call);
  for (;;) {
    const status = await provider.status(operation, call);
    if (status.state !== 'queued' && status.state !== 'running') return status;
  }
}
const sent = () => emulator.requestsTo('submit').at(-1)!;
const issuesOf = (request: PromptRequest): string =>
  provider
    .validate(request)
    .map(({ where, message }) => `${where}: ${message}`)
    .join('\n');

describe('every known model', () => {
  const ways = knownModels.flatMap(({ id, tasks }) => tasks.map((task) => [id, task] as const));

  it.each(ways)('%s does %s, by its name alone, in each shape', async (id, task) => {
    const model = knownModels.find((one) => one.id === id)!;
    const base = promptRequest(model, { task, references: references[task] ?? [] });
    for (const aspectRatio of model.aspectRatios.length > 0 ? model.aspectRatios : [undefined]) {
      for (const resolution of model.resolutions.length > 0 ? model.resolutions : [undefined]) {
        const request = { ...base, aspectRatio, resolution };
        expect(issuesOf(request)).toBe('');
        await provider.start(request, call);
      }
    }
    expect(sent().path).toBe(`/v1/models/${id}/predictions`);
    expect(await finish(base)).toMatchObject({ state: 'succeeded' });
  });

  it.each(knownModels.map(({ id }) => id))('%s is the same as Replicate has it', async (id) => {
    const listed = knownModels.find((one) => one.id === id)!;
    const asked = await discovered(id);
    expect({ ...asked, providerData: 0, aspectRatios: [] }).toEqual({
      ...listed,
      providerData: 0,
      aspectRatios: [],
    });
    expect([...asked.aspectRatios].sort()).toEqual([...listed.aspectRatios].sort());
    expect(asked.aspectRatios[0]).toBe(listed.aspectRatios[0]);
    expect(asked.providerData).toMatchObject({
      fields: listed.providerData!.fields,
      roles: listed.providerData!.roles,
      required: listed.providerData!.required,
      options: Object.fromEntries(
        Object.entries(listed.providerData!.options as Record<string, { type: string }>).map(
          ([name, { type }]) => [name, expect.objectContaining({ type })],
        ),
      ),
    });
    expect(asked.providerData!.version).toBeUndefined();
  });

  it('flux-dev-lora takes weights, and never a token', async () => {
    const lora = { lora_weights: 'huggingface.co/someone/style', lora_scale: 1.2, num_inference_steps: 28 };
    await provider.start(promptRequest(known('flux-dev-lora'), { providerOptions: lora }), call);
    expect(sent().body).toMatchObject({ input: { prompt, ...lora } });
    const model = await discovered('black-forest-labs/flux-dev-lora');
    const secret = promptRequest(model, { providerOptions: { hf_api_token: 'hf_secret' } });
    expect(issuesOf(secret)).toContain('no option hf_api_token');
  });

  it('none has a price, so each is used only when it is named', () => {
    expect(knownModels.filter(({ price }) => price)).toEqual([]);
    expect(provider.descriptor.automatic).toBe(false);
  });
});

describe('any other model', () => {
  it('is described by its own page: a clip', async () => {
    expect(await discovered(seedance)).toMatchObject({
      id: seedance,
      mediaType: 'video',
      tasks: ['text-to-video', 'image-to-video'],
      durations: { kind: 'range', minimum: 2, maximum: 12, step: 1 },
      aspectRatios: ['16:9', '4:3', '1:1', '3:4', '9:16', '21:9', '9:21'],
      resolutions: ['1080p', '480p', '720p'],
      framesPerSecond: [24],
      references: { 'first-frame': 1, 'last-frame': 1, image: 1 },
      supportsSeed: true,
      supportsNegativePrompt: false,
      audio: 'never',
    });
  });

  it.each(['text-to-video', 'image-to-video'] as const)('%s becomes its own words', async (task) => {
    const frames = task === 'text-to-video' ? [] : [at('first-frame', 'a.jpg'), at('last-frame', 'b.jpg')];
    const request = promptRequest(await discovered(seedance), {
      task,
      references: frames,
      duration: 7,
      resolution: '720p',
      aspectRatio: '9:16',
      framesPerSecond: 24,
      seed: 5,
      negativePrompt: 'fog',
      providerOptions: { camera_fixed: true },
    });
    const status = await finish(request);
    expect(sent().body).toEqual({
      input: {
        prompt,
        duration: 7,
        resolution: '720p',
        aspect_ratio: '9:16',
        fps: 24,
        seed: 5,
        camera_fixed: true,
        ...(task === 'image-to-video' && {
          image: 'https://media.example.com/a.jpg',
          last_frame_image: 'https://media.example.com/b.jpg',
        }),
      },
    });
    expect(status).toMatchObject({
      state: 'succeeded',
      warnings: [{ message: expect.stringContaining('negativePrompt') }, { code: 'COST_UNKNOWN' }],
    });
  });

  it('of a community runs by its latest version, and may answer with an object', async () => {
    const model = await discovered(postcards);
    expect(model).toMatchObject({
      mediaType: 'video',
      tasks: ['image-to-video'],
      durations: { kind: 'list', seconds: [4, 8] },
    });
    const status = await finish(promptRequest(model, { duration: 8, references: [at('first-frame')] }));
    expect(sent().path).toBe('/v1/predictions');
    expect(sent().body).toEqual({
      version: '5c7d5dc6dd8bf75c1acaa8565735e7986bc5b66206b55cca93cb72c9bf15ccaa',
      input: { prompt, seconds: '8', picture: 'https://media.example.com/dawn.jpg' },
    });
    const url = status.state === 'succeeded' && status.output.mediaType === 'remote' ? status.output.url : '';
    expect(url).toContain('.mp4');
  });

  it('runs by the version that is named', async () => {
    const id = `${postcards}:0a1b2c3d4e5f`;
    const model = await discovered(id);
    expect(model.id).toBe(id);
    await provider.start(promptRequest(model, { references: [at('first-frame')] }), call);
    expect(sent().body).toMatchObject({ version: '0a1b2c3d4e5f' });
  });

  it.each([
    'nobody/knows',
    `${postcards}:ffff`,
    'seedance',
    '../account',
    'a/../b',
    'a/b/c',
    `${postcards}:`,
  ])('%s is left out', async (id) => {
    expect(await provider.describeModels!([id, seedance], call)).toHaveLength(1);
    expect(emulator.requests.filter(({ step }) => step !== 'describe')).toEqual([]);
  });

  it('that nobody has described is refused', () => {
    const { providerData: _gone, ...model } = known('flux-2-pro');
    expect(issuesOf(promptRequest(model))).toContain('nobody knows what');
  });

  it.each([
    [{ output: ['https://x/a.webp'] }, {}, 'image'],
    [{ output: { video: 'https://x/a.mp4' } }, {}, 'video'],
    [undefined, { num_frames: { type: 'integer' } }, 'video'],
    [undefined, { prompt: { type: 'string' } }, 'image'],
    [undefined, {}, 'image'],
  ])('makes what its page suggests %#', async (example, properties, mediaType) => {
    const page = {
      default_example: example,
      latest_version: { id: 'v1', openapi_schema: { components: { schemas: { Input: { properties } } } } },
    };
    const made = providerWith({}, () => Promise.resolve(Response.json(page)));
    const [model] = await made.describeModels!(['someone/something'], call);
    expect(model).toMatchObject({ mediaType, providerData: { version: 'v1' } });
    expect(model!.tasks.length).toBeGreaterThan(0);
  });
});

describe('a request', () => {
  it('uploads local files under a name of ours', async () => {
    await provider.start(
      promptRequest(known('flux-2-pro'), { task: 'edit', references: [file, at('image')] }),
      call,
    );
    const upload = emulator.requestsTo('upload')[0]!;
    expect(upload.bytes.toString('latin1')).toContain('filename="reference-1.jpeg"');
    expect(upload.bytes.toString('latin1')).not.toContain('dawn');
    expect(sent().body).toMatchObject({
      input: { input_images: [`${emulator.url}/v1/files/file-1`, 'https://media.example.com/dawn.jpg'] },
    });
  });

  it.each([503, 401])('whose upload is answered with %s is unsent', async (status) => {
    emulator.inject({ step: 'upload', kind: 'status', status });
    const starting = provider.start(promptRequest(known('flux-kontext-pro'), { references: [file] }), call);
    await expect(starting).rejects.toMatchObject({ details: { submission: 'unsent' } });
    expect(emulator.acceptedSubmissions).toBe(0);
  });

  it.each([
    [{ references: [at('mask')] }, 'takes no reference as mask; it takes image'],
    [{ providerOptions: { raw: true } }, 'no option raw; options: safety_tolerance'],
    [{ providerOptions: { aspect_ratio: '1:1' } }, 'say aspect_ratio as aspectRatio'],
    [{ providerOptions: { input_images: [] } }, 'give input_images as a reference as image'],
    [{ providerOptions: { safety_tolerance: 9 } }, 'safety_tolerance: it is at most 5'],
    [{ providerOptions: { safety_tolerance: 0 } }, 'it is at least 1'],
    [{ providerOptions: { safety_tolerance: '3' } }, 'a whole number'],
    [{ providerOptions: { output_format: 'gif' } }, 'it is one of webp, jpg, png'],
    [{ prompt: '' }, 'prompt: black-forest-labs/flux-2-pro needs it'],
  ])('that the model would refuse is refused here %#', (more, words) => {
    expect(issuesOf(promptRequest(known('flux-2-pro'), more))).toContain(words);
  });

  it('needs what the model needs', async () => {
    expect(issuesOf(promptRequest(known('flux-fill-pro')))).toContain('it needs one as image');
    const two = { task: 'image-to-video', references: [at('first-frame'), at('image')] } as const;
    expect(issuesOf(promptRequest(await discovered(seedance), two))).toContain('2 references for image');
  });

  it('is stopped by Replicate itself in the end', async () => {
    await provider.start(promptRequest(known('flux-2-pro')), call);
    expect(sent().headers['cancel-after']).toBe('1800s');
    expect(sent().headers.prefer).toBeUndefined();
    provider = providerWith({ cancelAfterSeconds: 5 });
    const operation = await provider.start(promptRequest(known('flux-2-pro')), call);
    emulator.clock.advance(5);
    expect(await provider.status(operation, call)).toEqual({ state: 'cancelled' });
  });
});

describe('a prediction', () => {
  it.each([
    ['moderated-input', 'CONTENT_POLICY_VIOLATION', 'E005', 'unknown'],
    ['moderated-output', 'CONTENT_POLICY_VIOLATION', 'NSFW', 'unknown'],
    ['job-failed', 'PROVIDER_ERROR', 'interrupted', 'unknown'],
    ['empty-result', 'PROVIDER_ERROR', 'names no file', 'yes'],
  ] as const)('that ends as %s says so', async (outcome, code, words, billed) => {
    emulator.inject({ step: 'submit', kind: 'outcome', outcome });
    const status = await finish(promptRequest(known('flux-2-pro')));
    expect(status).toMatchObject({
      state: 'failed',
      error: { code, billed, message: expect.stringContaining(words) },
    });
  });

  const answer = (body: object): IVideoProvider =>
    providerWith({}, () => Promise.resolve(Response.json({ id: 'p1', ...body })));
  const operation = { providerId: 'replicate', operationId: 'p1', handle: { mediaType: 'video' } };

  it('that never began costs nothing; one that was stopped may', async () => {
    const status = await answer({ status: 'aborted' }).status(operation, call);
    expect(status).toEqual({ state: 'cancelled', cost: { micros: 0, currency: 'USD' } });
    expect(await answer({ status: 'canceled' }).status(operation, call)).toEqual({ state: 'cancelled' });
  });

  it('reads its progress from its logs', async () => {
    const logs = 'Using seed 7\n 25%|██ | 1/4\n 50%|████ | 2/4\n';
    expect(await answer({ status: 'processing', logs }).status(operation, call)).toEqual({
      state: 'running',
      progress: 0.5,
    });
    expect(await answer({ status: 'processing' }).status(operation, call)).toEqual({ state: 'running' });
  });

  it.each([
    ['https://r.delivery/a.mp4', 'a.mp4', 0],
    [['https://r.delivery/a.mp4', 'https://r.delivery/b.mp4'], 'a.mp4', 1],
    [{ frames: ['https://r.delivery/f.png'], clip: { url: 'https://r.delivery/c.mp4' } }, 'c.mp4', 1],
    [{ seed: 5, file: 'https://r.delivery/without-extension' }, 'without-extension', 0],
  ])('gives its file, whatever form the output has %#', async (output, name, ignored) => {
    const completed = { status: 'succeeded', output, completed_at: '2026-11-20T12:00:00.000Z' };
    const status = await answer(completed).status(operation, call);
    expect(status).toMatchObject({
      state: 'succeeded',
      output: {
        url: `https://r.delivery/${name}`,
        authenticated: false,
        expiresAt: '2026-11-20T13:00:00.000Z',
      },
    });
    const warnings = status.state === 'succeeded' ? status.warnings.map(({ code }) => code) : [];
    expect(warnings).toEqual(['COST_UNKNOWN', ...(ignored ? ['OUTPUTS_IGNORED'] : [])]);
  });

  it.each([
    [{ status: 'succeeded', output: null, data_removed: true }, 'keeps files for an hour'],
    [{ status: 'succeeded', output: 'just words' }, 'names no file'],
    [{ status: 'failed', error: 'Model run timed out' }, 'timed out'],
    [{ status: 'failed', error: null }, 'no reason given'],
  ])('without a file says why %#', async (body, words) => {
    const status = await answer(body).status(operation, call);
    expect(status).toMatchObject({ state: 'failed', error: { message: expect.stringContaining(words) } });
  });

  it('that is unknown is gone, and cancelling it is no error', async () => {
    expect(await provider.status(operation, call)).toMatchObject({
      state: 'failed',
      error: { billed: 'unknown', retryable: false },
    });
    await expect(provider.cancel!(operation, call)).resolves.toBeUndefined();
  });
});

describe('an error', () => {
  it('429 is waited for as its text says', async () => {
    emulator.inject({ step: 'submit', kind: 'status', status: 429 });
    const starting = provider.start(promptRequest(known('flux-2-pro')), call);
    await expect(starting).rejects.toMatchObject({
      code: 'RATE_LIMIT_EXCEEDED',
      retryAfterSeconds: 30,
      details: { submission: 'rejected' },
    });
  });

  it('422 names the inputs', async () => {
    const model = known('flux-2-pro');
    const data = model.providerData as { options: object };
    const lenient = { ...model, providerData: { ...data, options: { surprise: { type: 'other' } } } };
    const starting = provider.start(promptRequest(lenient, { providerOptions: { surprise: 1 } }), call);
    await expect(starting).rejects.toMatchObject({
      code: 'INVALID_REQUEST',
      message: expect.stringContaining('input.surprise: Additional property'),
    });
  });
});

it('says whose account it is, or why it cannot work', async () => {
  expect(await provider.checkHealth(call)).toEqual({ healthy: true, message: 'Ready: account emulated.' });
  emulator.inject({ step: 'health', kind: 'status', status: 401 });
  expect(await provider.checkHealth(call)).toMatchObject({ healthy: false });
});

describe('webhooks of the emulator', () => {
  interface Received {
    readonly body: string;
    readonly headers: IncomingHttpHeaders;
  }

  async function deliveries(count: number): Promise<Received[]> {
    const received: Received[] = [];
    const server = createServer((request, response) => {
      void buffer(request).then((bytes) => {
        received.push({ body: bytes.toString('utf8'), headers: request.headers });
        response.end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const headers = { authorization: `Bearer ${emulator.apiKey}`, 'content-type': 'application/json' };
    const created = await fetch(`${emulator.url}/v1/models/black-forest-labs/flux-2-pro/predictions`, {
      method: 'POST',
      headers,
      body: JSON.stringify({
        input: { prompt },
        webhook: `http://127.0.0.1:${port}/`,
        webhook_events_filter: ['completed'],
      }),
    });
    const { urls } = (await created.json()) as { urls: { get: string } };
    while (received.length < count) await (await fetch(urls.get, { headers })).text();
    server.close();
    return received;
  }

  /** Source: Standard Webhooks. */
  async function isRight({ body, headers }: Received): Promise<boolean> {
    const answer = await fetch(`${emulator.url}/v1/webhooks/default/secret`, {
      headers: { authorization: `Bearer ${emulator.apiKey}` },
    });
    const { key } = (await answer.json()) as { key: string };
    const signed = `${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${body}`;
    const secret = Buffer.from(key.replace('whsec_', ''), 'base64');
    const right = createHmac('sha256', secret).update(signed).digest('base64');
    return headers['webhook-signature'] === `v1,${right}`;
  }

  it('are signed, and only for the events that were asked for', async () => {
    const [hook] = await deliveries(1);
    expect(JSON.parse(hook!.body)).toMatchObject({ status: 'succeeded' });
    expect(await isRight(hook!)).toBe(true);
  });

  it('may be doubled or forged', async () => {
    emulator.inject({ step: 'webhook', kind: 'webhook', webhook: 'doubled' });
    const [first, second] = await deliveries(2);
    expect(second!.headers['webhook-id']).toBe(first!.headers['webhook-id']);
    emulator.inject({ step: 'webhook', kind: 'webhook', webhook: 'forged' });
    const [forged] = await deliveries(1);
    expect(await isRight(forged!)).toBe(false);
  });
});
