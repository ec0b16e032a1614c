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
import { RunwayVideoProvider } from '../../../../plugins/providers/runway/runway-video-provider.js';
import { runwayOptionsSchema } from '../../../../plugins/providers/runway/runway-options.js';
import { runwayModels } from '../../../../plugins/providers/runway/runway-models.js';
import type { Emulator } from '../../../../testing/emulator/emulator.js';
import { startEmulator } from '../../../../testing/emulator/start-emulator.js';
import { runwayEmulator } from '../../../../testing/emulators/runway/runway-emulator.js';
import { fakeHost } from '../../../../testing/fakes/fake-host.js';
import { promptRequest } from '../../../../testing/conformance/conformance-rig.js';

let emulator: Emulator;
let provider: IVideoProvider;
let call: ProviderCall;

beforeEach(async () => {
  emulator = await startEmulator(runwayEmulator);
  const options = runwayOptionsSchema.parse(emulator.pluginOptions);
  const host = fakeHost({ pluginId: 'runway', options });
  provider = new RunwayVideoProvider(host);
  const signal = new AbortController().signal;
  call = { signal, idempotencyKey: 'key', logger: host.logger, workspace: '/nowhere' };
});
afterEach(() => emulator.close());

const at = (role: ResolvedReference['role'], file = 'file.mp4'): ResolvedReference => ({
  role,
  url: `https://media.example.com/${file}`,
});

/** What each task looks at, at least. */
const references: Partial<Record<GenerationTask, ResolvedReference[]>> = {
  'image-to-video': [at('first-frame', 'dawn.jpg')],
  'video-to-video': [at('video')],
  extend: [at('video')],
  upscale: [at('video')],
  performance: [at('performance'), at('character', 'face.png')],
};

