import { describe, expect, it } from 'vitest';
import type { AnyPipelineStage } from '../../../application/pipeline/pipeline-stage.js';
import { Pipeline, type PipelineRun } from '../../../application/pipeline/pipeline.js';
import { mayPass, type StageReport } from '../../../application/pipeline/stage-run.js';
import { errorCodes, type ErrorCode } from '../../../domain/errors/error-codes.js';
import { VideoGenerationError } from '../../../domain/errors/video-generation-error.js';
import { RecordingLogger } from '../../fakes/recording-logger.js';
import { VirtualClock } from '../../fakes/virtual-clock.js';

interface Outputs {
  readonly seed: number;
  readonly double: number;
}
type Stage = AnyPipelineStage<Outputs>;

function kit(execute: Stage['execute'], changes: Partial<Stage> = {}) {
  const clock = new VirtualClock();
  const stage: Stage = {
    name: 'double',
    displayName: 'Doubling',
    weight: 1,
    needs: ['seed'],
    produces: ['double'],
    execute,
    ...changes,
  };
  const pipeline = new Pipeline<Outputs, 'seed'>([stage], ['seed'], clock);
  const reports: StageReport[] = [];
  const run = (more: Partial<PipelineRun> = {}, seed = 2): Promise<Outputs> =>
    pipeline.run(
      { seed },
      {
        videoId: 'v',
        signal: new AbortController().signal,
        logger: new RecordingLogger(),
        onStage: (report) => Promise.resolve(void reports.push(report)),
        ...more,
      },
    );
  return { clock, run, reports };
}

const failing = (code: ErrorCode, times: number, more: { billed?: 'unknown' } = {}) => {
  let tries = 0;
  const execute: Stage['execute'] = (context) => {
    tries += 1;
    if (tries <= times)
      return Promise.reject(new VideoGenerationError(code, { message: 'It failed.', ...more }));
    return Promise.resolve({ double: context.output('seed') * 2 });
  };
  return { execute, tries: () => tries };
};

describe('a stage that fails', () => {
  it('is tried again after 1 and 2 s if that may pass', async () => {
    const { execute, tries } = failing('NETWORK_ERROR', 2);
    const { clock, run, reports } = kit(execute);
    const done = run({ attempts: 3 });
    await clock.advance(999);
    expect(tries()).toBe(1);
    await clock.advance(2001);
    expect(await done).toMatchObject({ double: 4 });
    expect(reports).toMatchObject([{ stage: 'double', attempts: 3, resumed: false }]);
  });

  it('is not tried more often than it may be', async () => {
    const { execute, tries } = failing('NETWORK_ERROR', 9);
    const { clock, run } = kit(execute);
    const done = run({ attempts: 3 }).catch((error: unknown) => error);
    await clock.advance(60_000);
    expect(await done).toMatchObject({ code: 'NETWORK_ERROR' });
    expect(tries()).toBe(3);
  });

  it.each(['INVALID_REQUEST', 'SUBMISSION_UNKNOWN', 'STORAGE_FULL', 'TIMEOUT', 'CANCELLED'] as const)(
    'is not tried again after %s',
    async (code) => {
      const { execute, tries } = failing(code, 1);
      await expect(kit(execute).run({ attempts: 3 })).rejects.toMatchObject({ code });
      expect(tries()).toBe(1);
    },
  );

  it('is never tried again when it may have been paid for, whatever the code', () => {
    for (const code of Object.keys(errorCodes) as ErrorCode[]) {
      expect(mayPass(new VideoGenerationError(code, { message: 'x', billed: 'unknown' }))).toBe(false);
    }
  });
});

describe('a stage that hangs', () => {
  const hanging: Stage['execute'] = ({ signal }) =>
    new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));

  it('is stopped and named when it shows no progress', async () => {
    const { clock, run } = kit(hanging);
    const done = run({ stallSeconds: 600 }).catch((error: unknown) => error);
    await clock.advance(600_000);
    expect(await done).toMatchObject({
      code: 'JOB_STALLED',
      details: { stage: 'double', stallSeconds: 600 },
    });
  });

  it('goes on as long as it shows some', async () => {
    let report: (fraction: number) => void = () => undefined;
    const { clock, run } = kit((context) => {
      report = (fraction) => context.reportProgress({ fraction });
      return hanging(context);
    });
    let ended = false;
    const done = run({ stallSeconds: 600 }).catch((error: unknown) => ((ended = true), error));
    for (let step = 1; step <= 5; step += 1) {
      await clock.advance(500_000);
      report(step / 10);
    }
    expect(ended).toBe(false);
    await clock.advance(600_000);
    expect(await done).toMatchObject({ code: 'JOB_STALLED' });
  });
});

describe('a stage with a checkpoint', () => {
  const checkpoint: Stage['checkpoint'] = {
    inputs: (context) => ({ seed: context.output('seed') }),
    pack: ({ double }) => double,
    files: () => ['/a'],
    unpack: (packed) => ({ double: packed as number }),
  };

  it('hands out what it made, and what that follows from', async () => {
    const { run, reports } = kit(failing('INTERNAL_ERROR', 0).execute, { checkpoint });
    await run();
    expect(reports[0]!.kept).toEqual({ inputs: { seed: 2 }, output: 4, files: ['/a'] });
  });

  it('does not run when an earlier output stands', async () => {
    const { execute, tries } = failing('INTERNAL_ERROR', 0);
    const { run, reports } = kit(execute, { checkpoint });
    const findKept = (_stage: string, inputs: unknown) =>
      Promise.resolve((inputs as Outputs).seed === 2 ? { output: 40 } : undefined);
    expect(await run({ findKept })).toMatchObject({ double: 40 });
    expect(tries()).toBe(0);
    expect(reports).toMatchObject([{ resumed: true, attempts: 0 }]);
    expect(await run({ findKept }, 3)).toMatchObject({ double: 6 });
  });
});
