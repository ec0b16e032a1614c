import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type {
  GenerationTask,
  IVideoProvider,
  OperationStatus,
  PromptRequest,
  ProviderCall,
  ResolvedReference,
} from '../../../../plugin.js';
import { veoModels } from '../../../../plugins/providers/veo/veo-models.js';
import { veoOptionsSchema } from '../../../../plugins/providers/veo/veo-options.js';
import { VeoVideoProvider } from '../../../../plugins/providers/veo/veo-video-provider.js';
import { promptRequest } from '../../../../testing/conformance/conformance-rig.js';
import { mediaFile } from '../../../../testing/emulator/emulated-media.js';
import type { Emulator } from '../../../../testing/emulator/emulator.js';
import { startEmulator } from '../../../../testing/emulator/start-emulator.js';
import { veoEmulator } from '../../../../testing/emulators/veo/veo-emulator.js';
import { fakeHost } from '../../../../testing/fakes/fake-host.js';

let emulator: Emulator;
let provider: IVideoProvider;
let call: ProviderCall;

function providerWith(options: Readonly<Record<string, unknown>>): IVideoProvider {
  const parsed = veoOptionsSchema.parse({ ...emulator.pluginOptions, ...options });
  const host = fakeHost({ pluginId: 'veo', options: parsed });
  return new VeoVideoProvider(host);
}

beforeEach(async () => {
  emulator = await startEmulator(veoEmulator);
  provider = providerWith({});
  const { logger } = fakeHost({ pluginId: 'veo', options: {} });
  const workspace = await mkdtemp(path.join(tmpdir(), 'aether-veo-'));
  call = { signal: new AbortController().signal, idempotencyKey: 'key', logger, workspace };
});
afterEach(async () => {
  await emulator.close();
  await rm(call.workspace, { recursive: true, force: true });
});

const at = (role: ResolvedReference['role'], file = 'dawn.jpg'): ResolvedReference => ({
  role,
  url: `https://storage.googleapis.com/my-bucket/in%20here/${file}`,
});
const clip = at('video', 'clip.mp4');

/** What each task looks at, at least. */
const references: Partial<Record<GenerationTask, ResolvedReference[]>> = {
  'image-to-video': [at('first-frame')],
  extend: [clip],
};

function ask(id: string, more: Partial<PromptRequest> = {}): PromptRequest {
  return promptRequest(veoModels.find(({ descriptor }) => descriptor.id === id)!.descriptor, more);
}
const standard = (more: Partial<PromptRequest> = {}): PromptRequest => ask('veo-3.1-generate-001', more);

async function finish(request: PromptRequest, by = provider): Promise<OperationStatus> {
  const operation = await by.start(request, call);
  for (;;) {
    const status = await by.status(operation, call);
    if (status.state !== 'queued' && status.state !== 'running') return status;
  }
}
const sent = (): unknown => emulator.requestsTo('submit').at(-1)?.body;

describe('every model', () => {
  const alive = veoModels.filter(({ descriptor }) => descriptor.shutdownOn === undefined);
  const ways = alive.flatMap(({ descriptor }) =>
    descriptor.tasks.map((task) => [descriptor.id, task] as const),
  );

  it.each(ways)('%s does %s at each shape and length that it offers', async (id, task) => {
    const { resolutions, aspectRatios } = ask(id).model;
    let possible = 0;
    for (const resolution of resolutions) {
      for (const aspectRatio of aspectRatios) {
        for (const duration of [4, 6, 8]) {
          const shape = { resolution, aspectRatio, duration };
          const request = ask(id, { task, references: references[task] ?? [], seed: 7, ...shape });
          if (provider.validate(request).length > 0) continue;
          possible += 1;
          await provider.start(request, call);
        }
      }
    }
    expect(possible).toBe(task === 'extend' ? 6 : 6 * resolutions.length);
    expect(emulator.acceptedSubmissions).toBe(possible);
  });

  it.each(veoModels.filter(({ descriptor }) => descriptor.shutdownOn).map(({ descriptor }) => descriptor.id))(
    '%s, which was switched off, is refused by the service',
    async (id) => {
      const error = { code: 'MODEL_SHUT_DOWN', details: { status: 404, submission: 'rejected' } };
      await expect(provider.start(ask(id), call)).rejects.toMatchObject(error);
    },
  );
});

