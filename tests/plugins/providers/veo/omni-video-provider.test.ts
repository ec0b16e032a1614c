import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type {
  FetchFunction,
  GenerationTask,
  IVideoProvider,
  OperationStatus,
  PromptRequest,
  ProviderCall,
  RemoteFile,
  ResolvedReference,
} from '../../../../plugin.js';
import { omniModels } from '../../../../plugins/providers/veo/omni-models.js';
import { OmniVideoProvider } from '../../../../plugins/providers/veo/omni-video-provider.js';
import { veoOptionsSchema } from '../../../../plugins/providers/veo/veo-options.js';
import { promptRequest } from '../../../../testing/conformance/conformance-rig.js';
import { mediaFile } from '../../../../testing/emulator/emulated-media.js';
import type { Emulator } from '../../../../testing/emulator/emulator.js';
import { startEmulator } from '../../../../testing/emulator/start-emulator.js';
import { omniEmulator } from '../../../../testing/emulators/veo/veo-emulator.js';
import { fakeHost } from '../../../../testing/fakes/fake-host.js';

let emulator: Emulator;
let provider: IVideoProvider;
let call: ProviderCall;

function providerWith(fetch?: FetchFunction): IVideoProvider {
  const options = veoOptionsSchema.parse(emulator.pluginOptions);
  return new OmniVideoProvider(fakeHost({ pluginId: 'veo', options, ...(fetch && { fetch }) }));
}

beforeEach(async () => {
  emulator = await startEmulator(omniEmulator);
  provider = providerWith();
  const { logger } = fakeHost({ pluginId: 'veo', options: {} });
  const workspace = await mkdtemp(path.join(tmpdir(), 'aether-omni-'));
  call = { signal: new AbortController().signal, idempotencyKey: 'key', logger, workspace };
});
afterEach(async () => {
  await emulator.close();
  await rm(call.workspace, { recursive: true, force: true });
});

const at = (role: ResolvedReference['role'], file = 'dawn.jpg'): ResolvedReference => ({
  role,
  url: `https://media.example.com/${file}`,
});
const clip = at('video', 'clip.mp4');

/** What each task needs, at least. */
const needs: Partial<Record<GenerationTask, Partial<PromptRequest>>> = {
  'image-to-video': { references: [at('first-frame')] },
  'video-to-video': { references: [clip] },
  extend: { references: [clip] },
  upscale: { references: [clip], prompt: '' },
};

function ask(more: Partial<PromptRequest> = {}, id = 'gemini-omni-1.1-flash'): PromptRequest {
  return promptRequest(omniModels.find(({ descriptor }) => descriptor.id === id)!.descriptor, more);
}

async function finish(request: PromptRequest, by = provider): Promise<OperationStatus> {
  const operation = await by.start(request, call);
  for (;;) {
    const status = await by.status(operation, call);
    if (status.state !== 'queued' && status.state !== 'running') return status;
  }
}
const sent = (): { input: object[]; response_format: object } =>
  emulator.requestsTo('submit').at(-1)?.body as { input: object[]; response_format: object };

describe('every model', () => {
  const alive = omniModels.filter(({ descriptor }) => descriptor.shutdownOn === undefined);
  const ways = alive.flatMap(({ descriptor }) =>
    descriptor.tasks.map((task) => [descriptor.id, task] as const),
  );

  it.each(ways)('%s does %s at each shape, at its shortest and longest', async (id, task) => {
    const { resolutions, aspectRatios, durations } = ask({}, id).model;
    const ends = durations?.kind === 'range' ? [durations.minimum, durations.maximum] : [];
    for (const resolution of resolutions) {
      for (const aspectRatio of aspectRatios) {
        for (const duration of ends) {
          const shape = { resolution, aspectRatio, duration };
          await provider.start(ask({ task, ...needs[task], ...shape }, id), call);
        }
      }
    }
    expect(emulator.acceptedSubmissions).toBe(16);
  });

  it('that was switched off is refused by the service', async () => {
    const starting = provider.start(ask({}, 'gemini-omni-flash-preview'), call);
    await expect(starting).rejects.toMatchObject({ code: 'MODEL_SHUT_DOWN' });
  });
});

