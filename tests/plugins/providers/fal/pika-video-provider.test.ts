import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ModelDescriptor, PromptRequest, ResolvedReference } from '../../../../plugin.js';
import { pikaModels } from '../../../../plugins/providers/fal/pika-models.js';
import { promptRequest } from '../../../../testing/conformance/conformance-rig.js';
import { falKit, type FalKit } from './fal-kit.js';

let kit: FalKit;
beforeEach(async () => {
  kit = await falKit('pika');
});
afterEach(() => kit.emulator.close());

const at = (role: ResolvedReference['role'], file = 'a.jpg'): ResolvedReference => ({
  role,
  url: `https://media.example.com/${file}`,
});
const named = (name: string): ModelDescriptor => pikaModels.find(({ id }) => id === `fal-ai/pika/${name}`)!;

/** A request with all that the model needs. */
function ask(name: string, more: Partial<PromptRequest> = {}): PromptRequest {
  const model = named(name);
  const video = model.references.video ? [at('video', 'a.mp4')] : [];
  const pictures = { 'v2.2/pikaframes': 2, 'v2.2/pikascenes': 3 }[name] ?? 1;
  const images = model.references.image
    ? Array.from({ length: pictures }, (_, index) => at('image', `${index}.jpg`))
    : [];
  const providerOptions = name === 'v1.5/pikaffects' ? { pikaffect: 'Melt' } : {};
  return promptRequest(model, { references: [...video, ...images], providerOptions, ...more });
}

describe('every model', () => {
  const ways = pikaModels.flatMap(({ id, tasks }) =>
    tasks.map((task) => [id.replace('fal-ai/pika/', ''), task] as const),
  );

  it.each(ways)('%s does %s as fal’s own types say, at each size and length', async (name, task) => {
    const { durations, aspectRatios, resolutions } = named(name);
    const base = ask(name, { task, seed: 7, negativePrompt: 'fog' });
    const seconds = durations?.kind === 'list' ? durations.seconds : [];
    const requests = [
      base,
      ...seconds.map((duration) => ({ ...base, duration })),
      ...aspectRatios.map((aspectRatio) => ({ ...base, aspectRatio })),
      ...resolutions.map((resolution) => ({ ...base, resolution })),
    ];
    expect(requests.flatMap((request) => kit.provider.validate(request))).toEqual([]);
    const statuses = await Promise.all(requests.map((request) => kit.finish(request)));
    for (const status of statuses) expect(status).toMatchObject({ state: 'succeeded', warnings: [] });
  });

  it('spells the length as its version does', async () => {
    await kit.provider.start(ask('v2.2/text-to-video', { duration: 10 }), kit.call);
    expect(kit.sent()).toMatchObject({ duration: '10' });
    await kit.provider.start(ask('v2.1/text-to-video', { duration: 5 }), kit.call);
    expect(kit.sent()).toMatchObject({ duration: 5 });
  });

  it('gives scenes and keyframes their pictures in order', async () => {
    await kit.provider.start(
      ask('v2.2/pikaframes', { providerOptions: { transitions: [{ duration: 9 }] } }),
      kit.call,
    );
    expect(kit.sent()).toMatchObject({
      image_urls: ['https://media.example.com/0.jpg', 'https://media.example.com/1.jpg'],
      transitions: [{ duration: 9 }],
    });
  });
});

describe('a request that Pika would refuse is refused here', () => {
  it.each([
    [ask('v1.5/pikaffects', { providerOptions: {} }), 'the model needs it, one of Cake-ify, Crumble'],
    [ask('v2.2/pikaframes', { references: [at('image')] }), 'image_urls takes 2 to 5, not 1'],
    [ask('v2.2/pikaframes', { providerOptions: { transitions: [{}, {}] } }), '2 pictures need 1, not 2'],
    [
      ask('v2.2/pikaframes', { providerOptions: { transitions: [{ duration: 26 }] } }),
      'may last 25 s, not 26 s',
    ],
    [
      ask('v2.2/pikaframes', { providerOptions: { transitions: [{ length: 5 }] } }),
      'each is { duration, prompt }',
    ],
    [
      ask('v2.2/pikascenes', { providerOptions: { ingredients_mode: 'wild' } }),
      'what works: precise, creative',
    ],
    [ask('v2/pikadditions', { references: [at('video')] }), 'needs one as image (image_url)'],
  ])('%#', (request, words) => {
    const messages = kit.provider.validate(request).map(({ message }) => message);
    expect(messages.join()).toContain(words);
  });
});

describe('money', () => {
  it('has the price of today for all models, from one question', async () => {
    const ids = pikaModels.map(({ id }) => id);
    const models = await kit.provider.describeModels(ids, kit.call);
    expect(models.map(({ id }) => id)).toEqual(ids);
    expect(new Set(models.map(({ price }) => JSON.stringify(price)))).toEqual(
      new Set(['{"micros":200000,"per":"generation","currency":"USD","asOf":"2026-01-02"}']),
    );
    expect(kit.emulator.requests).toHaveLength(1);
    expect(pikaModels.every(({ price }) => price === undefined)).toBe(true);
  });

  it.each([
    [ask('v2.2/text-to-video', { duration: 10, resolution: '1080p' }), 900_000],
    [ask('v2.1/image-to-video', { resolution: '720p' }), 200_000],
    [ask('v2.2/pikaframes', { resolution: '1080p' }), 300_000],
    [ask('v2.2/pikaframes', { providerOptions: { transitions: [{ duration: 10 }] } }), 400_000],
    [ask('v2/pikadditions'), 200_000],
  ])('is estimated by length and resolution, as it is billed %#', async (request, micros) => {
    const model = await kit.model(request.model.id);
    expect(kit.provider.estimate({ ...request, model })).toEqual({ micros, currency: 'USD' });
    expect(await kit.finish({ ...request, model })).toMatchObject({ cost: { micros } });
  });

  it('is unknown where nobody has asked for the price', async () => {
    expect(kit.provider.estimate(ask('v2.2/text-to-video'))).toEqual({ micros: 0, currency: 'USD' });
    expect(await kit.finish(ask('v2.2/text-to-video'))).toMatchObject({
      state: 'succeeded',
      cost: { micros: 0 },
    });
  });
});
