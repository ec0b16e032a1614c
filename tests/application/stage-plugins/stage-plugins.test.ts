import { describe, expect, it } from 'vitest';
import { VideoGenerationError } from '../../../domain/errors/video-generation-error.js';
import type { SceneTiming } from '../../../domain/stage/stage-outputs.js';
import type { IStage } from '../../../domain/stage/stage.js';
import type { VideoScript } from '../../../domain/script/video-script.js';
import type { VideoRequest } from '../../../domain/video/video-request.js';
import { FakeProvider } from '../../fakes/fake-provider.js';
import { containing } from '../../fakes/matchers.js';
import { serviceKit, threeScenes } from '../../fakes/service-kit.js';

const stage = (own: Partial<IStage> & Pick<IStage, 'execute'>): IStage => ({
  id: 'mine',
  displayName: 'Doing my part',
  needs: [],
  ...own,
});

async function generate(
  stages: readonly IStage[],
  request: Partial<VideoRequest> = {},
  provider = new FakeProvider(),
) {
  const kit = serviceKit({ stages, providers: [provider] });
  const result = await kit.clock.drive(kit.service.generateVideo({ script: threeScenes, ...request }));
  return { ...kit, result, provider };
}

describe('a stage that adds', () => {
  const count = stage({
    id: 'count',
    needs: ['script'],
    produces: ['count/scenes'],
    execute: (context) => Promise.resolve({ 'count/scenes': context.output('script').scenes.length }),
  });

  it('runs after what it needs, gives its output to others, and publishes beside the video', async () => {
    const tell = stage({
      id: 'tell',
      needs: ['count/scenes', 'composition'],
      async execute(context) {
        const { timeline } = context.output('composition');
        await context.publishText('facts.txt', `${String(context.output('count/scenes'))} ${timeline.topic}`);
        return undefined;
      },
    });
    const { result, store } = await generate([tell, count]);
    expect(result).toMatchObject({ status: 'completed', attachments: ['/videos/a-clear-mind.facts.txt'] });
    expect(store.published.get('/videos/a-clear-mind.facts.txt')).toBe('3 A clear mind');
    const order = result.stages.map(({ stage: name }) => name);
    expect(order.indexOf('stage/count')).toBeGreaterThan(order.indexOf('script'));
    expect(order.indexOf('stage/tell')).toBeGreaterThan(order.indexOf('composition'));
  });

  it('cannot change what others get, and takes no part in a dry run', async () => {
    const vandal = stage({
      needs: ['script'],
      execute(context) {
        (context.output('script') as { scenes: unknown }).scenes = [];
        return Promise.resolve(undefined);
      },
    });
    const { result } = await generate([vandal]);
    expect(result.status).toBe('completed');
    const plan = await generate([vandal], { dryRun: true });
    expect(plan.result.stages.map(({ stage: name }) => name)).not.toContain('stage/mine');
  });

  it('leaves nothing behind when it or anything after it fails', async () => {
    const late = stage({
      needs: ['composition'],
      async execute(context) {
        await context.publishText('notes.txt', 'Half of it');
        throw new TypeError('my mistake');
      },
    });
    const { result, store } = await generate([late]);
    expect(result).toMatchObject({
      status: 'failed',
      error: {
        code: 'PLUGIN_STAGE_FAILED',
        message: 'The stage of the plugin stage/mine failed: my mistake',
      },
    });
    expect([...store.published.keys()]).toEqual([]);
    expect(store.workspaces.size).toBe(0);
  });
});

describe('a stage that wraps the script', () => {
  const reword = (id: string, from: string, to: string): IStage =>
    stage({
      id,
      wraps: 'script',
      async execute(context) {
        const script = (await context.inner()) as VideoScript;
        const scenes = script.scenes.map((scene) => ({ ...scene, text: scene.text.replace(from, to) }));
        return { script: { ...script, scenes } };
      },
    });

  it('decides what is spoken, shown and planned; several follow each other', async () => {
    const stages = [reword('one', 'Breathe in', 'Breathe out'), reword('two', 'Breathe out', 'Breathe')];
    const made = await generate(stages);
    expect(made.result.scenes[0]!.text).toBe('Breathe.');
    const words = made.provider.requests[0]!.timeline.scenes[0]!.cues.flatMap((cue) => cue.words);
    expect(words.map(({ text }) => text)).toEqual(['Breathe.']);
    const plan = await generate(stages, { dryRun: true });
    expect(plan.result.scenes[0]!.text).toBe('Breathe.');
  });

  it('does not change what the script’s own failure says', async () => {
    const { result } = await generate([reword('one', 'a', 'b')], { script: { nothing: true } });
    expect(result.error?.message).not.toContain('stage/one');
    expect(result.status).toBe('failed');
  });
});