describe('a request', () => {
  it('becomes the words of Interactions, in the background', async () => {
    await provider.start(ask({ aspectRatio: '9:16', duration: 6, resolution: '1080p' }), call);
    expect(sent()).toEqual({
      model: 'gemini-omni-1.1-flash',
      input: [{ type: 'text', text: 'A lighthouse in the first light, seen from the sea.' }],
      background: true,
      store: true,
      response_format: {
        type: 'video',
        delivery: 'uri',
        resolution: '1080p',
        aspect_ratio: '9:16',
        duration: '6s',
      },
      generation_config: { video_config: { task: 'text_to_video' } },
    });
  });

  const scene = { prompt: 'It rains.' };
  it.each([
    [
      { task: 'image-to-video', references: [at('first-frame')] },
      'image_to_video',
      '<FIRST_FRAME> It rains.',
    ],
    [
      { task: 'image-to-video', references: [at('last-frame', 'dusk.jpg'), at('first-frame')] },
      'image_to_video',
      '<FIRST_FRAME> <LAST_FRAME> It rains.',
    ],
    [
      { task: 'image-to-video', references: [at('image'), at('first-frame')] },
      'image_to_video',
      '[# Sources <FIRST_FRAME>@Image1] [# References <IMAGE_REF_0>@Image2] It rains.',
    ],
    [
      { references: [at('image'), at('image')] },
      'reference_to_video',
      '[# References <IMAGE_REF_0>@Image1 <IMAGE_REF_1>@Image2] It rains.',
    ],
    [
      { references: [at('image')], prompt: 'In the style of <IMAGE_REF_0> it rains.' },
      'reference_to_video',
      'In the style of <IMAGE_REF_0> it rains.',
    ],
    [{ task: 'video-to-video', references: [clip] }, 'edit', 'It rains.'],
    [
      { task: 'video-to-video', references: [at('image'), clip] },
      'edit',
      '[# Sources <VIDEO_0>@Video1] [# References <IMAGE_REF_0>@Image1] It rains.',
    ],
    [{ task: 'extend', references: [clip], prompt: '' }, 'extend', 'Continue the scene.'],
    [{ providerOptions: { camera: 'pan left' } }, 'text_to_video', 'It rains. Camera: pan left.'],
  ] as const)('binds pictures and clips to their roles %#', async (more, task, text) => {
    await provider.start(ask({ ...scene, ...(more as Partial<PromptRequest>) }), call);
    expect(sent()).toMatchObject({ generation_config: { video_config: { task } } });
    expect(sent().input.at(-1)).toEqual({ type: 'text', text });
  });

  it('sends the clip first, then the frames in their order', async () => {
    const references = [at('image', 'face.png'), at('last-frame', 'dusk.jpg'), at('first-frame')];
    await provider.start(ask({ task: 'image-to-video', references }), call);
    expect(sent().input).toMatchObject([
      { uri: 'https://media.example.com/dawn.jpg', mime_type: 'image/jpeg' },
      { uri: 'https://media.example.com/dusk.jpg' },
      { uri: 'https://media.example.com/face.png', mime_type: 'image/png' },
      { type: 'text' },
    ]);
  });

  it('leaves away what a changed clip has from the first one, and says so', async () => {
    const status = await finish(ask({ task: 'video-to-video', references: [clip] }));
    expect(sent().response_format).toEqual({ type: 'video', delivery: 'uri', resolution: '720p' });
    const { warnings } = status as Extract<OperationStatus, { state: 'succeeded' }>;
    expect(warnings.map(({ message }) => message.split(' ')[0])).toEqual(['duration', 'aspectRatio']);
  });

  it.each([
    [ask({ task: 'video-to-video', references: [clip], prompt: ' ' }), 'say what is to be changed'],
    [ask({ task: 'upscale', references: [clip, at('image')] }), 'upscale takes no pictures'],
    [ask({ task: 'image-to-video', references: [at('first-frame', 'a.mp4')] }), 'not video/mp4'],
    [ask({ task: 'upscale' }), 'needs one reference as video, not 0'],
    [ask({ task: 'lip-sync' }), 'it does text-to-video'],
    [ask({ task: 'image-to-video', references: [at('last-frame')] }), 'needs a first frame'],
    [ask({ providerOptions: { personGeneration: 'allow_all' } }), 'options: camera'],
  ])('that cannot work is refused here %#', (request, words) => {
    const issues = provider.validate(request).map(({ message }) => message);
    expect(issues.join('\n')).toContain(words);
  });
});

