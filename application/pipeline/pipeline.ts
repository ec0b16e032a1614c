import { VideoGenerationError } from '../../domain/errors/video-generation-error.js';
import type { ILogger } from '../../domain/logging/logger.js';
import type { IClock } from '../../domain/time/clock.js';
import type { VideoProgress } from '../../domain/video/video-progress.js';
import type { StageTiming } from '../../domain/video/video-result.js';
import { withDeadline } from '../concurrency/with-deadline.js';
import { orderStages } from './order-stages.js';
import { PipelineProgress } from './pipeline-progress.js';
import type { AnyPipelineStage, PipelineContext } from './pipeline-stage.js';

export interface PipelineRun {
  readonly videoId: string;
  readonly signal: AbortSignal;
  readonly logger: ILogger;
  onProgress?(progress: VideoProgress): void;
  /** Called as each stage ends well. */
  onTiming?(timing: StageTiming): void;
}

type Key<Outputs> = keyof Outputs & string;

/** Everything that one run carries from stage to stage. */
interface RunState<Outputs> {
  readonly outputs: Partial<Outputs>;
  readonly progress: PipelineProgress;
  readonly run: PipelineRun;
  readonly signal: AbortSignal;
}

/**
 * Runs stages in the order that their needs and outputs give. A stage starts as soon as all that it needs
 * is there, so that independent stages run side by side. The first failure stops the others.
 */
export class Pipeline<Outputs, Provided extends Key<Outputs>> {
  readonly stages: readonly AnyPipelineStage<Outputs>[];

  /** @throws VideoGenerationError INTERNAL_ERROR if the stages cannot be put in order. */
  constructor(
    stages: readonly AnyPipelineStage<Outputs>[],
    private readonly provided: readonly Provided[],
    private readonly clock: IClock,
  ) {
    this.stages = orderStages(stages, provided);
  }

  /** All outputs. @throws VideoGenerationError of the first stage that failed, TIMEOUT or CANCELLED. */
  async run(initial: Pick<Outputs, Provided>, run: PipelineRun): Promise<Outputs> {
    const failed = new AbortController();
    const forward = (): void => failed.abort(run.signal.reason);
    if (run.signal.aborted) forward();
    run.signal.addEventListener('abort', forward, { once: true });
    const state: RunState<Outputs> = {
      outputs: { ...initial } as Partial<Outputs>,
      progress: new PipelineProgress(run.videoId, this.stages, this.clock),
      run,
      signal: failed.signal,
    };
    try {
      await this.runAll(state, failed);
      return state.outputs as Outputs;
    } finally {
      run.signal.removeEventListener('abort', forward);
    }
  }

  private async runAll(state: RunState<Outputs>, failed: AbortController): Promise<void> {
    const producers = new Map<string, Promise<void>>();
    for (const name of this.provided) producers.set(name, Promise.resolve());
    const started = this.stages.map((stage) => {
      const done = Promise.all(stage.needs.map((need) => producers.get(need)!)).then(() =>
        this.runStage(stage, state),
      );
      for (const name of stage.produces) producers.set(name, done);
      return done.catch((error: unknown) => {
        failed.abort(VideoGenerationError.from(error));
        throw error;
      });
    });
    const outcomes = await Promise.allSettled(started);
    // Everything has stopped by now; the signal holds what happened first.
    if (outcomes.some(({ status }) => status === 'rejected'))
      throw VideoGenerationError.from(failed.signal.reason);
  }

  private async runStage(stage: AnyPipelineStage<Outputs>, state: RunState<Outputs>): Promise<void> {
    const { run, progress, outputs } = state;
    if (state.signal.aborted) throw VideoGenerationError.from(state.signal.reason);
    run.onProgress?.(progress.begin(stage.name));
    const produced = await this.executeInTime(stage, state);
    const missing = stage.produces.find((name) => produced[name] === undefined);
    if (missing !== undefined) {
      throw new VideoGenerationError('INTERNAL_ERROR', {
        message: `The stage “${stage.name}” did not produce “${missing}”.`,
      });
    }
    Object.assign(outputs, produced);
    const { progress: report, seconds } = progress.finish(stage.name);
    run.onTiming?.({ stage: stage.name, seconds });
    run.onProgress?.(report);
  }

  private executeInTime(
    stage: AnyPipelineStage<Outputs>,
    state: RunState<Outputs>,
  ): Promise<Partial<Outputs>> {
    const seconds = stage.timeoutSeconds;
    if (seconds === undefined) return stage.execute(contextFor(stage, state, state.signal));
    const timeout = (): VideoGenerationError =>
      new VideoGenerationError('TIMEOUT', {
        message: `The stage “${stage.displayName}” did not finish within ${seconds} s.`,
        howToFix: 'Try again, or make the script shorter.',
        details: { stage: stage.name, timeoutSeconds: seconds },
      });
    return withDeadline({ clock: this.clock, signal: state.signal, seconds, timeout }, (signal) =>
      stage.execute(contextFor(stage, state, signal)),
    );
  }
}

function contextFor<Outputs>(
  stage: AnyPipelineStage<Outputs>,
  { outputs, progress, run }: RunState<Outputs>,
  signal: AbortSignal,
): PipelineContext<Outputs, Key<Outputs>> {
  return {
    output: (key) => outputs[key] as Outputs[typeof key],
    signal,
    logger: run.logger.child({ stage: stage.name }),
    reportProgress: (report) => run.onProgress?.(progress.advance(stage.name, report)),
  };
}
