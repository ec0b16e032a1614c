import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { GenerationTask, PromptRequest, ResolvedReference } from '../../../../plugin.js';
import { promptRequest } from '../../../../testing/conformance/conformance-rig.js';
import { falCatalogue } from '../../../../testing/emulators/fal/fal-catalogue.js';
import { describedModel, falKit, type FalKit } from './fal-kit.js';

let kit: FalKit;
beforeEach(async () => {
  kit = await falKit('fal');
});
afterEach(() => kit.emulator.close());

const at = (role: ResolvedReference['role'], file = 'file.jpg'): ResolvedReference => ({
  role,
  url: `https://media.example.com/${file}`,
});
const kling = await describedModel('fal-ai/kling-video/v2.5-turbo/pro/text-to-video');
const veo = await describedModel('fal-ai/veo3.1/fast/first-last-frame-to-video');
const flux = await describedModel('fal-ai/flux/dev');
const lora = await describedModel('fal-ai/flux-lora');
const kontext = await describedModel('fal-ai/flux-pro/kontext');
const fill = await describedModel('fal-ai/flux-pro/v1/fill');
const lipSync = await describedModel('fal-ai/sync-lipsync/v2');
const upscale = await describedModel('fal-ai/topaz/upscale/video');
const ltx = await describedModel('fal-ai/ltx-2/image-to-video');

describe('what fal says of a model', () => {
  it('becomes what requests are held against', () => {
    const { providerData: _data, ...facts } = kling;
    expect(facts).toEqual({
      id: 'fal-ai/kling-video/v2.5-turbo/pro/text-to-video',
      mediaType: 'video',
      tasks: ['text-to-video'],
      durations: { kind: 'list', seconds: [5, 10] },
      aspectRatios: ['16:9', '9:16', '1:1'],
      resolutions: [],
      framesPerSecond: [],
      audio: 'never',
      references: {},
      supportsSeed: false,
      supportsNegativePrompt: true,
      promptLimit: 2500,
      pictureQuality: 0.5,
      price: { micros: 70_000, per: 'second', currency: 'USD', asOf: '2026-01-02' },
    });
    expect(veo).toMatchObject({
      tasks: ['image-to-video'],
      durations: { kind: 'list', seconds: [8, 4, 6] },
      aspectRatios: ['16:9', '9:16'],
      resolutions: ['720p', '1080p', '4k'],
      audio: 'optional',
      references: { 'first-frame': 1, 'last-frame': 1 },
    });
    expect(flux).toMatchObject({
      mediaType: 'image',
      aspectRatios: ['4:3', '1:1', '3:4', '9:16', '16:9'],
      price: { micros: 25_000, per: 'image' },
    });
    expect(ltx).toMatchObject({ framesPerSecond: [25, 50], durations: { seconds: [6, 8, 10] } });
    expect([fill.tasks, lipSync.tasks, upscale.tasks]).toEqual([
      ['inpaint'],
      ['lip-sync'],
      ['upscale', 'video-to-video'],
    ]);
  });

  it('tells no price where nobody can know it before', () => {
    expect(upscale.price).toBeUndefined();
    expect(lipSync.price).toMatchObject({ micros: 50_000, per: 'second' });
  });

  it('is refused where it makes neither clips nor pictures', async () => {
    const asking = kit.model('fal-ai/kokoro/american-english');
    await expect(asking).rejects.toThrow('makes no clips and no pictures (fal lists it as text-to-speech)');
  });

  it('is not asked for names that would be other addresses', async () => {
    const names = ['../account', 'https://example.com/a', 'fal-ai', 'fal-ai/../x', 'fal-ai/x?y'];
    expect(await kit.provider.describeModels(names, kit.call)).toEqual([]);
    expect(kit.emulator.requests).toEqual([]);
    const problems = names.map((id) =>
      kit.provider.validate({ ...promptRequest(kling), model: { ...kling, id } }),
    );
    expect(problems.map(([issue]) => issue?.where)).toEqual(names.map(() => 'model'));
  });
});

/** What each task looks at, at least. */
const needs: Partial<Record<GenerationTask, ResolvedReference[]>> = {
  'image-to-video': [at('first-frame'), at('last-frame')],
  'video-to-video': [at('video')],
  upscale: [at('video')],
  'lip-sync': [at('video'), at('audio')],
  edit: [at('image')],
  inpaint: [at('image'), at('mask')],
};

