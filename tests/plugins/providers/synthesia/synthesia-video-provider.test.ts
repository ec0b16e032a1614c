import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { OperationStatus, PromptRequest, ProviderCall, TimelineRequest } from '../../../../plugin.js';
import { synthesiaOptionsSchema } from '../../../../plugins/providers/synthesia/synthesia-options.js';
import {
  languageOf,
  scriptText,
  speakingSeconds,
} from '../../../../plugins/providers/synthesia/synthesia-script.js';
import { durationSeconds } from '../../../../plugins/providers/synthesia/synthesia-video.js';
import { SynthesiaVideoProvider } from '../../../../plugins/providers/synthesia/synthesia-video-provider.js';
import { promptRequest } from '../../../../testing/conformance/conformance-rig.js';
import type { Emulator } from '../../../../testing/emulator/emulator.js';
import { startEmulator } from '../../../../testing/emulator/start-emulator.js';
import { synthesiaEmulator } from '../../../../testing/emulators/synthesia/synthesia-emulator.js';
import { fakeHost } from '../../../../testing/fakes/fake-host.js';

let emulator: Emulator;
let call: ProviderCall;

beforeEach(async () => {
  emulator = await startEmulator(synthesiaEmulator);
  const { signal } = new AbortController();
  const { logger } = fakeHost({ pluginId: 'synthesia', options: {} });
  call = { signal, idempotencyKey: 'key-1', logger, workspace: '/nowhere' };
});
afterEach(() => emulator.close());

const providerWith = (more: object = {}): SynthesiaVideoProvider =>
  new SynthesiaVideoProvider(
    fakeHost({
      pluginId: 'synthesia',
      options: synthesiaOptionsSchema.parse({ ...emulator.pluginOptions, ...more }),
    }),
  );

function ask(
  provider: SynthesiaVideoProvider,
  model: 'avatar' | 'template',
  more: Partial<PromptRequest> = {},
): PromptRequest {
  return promptRequest(
    provider.descriptor.models!.find(({ id }) => id === model)!,
    more,
  );
}

async function finish(
  provider: SynthesiaVideoProvider,
  request: PromptRequest | TimelineRequest,
): Promise<OperationStatus> {
  const operation = await provider.start(request, call);
  for (;;) {
    const status = await provider.status(operation, call);
    if (status.state !== 'queued' && status.state !== 'running') return status;
  }
}
const sent = (): unknown => emulator.requestsTo('submit').at(-1)?.body;

/** A timeline with these words in its scenes; what Synthesia does not look at is left away. */
function timelineOf(texts: readonly string[], more: object = {}): TimelineRequest {
  const scenes = texts.map((text, index) => ({
    id: `scene-${index + 1}`,
    frames: 60,
    overlapFrames: 0,
    visual: { kind: 'background' },
    cues: [{ words: text.split(' ').map((word) => ({ text: word, spaceBefore: true })) }],
  }));
  const timeline = {
    topic: 'A test',
    language: 'pt',
    framesPerSecond: 30,
    width: 1080,
    height: 1350,
    scenes,
  };
  return {
    input: 'timeline',
    timeline: { ...timeline, music: { kind: 'none' }, ...more },
  } as unknown as TimelineRequest;
}

describe('avatar', () => {
  it('speaks a prompt as one scene, with what options and request say', async () => {
    const provider = providerWith({ voice: 'voice-1', background: 'green_screen', soundtrack: 'modern' });
    const providerOptions = { avatar: 'jack_costume2_cameraA', scale: 0.5, test: true, title: 'Hello' };
    const status = await finish(provider, ask(provider, 'avatar', { providerOptions, aspectRatio: '1:1' }));
    expect(sent()).toEqual({
      test: true,
      title: 'Hello',
      visibility: 'private',
      callbackId: 'key-1',
      aspectRatio: '1:1',
      soundtrack: 'modern',
      input: [
        {
          avatar: 'jack_costume2_cameraA',
          background: 'green_screen',
          scriptText: 'A lighthouse in the first light, seen from the sea.',
          avatarSettings: { voice: 'voice-1', scale: 0.5 },
        },
      ],
    });
    expect(status).toMatchObject({
      state: 'succeeded',
      cost: { micros: 0 },
      output: {
        authenticated: false,
        facts: { durationSeconds: 2, captions: { srt: expect.stringContaining('-->') as string } },
      },
    });
  });

  it.each(['9:16', '16:9', '1:1', '4:5', '5:4'])('is made as %s', async (aspectRatio) => {
    const provider = providerWith();
    await provider.start(ask(provider, 'avatar', { aspectRatio }), call);
    expect(sent()).toMatchObject({ aspectRatio });
  });

  it('speaks a script scene by scene, in its language and shape', async () => {
    const provider = providerWith();
    await provider.start(timelineOf(['Olá a todos.', 'Até logo.']), call);
    expect(sent()).toMatchObject({
      title: 'A test',
      aspectRatio: '4:5',
      input: [
        { scriptText: 'Olá a todos.', scriptLanguage: 'pt-BR' },
        { scriptText: 'Até logo.', scriptLanguage: 'pt-BR' },
      ],
    });
  });

  it('says what of a script it cannot show', async () => {
    const image = { kind: 'image', path: '/dawn.jpg' };
    const request = timelineOf(['Hello.', '']);
    const [first, second] = request.timeline.scenes;
    const scenes = [{ ...first, visual: image }, second];
    const timeline = { ...request.timeline, scenes, music: { kind: 'ambient', seed: 1 } };
    const status = await finish(providerWith(), { ...request, timeline } as TimelineRequest);
    expect(status).toMatchObject({
      warnings: ['SCENE_LEFT_AWAY', 'SCENE_MEDIA_UNUSED', 'MUSIC_UNUSED', 'TIMES_PLANNED'].map((code) => ({
        code,
      })),
    });
  });

  it.each([
    [timelineOf(Array.from({ length: 26 }, () => 'Word.')), 'up to 25 scenes, not 26'],
    [timelineOf(['', '']), 'no scene has words'],
  ])('refuses a script that it cannot speak %#', async (request, words) => {
    const starting = providerWith().start(request, call);
    await expect(starting).rejects.toMatchObject({
      message: expect.stringContaining(words) as string,
      details: { submission: 'unsent' },
    });
    expect(emulator.requests).toHaveLength(0);
  });
});