describe('a request', () => {
  it('becomes Vertex AI’s own words', async () => {
    await provider.start(
      standard({
        aspectRatio: '9:16',
        resolution: '1080p',
        duration: 8,
        audio: false,
        negativePrompt: 'fog',
        seed: 5,
        providerOptions: {
          camera: 'slow dolly in, low angle.',
          personGeneration: 'dont_allow',
          labels: { team: 'water' },
        },
      }),
      call,
    );
    const [request] = emulator.requestsTo('submit');
    expect(request?.path).toBe(
      '/v1beta1/projects/emulated-project/locations/us-central1/publishers/google/models/veo-3.1-generate-001:predictLongRunning',
    );
    expect(request?.body).toEqual({
      instances: [
        {
          prompt: 'A lighthouse in the first light, seen from the sea. Camera: slow dolly in, low angle.',
        },
      ],
      parameters: {
        sampleCount: 1,
        durationSeconds: 8,
        aspectRatio: '9:16',
        resolution: '1080p',
        seed: 5,
        negativePrompt: 'fog',
        generateAudio: false,
        personGeneration: 'dont_allow',
      },
      labels: { team: 'water' },
    });
  });

  it('names the frames, the clip and the pictures by their places', async () => {
    const place = { gcsUri: 'gs://my-bucket/in here/dawn.jpg', mimeType: 'image/jpeg' };
    const frames = [at('last-frame'), at('first-frame')];
    await provider.start(standard({ task: 'image-to-video', references: frames }), call);
    expect(sent()).toMatchObject({ instances: [{ image: place, lastFrame: place }] });
    await provider.start(standard({ task: 'image-to-video', references: [at('image')] }), call);
    expect(sent()).toMatchObject({ instances: [{ image: place }] });
    await provider.start(standard({ references: [at('image'), at('image')], duration: 8 }), call);
    const picture = { image: place, referenceType: 'asset' };
    expect(sent()).toMatchObject({ instances: [{ referenceImages: [picture, picture] }] });
  });

  it('extends by seven seconds, and says so', async () => {
    const status = await finish(standard({ task: 'extend', references: [clip], prompt: '' }));
    expect(sent()).toMatchObject({
      instances: [{ video: { gcsUri: 'gs://my-bucket/in here/clip.mp4', mimeType: 'video/mp4' } }],
      parameters: { durationSeconds: 7 },
    });
    expect(status).toMatchObject({ warnings: [{ code: 'VALUE_SNAPPED' }], cost: { micros: 2_800_000 } });
  });

  it('carries local files inside', async () => {
    const file = fileURLToPath(new URL('../../../../examples/media/dawn.jpg', import.meta.url));
    const { size } = await stat(file);
    const reference = { role: 'first-frame', path: file, mimeType: 'image/jpeg', sizeBytes: size } as const;
    await provider.start(standard({ task: 'image-to-video', references: [reference] }), call);
    const bytesBase64Encoded = (await readFile(file)).toString('base64');
    expect(sent()).toMatchObject({ instances: [{ image: { bytesBase64Encoded, mimeType: 'image/jpeg' } }] });
    const large = { ...reference, sizeBytes: 16 * 1024 * 1024 };
    const gone = { ...reference, path: `${file}.gone` };
    for (const [broken, code] of [
      [large, 'MEDIA_TOO_LARGE'],
      [gone, 'MEDIA_NOT_FOUND'],
    ] as const) {
      const starting = provider.start(standard({ task: 'image-to-video', references: [broken] }), call);
      await expect(starting).rejects.toMatchObject({ code, details: { submission: 'unsent' } });
    }
    expect(emulator.acceptedSubmissions).toBe(1);
  });

  it.each([
    [standard({ task: 'image-to-video', references: [at('last-frame')] }), 'needs a first frame'],
    [
      standard({ task: 'image-to-video', references: [at('image'), at('image')] }),
      'name one of the pictures',
    ],
    [standard({ references: [at('first-frame')] }), 'is for image-to-video only'],
    [standard({ references: [at('image'), at('image')] }), 'has 8 s, not 4'],
    [
      ask('veo-3.1-lite-generate-001', { references: [at('image')], duration: 8 }),
      'first-frame and last-frame',
    ],
    [standard({ task: 'extend', references: [clip], resolution: '1080p' }), 'at 720p only'],
    [standard({ task: 'extend' }), 'needs one reference as video, not 0'],
    [standard({ references: [clip] }), 'takes no reference as video'],
    [standard({ task: 'upscale' }), 'it does text-to-video, image-to-video, extend'],
    [standard({ providerOptions: { sampleCount: 4 } }), 'there is no option sampleCount; options: camera'],
    [standard({ providerOptions: { labels: { 'Not a label': 'x' } } }), 'Invalid'],
    [
      standard({
        task: 'image-to-video',
        references: [{ role: 'first-frame', url: 'https://example.com/dawn.jpg' }],
      }),
      'https://storage.googleapis.com/BUCKET/NAME',
    ],
    [standard({ task: 'image-to-video', references: [at('first-frame', 'dawn')] }), 'has to end in .jpg'],
    [standard({ task: 'extend', references: [at('video', 'clip.mov')] }), 'video/mp4, not video/quicktime'],
    [
      standard({
        task: 'image-to-video',
        references: [{ role: 'first-frame', path: '/x.gif', mimeType: 'image/gif', sizeBytes: 1 }],
      }),
      'image/webp, not image/gif',
    ],
  ])('that Veo would refuse is refused here %#', async (request, words) => {
    const issues = provider.validate(request).map(({ message }) => message);
    expect(issues.join('\n')).toContain(words);
    const error = { code: 'INVALID_REQUEST', details: { submission: 'unsent' } };
    await expect(provider.start(request, call)).rejects.toMatchObject(error);
    expect(emulator.requests).toHaveLength(0);
  });
});