describe('a result', () => {
  const output = async (by = provider): Promise<RemoteFile> => {
    const status = await finish(ask(), by);
    expect(status).toMatchObject({ state: 'succeeded', output: { mediaType: 'remote' } });
    return (status as { output: RemoteFile }).output;
  };

  it('is waited for until its file is there, and fetched with the key from Google alone', async () => {
    const file = await output();
    expect(emulator.requestsTo('file')).toHaveLength(2);
    expect(file).toMatchObject({ authenticated: true, expiresAt: '2026-01-04T03:04:05.000Z' });
    const headers = provider.authorize!(file);
    expect(headers).toEqual({ 'x-goog-api-key': emulator.apiKey });
    expect((await fetch(file.url, { headers })).status).toBe(200);
    expect((await fetch(file.url)).status).toBe(403);
    expect(provider.authorize!({ ...file, url: 'https://example.com/file' })).toEqual({});
  });

  it('is handed out even if nobody says how its file is', async () => {
    emulator.inject({ step: 'file', kind: 'status', status: 500 });
    expect((await output()).url).toContain('/v1beta/files/clip-');
    expect(emulator.requestsTo('file')).toHaveLength(1);
  });

  it('that came inside the answer is a file in the workspace', async () => {
    const data = mediaFile('wide.mp4').toString('base64');
    const content = [{ type: 'video', mime_type: 'video/mp4', data }];
    const body = { id: 'v1_a', status: 'completed', steps: [{ type: 'model_output', content }] };
    const inline = providerWith(() => Promise.resolve(Response.json(body)));
    const status = await inline.status(
      { providerId: 'veo', operationId: 'v1_a', handle: { micros: 7 } },
      call,
    );
    expect(status).toMatchObject({ state: 'succeeded', cost: { micros: 7 } });
    const { path: file } = (status as { output: { path: string } }).output;
    expect(await readFile(file)).toEqual(mediaFile('wide.mp4'));
  });

  it('that lies elsewhere is fetched without the key', async () => {
    const uri = 'https://elsewhere.example/v1beta/files/abc:download?alt=media';
    const body = { id: 'v1_a', status: 'completed', output_video: { type: 'video', uri } };
    const inline = providerWith(() => Promise.resolve(Response.json(body)));
    expect(await inline.status({ providerId: 'veo', operationId: 'v1_a' }, call)).toMatchObject({
      output: { mediaType: 'remote', url: uri, authenticated: false },
    });
  });

  it.each(['incomplete', 'budget_exceeded', 'requires_action', 'requires_continuation'])(
    'that ends as %s is a failure',
    async (status) => {
      const inline = providerWith(() => Promise.resolve(Response.json({ id: 'v1_a', status })));
      expect(await inline.status({ providerId: 'veo', operationId: 'v1_a' }, call)).toMatchObject({
        state: 'failed',
        error: { code: 'PROVIDER_ERROR', message: expect.stringContaining(status) as string },
      });
    },
  );
});

describe('money', () => {
  it.each([
    [ask({ duration: 10 }), 1_013_600],
    [ask({ duration: 10, resolution: '4k' }), 3_040_800],
    [ask({ task: 'image-to-video', references: [at('first-frame')], duration: 3 }), 307_140],
    [ask({ task: 'video-to-video', references: [clip] }), 1_100_480],
    [ask({ task: 'extend', references: [clip], duration: 5 }), 1_607_280],
    [ask({}, 'gemini-omni-1.2-flash'), 0],
  ])('is estimated at the most %#', (request, micros) => {
    expect(provider.estimate(request)).toEqual({ micros, currency: 'USD' });
  });

  it('is settled by the tokens that were used', async () => {
    // 10 s of 5,792 tokens at 17.50 USD a million, and 20 tokens of the prompt at 1.50.
    expect(await finish(ask({ duration: 10 }))).toMatchObject({ cost: { micros: 1_013_630 } });
  });
});

it('lets alone what has ended when it is told to stop', async () => {
  const operation = await provider.start(ask(), call);
  for (let polls = 0; polls < 4; polls += 1) await provider.status(operation, call);
  await provider.cancel!(operation, call);
  await provider.cancel!({ ...operation, operationId: 'v1_unknown' }, call);
  emulator.inject({ step: 'cancel', kind: 'status', status: 500 });
  await expect(provider.cancel!(operation, call)).rejects.toMatchObject({ code: 'PROVIDER_ERROR' });
});