describe('a stage that replaces or wraps another', () => {
  it('gives its output in its place', async () => {
    const mute = stage({
      id: 'mute',
      replaces: 'voice',
      needs: ['script'],
      execute: (context) =>
        Promise.resolve({
          voice: context.output('script').scenes.map((): SceneTiming => ({
            tokens: [],
            words: [],
            durationSeconds: 2,
          })),
        }),
    });
    const { result, provider } = await generate([mute]);
    expect(result).toMatchObject({ status: 'completed', voice: 'stage/mute' });
    expect(provider.requests[0]!.timeline.scenes.every(({ narration }) => narration === undefined)).toBe(
      true,
    );
  });

  it('may look at what the built-in one gives, and change it', async () => {
    const seen: string[] = [];
    const still = stage({
      id: 'look',
      wraps: 'composition',
      async execute(context) {
        const composition = (await context.inner()) as never;
        seen.push(context.workspace!);
        return { composition };
      },
    });
    const { result } = await generate([still]);
    expect(result.status).toBe('completed');
    expect(seen).toEqual([containing(result.id)]);
  });
});

describe('a hostile stage fails the video with its name', () => {
  const voice = { id: 'mine', replaces: 'voice', needs: ['script'] } as const;
  const gives = (made: unknown) => () => Promise.resolve(made as undefined);
  const failure = async (own: IStage) => {
    const { result, store } = await generate([own]);
    expect([...store.published.keys()]).toEqual([]);
    expect(store.workspaces.size).toBe(0);
    expect(result.status).toBe('failed');
    return result.error!;
  };

  it.each([
    ['gives nothing', stage({ ...voice, execute: gives(undefined) }), 'did not produce “voice”'],
    ['gives nonsense', stage({ ...voice, execute: gives({ voice: 7 }) }), 'a wrong “voice”'],
    ['gives too few scenes', stage({ ...voice, execute: gives({ voice: [] }) }), 'has 0 scenes'],
    [
      'gives code for data',
      stage({ produces: ['mine/x'], execute: gives({ 'mine/x': () => 1 }) }),
      'no plain data',
    ],
    [
      'reads what it did not ask for',
      stage({
        execute(context) {
          context.output('voice');
          return Promise.resolve(undefined);
        },
      }),
      '“voice”, which is not among its needs',
    ],
    [
      'publishes somewhere else',
      stage({
        async execute(context) {
          await context.publishText('../../x.txt', 'x');
          return undefined;
        },
      }),
      'publishes “../../x.txt”',
    ],
    [
      'leaves the composition out',
      stage({ wraps: 'composition', execute: gives({ composition: {} }) }),
      '0 times instead of once',
    ],
    [
      'hands over a file that is not the video’s own',
      stage({
        wraps: 'composition',
        async execute(context) {
          const made = (await context.inner()) as object;
          return {
            composition: { ...made, output: { mediaType: 'video/mp4', path: '/home/me.mp4' } } as never,
          };
        },
      }),
      'outside the workspace',
    ],
  ])('that %s', async (_, own, message) => {
    const error = await failure(own);
    expect(error).toMatchObject({ code: 'PLUGIN_PROTOCOL_ERROR', details: { plugin: 'stage/mine' } });
    expect(error.message).toContain('stage/mine');
    expect(error.message).toContain(message);
  });

  it('that hangs past its time', async () => {
    const forever = new Promise<undefined>(() => undefined);
    const error = await failure(stage({ timeoutSeconds: 5, execute: () => forever }));
    expect(error).toMatchObject({ code: 'TIMEOUT', howToFix: containing('plugins.disabled') });
    expect(error.message).toContain('of the plugin stage/mine did not finish within 5 s');
  });

  it('that shows no progress', async () => {
    const forever = new Promise<undefined>(() => undefined);
    const error = await failure(stage({ execute: () => forever }));
    expect(error).toMatchObject({ code: 'JOB_STALLED', message: containing('stage/mine') });
  });

  it('that throws one of our own errors', async () => {
    const own = new VideoGenerationError('NETWORK_ERROR', { message: 'No line.', retryable: false });
    const error = await failure(stage({ execute: () => Promise.reject(own) }));
    expect(error).toMatchObject({
      code: 'NETWORK_ERROR',
      message: 'The stage of the plugin stage/mine failed: No line.',
    });
  });
});