describe('every model of the emulator', () => {
  const ids = falCatalogue
    .filter(({ id, makes }) => makes !== 'audio' && !id.includes('/pika/'))
    .map(({ id }) => id);

  it.each(ids)('%s does each of its tasks at each of its sizes and lengths', async (id) => {
    const model = await kit.model(id);
    for (const task of model.tasks) {
      const references = (needs[task] ?? []).filter(({ role }) => model.references[role]);
      const base = promptRequest(model, { task, references, seed: 7 });
      const lengths = model.durations?.kind === 'list' ? model.durations.seconds : [undefined];
      const requests = [
        ...lengths.map((duration) => ({ ...base, ...(duration !== undefined && { duration }) })),
        ...model.aspectRatios.map((aspectRatio) => ({ ...base, aspectRatio })),
        ...model.resolutions.map((resolution) => ({ ...base, resolution })),
        ...model.framesPerSecond.map((framesPerSecond) => ({ ...base, framesPerSecond })),
      ];
      expect(requests.flatMap((request) => kit.provider.validate(request))).toEqual([]);
      const statuses = await Promise.all(requests.map((request) => kit.finish(request)));
      expect(statuses.filter(({ state }) => state !== 'succeeded')).toEqual([]);
    }
  });
});

describe('a request', () => {
  it('becomes the model’s own words', async () => {
    await kit.provider.start(
      promptRequest(veo, {
        duration: 6,
        resolution: '1080p',
        aspectRatio: '9:16',
        audio: false,
        negativePrompt: 'fog',
        seed: 3,
        references: [at('last-frame', 'b.jpg'), at('first-frame', 'a.jpg')],
      }),
      kit.call,
    );
    expect(kit.sent()).toEqual({
      prompt: 'A lighthouse in the first light, seen from the sea.',
      first_frame_url: 'https://media.example.com/a.jpg',
      last_frame_url: 'https://media.example.com/b.jpg',
      aspect_ratio: '9:16',
      duration: '6s',
      resolution: '1080p',
      generate_audio: false,
      negative_prompt: 'fog',
      seed: 3,
    });
    await kit.provider.start(promptRequest(flux, { aspectRatio: '16:9' }), kit.call);
    expect(kit.sent()).toMatchObject({ image_size: 'landscape_16_9' });
    await kit.provider.start(promptRequest(ltx, { duration: 8, references: [at('image')] }), kit.call);
    expect(kit.sent()).toMatchObject({ duration: 8, image_url: 'https://media.example.com/file.jpg' });
  });

  it('takes whatever else the model knows as an option, and reports what it does not know', async () => {
    const loras = [{ path: 'https://example.com/style.safetensors', scale: 0.8 }];
    const size = { width: 1536, height: 1024 };
    const providerOptions = { loras, image_size: size, num_inference_steps: 30 };
    const status = await kit.finish(promptRequest(lora, { providerOptions, negativePrompt: 'fog' }));
    expect(kit.sent()).toMatchObject(providerOptions);
    expect(status).toMatchObject({
      state: 'succeeded',
      warnings: [
        {
          code: 'UNSUPPORTED_FIELD',
          message: 'negativePrompt was left away: fal-ai/flux-lora has no input for it.',
        },
      ],
    });
  });

  it.each([
    [
      promptRequest(kling, { providerOptions: { cfg_scal: 1 } }),
      'did you mean cfg_scale? It has prompt, duration,',
    ],
    [promptRequest(kling, { providerOptions: { cfg_scale: 2 } }), 'it must be at most 1'],
    [promptRequest(kling, { providerOptions: { cfg_scale: '1' } }), 'it must be number'],
    [promptRequest(kling, { providerOptions: { duration: '10' } }), 'write it as parameters.duration'],
    [promptRequest(flux, { providerOptions: { num_images: 4 } }), 'one request makes one picture'],
    [promptRequest(flux, { providerOptions: { sync_mode: true } }), 'the file has to lie at fal'],
    [promptRequest(flux, { providerOptions: { num_inference_steps: 1.5 } }), 'it must be a whole number'],
    [promptRequest(kling, { references: [at('image')] }), 'no input for a reference as image'],
    [promptRequest(veo, { references: [at('first-frame')] }), 'needs one as last-frame (last_frame_url)'],
    [promptRequest(kontext, { references: [at('image'), at('first-frame')] }), 'image_url takes 1, not 2'],
    [promptRequest(kontext), 'needs one as image (image_url)'],
    [
      promptRequest(lipSync, {
        references: [at('video'), at('audio')],
        providerOptions: { sync_mode: 'off' },
      }),
      'what works: cut_off, loop',
    ],
  ])('that the model would refuse is refused here %#', async (request, words) => {
    const text = kit.provider
      .validate(request)
      .map(({ message }) => message)
      .join();
    expect(text).toContain(words);
    const starting = kit.provider.start(request, kit.call);
    await expect(starting).rejects.toMatchObject({ details: { submission: 'unsent' } });
    expect(kit.emulator.requests).toEqual([]);
  });

  const path = fileURLToPath(new URL('../../../../examples/media/dawn.jpg', import.meta.url));
  const file = { role: 'image', path, mimeType: 'image/jpeg', sizeBytes: 1 } as const;

  it('uploads local files under a name of ours, without credentials for the storage', async () => {
    await kit.provider.start(promptRequest(kontext, { references: [file] }), kit.call);
    expect(kit.emulator.requestsTo('upload')).toMatchObject([
      { body: { content_type: 'image/jpeg', file_name: 'reference-1.jpeg' } },
    ]);
    expect(kit.emulator.requestsTo('upload-file')[0]?.headers.authorization).toBeUndefined();
    expect(kit.sent()).toMatchObject({ image_url: `${kit.emulator.url}/files/1-reference-1.jpeg` });
  });

  it.each(['upload', 'upload-file'])('whose %s fails is unsent', async (step) => {
    kit.emulator.inject({ step, kind: 'status', status: 503 });
    const starting = kit.provider.start(promptRequest(kontext, { references: [file] }), kit.call);
    await expect(starting).rejects.toMatchObject({ details: { submission: 'unsent' } });
    expect(kit.emulator.acceptedSubmissions).toBe(0);
  });

  it('is not uploaded when it is too large', async () => {
    const references = [{ ...file, sizeBytes: 100 * 1024 * 1024 }];
    const starting = kit.provider.start(promptRequest(kontext, { references }), kit.call);
    await expect(starting).rejects.toMatchObject({
      code: 'MEDIA_TOO_LARGE',
      details: { submission: 'unsent' },
    });
  });
});