function ask(id: string, more: Partial<PromptRequest> = {}): PromptRequest {
  const { descriptor } = runwayModels.find((model) => model.descriptor.id === id)!;
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

describe('every model', () => {
  const ways = runwayModels.flatMap(({ descriptor }) =>
    descriptor.tasks.map((task) => [descriptor.id, task] as const),
  );

  it.each(ways)('%s does %s as Runway’s own types say, at each of its sizes', async (id, task) => {
    const { descriptor, endpoints } = runwayModels.find((model) => model.descriptor.id === id)!;
    expect(Object.keys(endpoints)).toContain(task);
    const pictures = id === 'gen4_image_turbo' ? [at('image', 'dawn.jpg')] : [];
    const base = ask(id, { task, references: references[task] ?? pictures, seed: 7 });
    const fps = descriptor.framesPerSecond[0];
    const sizes = (descriptor.resolutions.length > 0 ? descriptor.resolutions : [undefined]).flatMap(
      (resolution) =>
        (descriptor.aspectRatios.length > 0 ? descriptor.aspectRatios : [undefined]).map((aspectRatio) => ({
          resolution,
          aspectRatio,
        })),
    );
    let possible = 0;
    for (const size of sizes) {
      const request = { ...base, ...size, framesPerSecond: fps };
      if (provider.validate(request).length > 0) continue;
      possible += 1;
      await provider.start(request, call);
    }
    expect(possible).toBeGreaterThan(0);
    expect(emulator.acceptedSubmissions).toBe(possible);
  });

  it.each(ways)('%s does %s at its shortest and longest', async (id, task) => {
    const { durations } = ask(id).model;
    if (durations?.kind !== 'range') return;
    const pictures = references[task] ?? [];
    for (const duration of [durations.minimum, durations.maximum]) {
      await provider.start(ask(id, { task, duration, references: pictures }), call);
    }
    expect(emulator.acceptedSubmissions).toBe(2);
  });
});

describe('a request', () => {
  it('becomes Runway’s own words', async () => {
    await provider.start(
      ask('veo3.1', {
        aspectRatio: '9:16',
        resolution: '1080p',
        duration: 8,
        audio: false,
        negativePrompt: 'fog',
      }),
      call,
    );
    expect(sent()).toEqual({
      model: 'veo3.1',
      promptText: 'A lighthouse in the first light, seen from the sea.',
      ratio: '1080:1920',
      duration: 8,
      audio: false,
      negativePrompt: 'fog',
    });
  });

  it('with two frames names their places', async () => {
    const frames = [at('last-frame', 'dusk.jpg'), at('first-frame', 'dawn.jpg')];
    await provider.start(ask('veo3.1', { task: 'image-to-video', references: frames }), call);
    expect(sent()).toMatchObject({
      promptImage: [
        { uri: 'https://media.example.com/dawn.jpg', position: 'first' },
        { uri: 'https://media.example.com/dusk.jpg', position: 'last' },
      ],
    });
  });

  it('uploads local files under a name of ours, without credentials for the storage', async () => {
    const path = fileURLToPath(new URL('../../../../examples/media/dawn.jpg', import.meta.url));
    const file = { role: 'first-frame', path, mimeType: 'image/jpeg', sizeBytes: 1 } as const;
    await provider.start(ask('gen4_turbo', { references: [file] }), call);
    expect(emulator.requestsTo('upload')).toMatchObject([
      { body: { filename: 'reference-1.jpeg', type: 'ephemeral' } },
    ]);
    expect(emulator.requestsTo('upload-file')[0]?.headers.authorization).toBeUndefined();
    expect(sent()).toMatchObject({ promptImage: 'runway://upload-1' });
  });

  it.each(['upload', 'upload-file'])('whose %s fails is unsent', async (step) => {
    const path = fileURLToPath(new URL('../../../../examples/media/dawn.jpg', import.meta.url));
    const file = { role: 'first-frame', path, mimeType: 'image/jpeg', sizeBytes: 1 } as const;
    emulator.inject({ step, kind: 'status', status: 503 });
    const starting = provider.start(ask('gen4_turbo', { references: [file] }), call);
    await expect(starting).rejects.toMatchObject({ details: { submission: 'unsent' } });
    expect(emulator.acceptedSubmissions).toBe(0);
  });

  it.each([
    [ask('gen4.5', { aspectRatio: '1:1' }), 'what works: 16:9, 9:16'],
    [ask('gen4.5', { task: 'upscale' }), 'it does text-to-video, image-to-video'],
    [ask('act_two', { references: [at('performance')] }), 'needs 1 as character'],
    [ask('gen4_image_turbo'), 'needs 1 as image'],
    [
      ask('gen4.5', { providerOptions: { outputFormat: 'prores' } }),
      'no option outputFormat; options: contentModeration',
    ],
    [
      ask('act_two', {
        references: [at('performance'), at('character')],
        providerOptions: { expressionIntensity: 9 },
      }),
      '<=5',
    ],
  ])('that Runway would refuse is refused here %#', (request, words) => {
    expect(
      provider
        .validate(request)
        .map(({ message }) => message)
        .join(),
    ).toContain(words);
  });
});

describe('money', () => {
  it.each([
    [ask('gen4.5', { duration: 10 }), 1_200_000],
    [ask('veo3.1', { duration: 8 }), 3_200_000],
    [ask('veo3.1', { duration: 8, audio: false }), 1_600_000],
    [ask('act_two'), 1_500_000],
    [ask('gen4_image', { resolution: '1080p' }), 80_000],
    [ask('gen4_image', { resolution: '720p' }), 50_000],
    [ask('hailuo3'), 0],
  ])('is estimated from the list %#', (request, micros) => {
    expect(provider.estimate(request)).toEqual({ micros, currency: 'USD' });
  });

  it('is what Runway says in the end', async () => {
    const status = await finish(ask('gen4.5', { duration: 5 }));
    expect(status).toMatchObject({ state: 'succeeded', cost: { micros: 600_000, currency: 'USD' } });
  });

  it('that was charged for refused input stays charged', async () => {
    emulator.inject({ step: 'submit', kind: 'outcome', outcome: 'moderated-input' });
    const status = await finish(ask('gen4.5', { duration: 5 }));
    expect(status).toMatchObject({
      state: 'failed',
      cost: { micros: 600_000 },
      error: { billed: 'yes', retryable: false },
    });
  });
});

it('counts a task that is gone as failed, and nobody knows its cost', async () => {
  const operation = await provider.start(ask('gen4.5'), call);
  await provider.cancel!(operation, call);
  expect(await provider.status(operation, call)).toMatchObject({
    state: 'failed',
    error: { billed: 'unknown' },
  });
});

it('says when the account has no credits', async () => {
  emulator.inject({ step: 'health', kind: 'outcome', outcome: 'out-of-credits' });
  expect(await provider.checkHealth(call)).toEqual({
    healthy: false,
    message: 'The account has no credits left.',
  });
  emulator.inject({ step: 'health', kind: 'status', status: 401 });
  expect(await provider.checkHealth(call)).toMatchObject({ healthy: false });
});