describe('template', () => {
  it('is filled with the prompt and the data of the request', async () => {
    const provider = providerWith();
    const providerOptions = {
      templateId: 'template-1',
      templateData: { name: 'Ann' },
      promptVariable: 'text',
    };
    const request = ask(provider, 'template', { providerOptions });
    expect(await finish(provider, request)).toMatchObject({ state: 'succeeded', warnings: [] });
    expect(emulator.requestsTo('submit').at(-1)?.path).toBe('/v2/videos/fromTemplate');
    expect(sent()).toMatchObject({
      templateId: 'template-1',
      templateData: { name: 'Ann', text: request.prompt },
    });
  });

  it('has to be named', () => {
    const provider = providerWith();
    expect(provider.validate(ask(provider, 'template'))).toMatchObject([
      { where: 'parameters.providerOptions.templateId' },
    ]);
  });
});

describe('options', () => {
  it.each([
    [{ avatar: 'no/such' }, 'an id has letters'],
    [{ background: 'http://example.com/a.png' }, ''],
    [{ soundtrack: 'polka' }, 'corporate'],
    [{ colour: 'red' }, 'no option colour; options: title'],
  ])('of a request are checked for their form %#', (providerOptions, words) => {
    const provider = providerWith();
    const [issue] = provider.validate(ask(provider, 'avatar', { providerOptions }));
    expect(issue?.message).toContain(words);
  });

  it('that allow test videos alone cannot be undone by a request', () => {
    const provider = providerWith({ test: true, price: undefined });
    expect(provider.descriptor.models).toMatchObject([{ price: { micros: 0 } }, { price: { micros: 0 } }]);
    expect(provider.validate(ask(provider, 'avatar', { providerOptions: { test: false } }))).toHaveLength(1);
  });
});

describe('money', () => {
  it('is estimated from the option price, by what is spoken, and settled by the length', async () => {
    const provider = providerWith();
    const request = ask(provider, 'avatar');
    expect(provider.estimate(request)).toEqual({ micros: 5 * 50_000, currency: 'USD' });
    expect(provider.estimate(timelineOf(['One.', 'Two.']))).toEqual({ micros: 200_000, currency: 'USD' });
    expect(await finish(provider, request)).toMatchObject({ cost: { micros: 100_000 } });
  });

  it('is said to be unknown where no price is stated', async () => {
    const provider = providerWith({ price: undefined });
    expect(provider.descriptor.models![0]).not.toHaveProperty('price');
    const status = await finish(provider, timelineOf(['Hello.']));
    expect(status.state === 'succeeded' && status.warnings.map(({ code }) => code)).toContain(
      'PRICE_UNKNOWN',
    );
  });
});

describe('errors', () => {
  it.each([
    [400, 'Invalid avatar', 'INVALID_REQUEST'],
    [400, 'You have exceeded your quota', 'INSUFFICIENT_CREDITS'],
    [403, 'Not enough credits', 'INSUFFICIENT_CREDITS'],
    [403, 'Forbidden - Wrong API key.', 'AUTHENTICATION_FAILED'],
    [429, 'Rate limit quota exceeded', 'RATE_LIMIT_EXCEEDED'],
  ])('%i “%s” is %s', async (status, message, code) => {
    const provider = providerWith();
    emulator.inject({ step: 'submit', kind: 'status', status, message });
    await expect(provider.start(ask(provider, 'avatar'), call)).rejects.toMatchObject({ code });
  });

  it('of a lost submission end in what the list knows, and never in “absent”', async () => {
    const provider = providerWith();
    const request = ask(provider, 'avatar');
    expect(await provider.lookup(request, call)).toBe('unknown');
    const { operationId, handle } = await provider.start(request, call);
    expect(await provider.lookup(request, call)).toEqual({ providerId: 'synthesia', operationId, handle });
  });
});

describe('words', () => {
  it.each([
    ['a < b > c & d', 'a b c & d'],
    ['Wait <break time="1.5s" /> here', 'Wait <break time="1.5s" /> here'],
    ['<voice name="x">Hi</voice>', 'voice name="x" Hi /voice'],
  ])('%s is spoken as %s', (text, spoken) => {
    expect(scriptText(text).text).toBe(spoken);
  });

  it('have a language with a region', () => {
    expect(['en', 'pt-PT', 'ja', '???'].map(languageOf)).toEqual(['en-US', 'pt-PT', 'ja-JP', '???']);
  });

  it('take time', () => {
    expect(speakingSeconds('abcdefghijkl'.repeat(10))).toBe(10);
    expect(speakingSeconds('朝の三分で')).toBe(2);
  });

  it('of a duration are read', () => {
    const texts = ['0:00:59.000000', '1:02:03', '12.5', 7, 'soon', null];
    expect(texts.map(durationSeconds)).toEqual([59, 3723, 12.5, 7, undefined, undefined]);
  });
});