describe('a result', () => {
  it('that came inside the answer is a file in the workspace; the answer to it is short', async () => {
    const status = await finish(standard({ aspectRatio: '9:16' }));
    expect(JSON.stringify(status).length).toBeLessThan(500);
    const { output } = status as Extract<OperationStatus, { state: 'succeeded' }>;
    const { path: file } = output as { path: string };
    expect(path.dirname(file)).toBe(call.workspace);
    expect(await readFile(file)).toEqual(mediaFile('tall.mp4'));
  });

  it('that could not be written is asked for again', async () => {
    const operation = await provider.start(standard(), call);
    for (let polls = 0; polls < 3; polls += 1) await provider.status(operation, call);
    const nowhere = { ...call, workspace: path.join(call.workspace, 'gone') };
    const failing = provider.status(operation, nowhere);
    await expect(failing).rejects.toMatchObject({ code: 'STORAGE_NOT_WRITABLE', retryable: true });
    expect(await provider.status(operation, call)).toMatchObject({ state: 'succeeded' });
  });

  it('in Cloud Storage is fetched with the token, from there alone', async () => {
    const stored = providerWith({ storageUri: 'gs://emulated-bucket/my clips' });
    const status = await finish(standard(), stored);
    expect(status).toMatchObject({ output: { mediaType: 'remote', authenticated: true } });
    const { output } = status as Extract<OperationStatus, { state: 'succeeded' }>;
    const remote = output as Extract<typeof output, { mediaType: 'remote' }>;
    expect(remote.url).toMatch(
      /\/storage\/v1\/b\/emulated-bucket\/o\/my%20clips%2F[\w-]+%2Fsample_0\.mp4\?alt=media$/,
    );
    const headers = { ...stored.authorize!(remote) };
    expect(headers).toEqual({ authorization: `Bearer ${emulator.apiKey}` });
    const part = await fetch(remote.url, { headers: { ...headers, range: 'bytes=0-3' } });
    expect([part.status, (await part.arrayBuffer()).byteLength]).toEqual([206, 4]);
    expect((await fetch(remote.url)).status).toBe(401);
    expect(stored.authorize!({ ...remote, url: 'https://storage.example.com/x' })).toEqual({});
  });

  it('of which a part was held back is a success with a warning', async () => {
    emulator.inject({ step: 'submit', kind: 'outcome', outcome: 'partly-filtered' });
    expect(await finish(standard())).toMatchObject({
      state: 'succeeded',
      warnings: [{ code: 'PARTLY_FILTERED', message: expect.stringContaining('Support codes') as string }],
    });
  });

  it('that was held back says why, and nobody knows its cost', async () => {
    emulator.inject({ step: 'submit', kind: 'outcome', outcome: 'moderated-output' });
    expect(await finish(standard())).toMatchObject({
      state: 'failed',
      error: {
        code: 'CONTENT_POLICY_VIOLATION',
        message: expect.stringContaining('Support codes: 58061214') as string,
        billed: 'unknown',
        retryable: false,
      },
    });
  });

  it('of an operation that is gone is a failure', async () => {
    const { operationId } = await provider.start(standard(), call);
    for (const id of [operationId.replace(/.$/, 'x'), '../../secrets', `${operationId}?x=1`]) {
      const status = await provider.status({ providerId: 'veo', operationId: id }, call);
      expect(status).toMatchObject({ state: 'failed', error: { billed: 'unknown', retryable: false } });
    }
    expect(emulator.requestsTo('poll')).toHaveLength(1);
  });
});