describe('money', () => {
  const video = [at('video')];
  it.each<[PromptRequest, number]>([
    [promptRequest(kling, { duration: 10 }), 700_000],
    [promptRequest(flux), 25_000],
    [promptRequest(flux, { providerOptions: { image_size: { width: 2048, height: 1024 } } }), 50_000],
    [promptRequest(kontext), 40_000],
    [promptRequest(lipSync), 500_000],
    [promptRequest(upscale, { references: video }), 0],
  ])('is estimated from the price of today %#', (request, micros) => {
    expect(kit.provider.estimate(request)).toEqual({ micros, currency: 'USD' });
  });

  it('is what fal billed in the end, also where nobody could know before', async () => {
    expect(await kit.finish(promptRequest(kling, { duration: 10 }))).toMatchObject({
      cost: { micros: 700_000 },
    });
    expect(await kit.finish(promptRequest(upscale, { references: video }))).toMatchObject({
      cost: { micros: 125_000, currency: 'USD' },
    });
  });
});

describe('the models of the settings', () => {
  it('take part once fal has said what they take', async () => {
    const listed = kit.provider.descriptor.models ?? [];
    expect(listed.map(({ id, mediaType, price }) => [id, mediaType, price])).toEqual([
      [kling.id, 'video', undefined],
      [flux.id, 'image', undefined],
    ]);
    const ids = listed.map(({ id }) => id);
    expect(await kit.provider.describeModels(ids, kit.call)).toEqual(expect.arrayContaining([kling, flux]));
    expect(kit.emulator.requestsTo('describe')).toHaveLength(2);
  });
});

it('says why it cannot work', async () => {
  kit.emulator.inject({ step: 'describe', kind: 'status', status: 401 });
  expect(await kit.provider.checkHealth(kit.call)).toMatchObject({ healthy: false, message: /401/ });
});
