import { describe, expect, it } from 'vitest';
import { orderStages } from '../../../application/pipeline/order-stages.js';
import type { AnyPipelineStage } from '../../../application/pipeline/pipeline-stage.js';
import { Pipeline } from '../../../application/pipeline/pipeline.js';
import { VideoGenerationError } from '../../../domain/errors/video-generation-error.js';
import type { VideoProgress } from '../../../domain/video/video-progress.js';
import { FakeClock, flush } from '../../fakes/fake-clock.js';
import { RecordingLogger } from '../../fakes/recording-logger.js';

interface Outputs {
  readonly seed: number;
  readonly left: number;
  readonly right: number;
  readonly sum: number;
}
type Stage = AnyPipelineStage<Outputs>;

const stage = (
  name: string,
  needs: (keyof Outputs)[],
  produces: keyof Outputs,
  work: Stage['execute'],
  changes: Partial<Stage> = {},
): Stage => ({ name, displayName: name, weight: 1, needs, produces: [produces], execute: work, ...changes });

function kit(stages: readonly Stage[]) {
  const clock = new FakeClock();
  const pipeline = new Pipeline<Outputs, 'seed'>(stages, ['seed'], clock);
  const reports: VideoProgress[] = [];
  const timings: string[] = [];
  const run = (signal = new AbortController().signal): Promise<Outputs> =>
    pipeline.run(
      { seed: 1 },
      {
        videoId: 'video',
        signal,
        logger: new RecordingLogger(),
        onProgress: (report) => reports.push(report),
        onTiming: ({ stage: name, seconds }) => timings.push(`${name} ${seconds}`),
      },
    );
  return { clock, run, reports, timings, pipeline };
}

const hang = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(VideoGenerationError.from(signal.reason)));
  });

describe('orderStages', () => {
  const shape = (name: string, needs: string[], produces: string[]) => ({ name, needs, produces }) as never;

  it('puts each stage after what it needs', () => {
    const ordered = orderStages<{ name: string; needs: never[]; produces: never[] }>(
      [shape('c', ['b'], ['c']), shape('b', ['a', 'start'], ['b']), shape('a', ['start'], ['a'])],
      ['start'],
    );
    expect(ordered.map(({ name }) => name)).toEqual(['a', 'b', 'c']);
  });

  it.each([
    ['a missing producer', [shape('a', ['nothing'], ['a'])], /“a” needs “nothing”, which nothing produces/],
    ['a cycle', [shape('a', ['b'], ['a']), shape('b', ['a'], ['b'])], /stages a, b need each other/],
    ['two producers', [shape('a', [], ['x']), shape('b', [], ['x'])], /Two stages produce “x”/],
  ])('refuses %s', (_, stages, message) => {
    expect(() => orderStages(stages, [])).toThrow(message);
  });
});

describe('Pipeline', () => {
  it('hands outputs on, and runs independent stages side by side', async () => {
    const under: string[] = [];
    let peak = 0;
    const work = async (name: string): Promise<void> => {
      under.push(name);
      peak = Math.max(peak, under.length);
      await flush();
      under.splice(under.indexOf(name), 1);
    };
    const { clock, run } = kit([
      stage('add', ['left', 'right'], 'sum', (context) =>
        Promise.resolve({ sum: context.output('left') + context.output('right') }),
      ),
      stage('left', ['seed'], 'left', async (context) => {
        await work('left');
        return { left: context.output('seed') + 1 };
      }),
      stage('right', ['seed'], 'right', async () => {
        await work('right');
        return { right: 40 };
      }),
    ]);
    expect(await clock.drive(run())).toEqual({ seed: 1, left: 2, right: 40, sum: 42 });
    expect(peak).toBe(2);
  });

  it('adds progress up by weight, never goes back, and ends at 100', async () => {
    const { clock, run, reports, timings } = kit([
      stage(
        'left',
        ['seed'],
        'left',
        async (context) => {
          context.reportProgress({ fraction: 0.5, message: 'half', current: 1, total: 2 });
          context.reportProgress({ fraction: 0.2 });
          await clock.sleep(2000);
          context.reportProgress({ fraction: 0.75 });
          return { left: 1 };
        },
        { weight: 3 },
      ),
      stage('right', ['left'], 'right', () => Promise.resolve({ right: 1 })),
      stage('sum', ['right'], 'sum', () => Promise.resolve({ sum: 2 }), { weight: 0 }),
    ]);
    await clock.drive(run());
    const percents = reports.map(({ percent }) => percent);
    expect(percents).toEqual([...percents].sort((one, other) => one - other));
    expect(percents.at(-1)).toBe(100);
    expect(reports[1]).toMatchObject({
      stage: 'left',
      stageNumber: 1,
      stageCount: 3,
      percent: 37.5,
      stagePercent: 50,
      message: 'half',
      current: 1,
      total: 2,
    });
    expect(reports[0]?.secondsLeft).toBeUndefined();
    expect(reports[3]?.secondsLeft).toBeCloseTo(2 / 3 + 2 / 2.25);
    expect(timings).toEqual(['left 2', 'right 0', 'sum 0']);
  });

  it('stops the others when one stage fails, and reports that failure', async () => {
    let stopped = false;
    const { clock, run } = kit([
      stage('left', ['seed'], 'left', async () => {
        await flush();
        throw new VideoGenerationError('MEDIA_EMPTY', { message: 'empty' });
      }),
      stage('right', ['seed'], 'right', async ({ signal }) => {
        signal.addEventListener('abort', () => (stopped = true));
        return hang(signal);
      }),
      stage('sum', ['left', 'right'], 'sum', () => Promise.resolve({ sum: 0 })),
    ]);
    await expect(clock.drive(run())).rejects.toMatchObject({ code: 'MEDIA_EMPTY' });
    expect(stopped).toBe(true);
  });

  it('ends a stage at its deadline, also one that does not listen', async () => {
    const deaf = new Promise<never>(() => undefined);
    const { clock, run } = kit([stage('left', ['seed'], 'left', () => deaf, { timeoutSeconds: 5 })]);
    await expect(clock.drive(run())).rejects.toMatchObject({
      code: 'TIMEOUT',
      message: 'The stage “left” did not finish within 5 s.',
    });
    expect(clock.monotonic()).toBe(15_000);
  });

  it('stops when it is cancelled, and starts nothing more', async () => {
    const stop = new AbortController();
    let started = false;
    const { clock, run } = kit([
      stage('left', ['seed'], 'left', ({ signal }) => hang(signal)),
      stage('sum', ['left'], 'sum', () => {
        started = true;
        return Promise.resolve({ sum: 1 });
      }),
    ]);
    const work = run(stop.signal);
    await flush();
    stop.abort();
    await expect(clock.drive(work)).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(started).toBe(false);
    expect(clock.sleeping).toBe(0);
  });

  it('refuses a stage that does not produce what it says', async () => {
    const { clock, run } = kit([stage('left', ['seed'], 'left', () => Promise.resolve({}))]);
    await expect(clock.drive(run())).rejects.toThrow('“left” did not produce “left”');
  });
});