describe('money', () => {
  it.each([
    [standard({ duration: 8 }), 3_200_000],
    [standard({ duration: 8, audio: false }), 1_600_000],
    [standard({ duration: 8, resolution: '4k' }), 4_800_000],
    [standard({ duration: 8, resolution: '4k', audio: false }), 4_800_000],
    [standard({ task: 'extend', references: [clip] }), 2_800_000],
    [ask('veo-3.1-fast-generate-001', { duration: 6 }), 900_000],
    [ask('veo-3.1-lite-generate-001', { duration: 8, resolution: '1080p' }), 640_000],
  ])('is estimated from the list, and settled so %#', async (request, micros) => {
    expect(provider.estimate(request)).toEqual({ micros, currency: 'USD' });
    expect(await finish(request)).toMatchObject({ cost: { micros, currency: 'USD' } });
  });
});

it('speaks to Vertex AI in express mode with a key alone', async () => {
  const express = providerWith({ project: undefined, credential: 'api-key' });
  expect(await finish(standard(), express)).toMatchObject({ state: 'succeeded' });
  const [request] = emulator.requestsTo('submit');
  expect(request?.path).toBe('/v1beta1/publishers/google/models/veo-3.1-generate-001:predictLongRunning');
  expect(request?.headers['x-goog-api-key']).toBe(emulator.apiKey);
  expect(request?.headers.authorization).toBeUndefined();
});

it('says why it is not well', async () => {
  const wrong = providerWith({ apiKey: 'another' });
  const health = await wrong.checkHealth(call);
  expect(health).toMatchObject({ healthy: false, message: expect.stringContaining('401') as string });
  const forbidden = providerWith({ storageUri: 'gs://forbidden-bucket/clips' });
  expect(await forbidden.checkHealth(call)).toEqual({
    healthy: false,
    message: 'The credentials may not read “gs://forbidden-bucket/clips”, where finished clips would go.',
  });
  emulator.inject({ step: 'health', kind: 'status', status: 503 });
  expect(await provider.checkHealth(call)).toMatchObject({ healthy: false });
});
