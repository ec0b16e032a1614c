import { VideoGenerationError } from '../../domain/errors/video-generation-error.js';
import type { IResourceMeter } from '../../domain/job/resource-meter.js';
import type { ILogger } from '../../domain/logging/logger.js';
import type { IClock } from '../../domain/time/clock.js';
import type { VideoProgress } from '../../domain/video/video-progress.js';
import type { StageTiming } from '../../domain/video/video-result.js';
import { withDeadline } from '../concurrency/with-deadline.js';
import { orderStages } from './order-stages.js';
import { PipelineProgress } from './pipeline-progress.js';
import type { AnyPipelineStage, PipelineContext } from './pipeline-stage.js';
import { withAttempts, type StageReport } from './stage-run.js';

export interface PipelineRun {
  readonly videoId: string;
  readonly signal: AbortSignal;
  readonly logger: ILogger;
  onProgress?(progress: VideoProgress): void;
  /** Called as each stage ends well. */
  onTiming?(timing: StageTiming): void;
  /** How often a stage is tried whose failure may pass by itself. Default 1. */
  readonly attempts?: number;
  /** Longest time that a stage without a deadline of its own may show no progress. */
  readonly stallSeconds?: number;
  readonly meter?: IResourceMeter;
  /** What each stage usually takes, learnt from earlier runs. */
  readonly typicalSeconds?: Readonly<Record<string, number>>;
  /** What an earlier run kept of a stage with the same inputs, if it still stands. */
  findKept?(stage: string, inputs: unknown): Promise<{ readonly output: unknown } | undefined>;
  /** Called as each stage ends well; the run waits for it. */
  onStage?(report: StageReport): Promise<void>;
  /** What a stage sees instead of an output. */
  viewOf?<Value>(stage: string, output: Value): Value;
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
      progress: new PipelineProgress(run.videoId, this.stages, this.clock, run.typicalSeconds),
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
    const context = contextFor(stage, state, state.signal);
    const kept = await findKept(stage, run, context);
    const use = run.meter?.start();
    const made = kept ?? (await this.tried(stage, state));
    Object.assign(outputs, made.produced);
    const { progress: report, seconds } = progress.finish(stage.name);
    await run.onStage?.({
      stage: stage.name,
      seconds,
      attempts: made.attempts,
      resumed: kept !== undefined,
      ...(context.items() === undefined ? {} : { items: context.items() }),
      ...use?.(),
      ...keeping(stage, context, { ...outputs, ...made.produced }),
    });
    run.onTiming?.({ stage: stage.name, seconds });
    run.onProgress?.(report);
  }

  private async tried(stage: AnyPipelineStage<Outputs>, state: RunState<Outputs>): Promise<Made<Outputs>> {
    const { run, signal } = state;
    const retrying = { stage: stage.name, attempts: run.attempts ?? 1, signal, clock: this.clock };
    const { value: produced, attempts } = await withAttempts({ ...retrying, logger: run.logger }, () =>
      this.executeInTime(stage, state),
    );
    const missing = stage.produces.find((name) => produced[name] === undefined);
    if (missing === undefined) return { produced, attempts };
    throw new VideoGenerationError('INTERNAL_ERROR', {
      message: `The stage “${stage.name}” did not produce “${missing}”.`,
    });
  }

  private executeInTime(
    stage: AnyPipelineStage<Outputs>,
    state: RunState<Outputs>,
  ): Promise<Partial<Outputs>> {
    const { clock } = this;
    const { signal } = state;
    const seconds = stage.timeoutSeconds ?? state.run.stallSeconds;
    if (seconds === undefined) return stage.execute(contextFor(stage, state, signal));
    if (stage.timeoutSeconds !== undefined) {
      return withDeadline({ clock, signal, seconds, timeout: () => tooSlow(stage, seconds) }, (inTime) =>
        stage.execute(contextFor(stage, state, inTime)),
      );
    }
    let seen = clock.monotonic();
    const touch = (): void => void (seen = clock.monotonic());
    const timeout = (): VideoGenerationError => stalled(stage, seconds);
    return withDeadline({ clock, signal, seconds, timeout, lastProgress: () => seen }, (inTime) =>
      stage.execute(contextFor(stage, state, inTime, touch)),
    );
  }
}

interface Made<Outputs> {
  readonly produced: Partial<Outputs>;
  readonly attempts: number;
}

interface StageContext<Outputs> extends PipelineContext<Outputs, Key<Outputs>> {
  /** How many items the stage has named so far. */
  items(): number | undefined;
}

function tooSlow({ name, displayName, plugin }: StageNames, seconds: number): VideoGenerationError {
  return new VideoGenerationError('TIMEOUT', {
    message: `The stage “${displayName}”${of(plugin)} did not finish within ${seconds} s.`,
    howToFix: plugin === undefined ? 'Try again, or make the script shorter.' : offPlugin(plugin),
    details: { stage: name, timeoutSeconds: seconds, ...(plugin === undefined ? {} : { plugin }) },
  });
}

function stalled({ name, displayName, plugin }: StageNames, seconds: number): VideoGenerationError {
  return new VideoGenerationError('JOB_STALLED', {
    message: `The stage “${displayName}”${of(plugin)} showed no progress for ${seconds} s.`,
    ...(plugin === undefined ? {} : { howToFix: offPlugin(plugin) }),
    details: { stage: name, stallSeconds: seconds, ...(plugin === undefined ? {} : { plugin }) },
  });
}

type StageNames = Pick<AnyPipelineStage<unknown>, 'name' | 'displayName' | 'plugin'>;

const of = (plugin: string | undefined): string => (plugin === undefined ? '' : ` of the plugin ${plugin}`);

function offPlugin(plugin: string): string {
  return `Report it to the plugin’s author, or do without: add “${plugin}” to plugins.disabled.`;
}

async function findKept<Outputs>(
  { name, checkpoint }: AnyPipelineStage<Outputs>,
  run: PipelineRun,
  context: StageContext<Outputs>,
): Promise<Made<Outputs> | undefined> {
  if (!checkpoint || !run.findKept) return undefined;
  const kept = await run.findKept(name, checkpoint.inputs(context));
  return kept && { produced: await checkpoint.unpack(kept.output, context), attempts: 0 };
}

function keeping<Outputs>(
  { checkpoint }: AnyPipelineStage<Outputs>,
  context: StageContext<Outputs>,
  outputs: Partial<Outputs>,
): Pick<StageReport, 'kept'> {
  if (!checkpoint) return {};
  const produced = outputs as Outputs;
  const files = checkpoint.files?.(produced) ?? [];
  return { kept: { inputs: checkpoint.inputs(context), output: checkpoint.pack(produced), files } };
}

function contextFor<Outputs>(
  stage: AnyPipelineStage<Outputs>,
  { outputs, progress, run }: RunState<Outputs>,
  signal: AbortSignal,
  touch?: () => void,
): StageContext<Outputs> {
  return {
    output(key) {
      const value = outputs[key] as Outputs[typeof key];
      return run.viewOf ? run.viewOf(stage.name, value) : value;
    },
    signal,
    logger: run.logger.child({ stage: stage.name }),
    items: () => progress.itemsOf(stage.name),
    reportProgress(report) {
      touch?.();
      run.onProgress?.(progress.advance(stage.name, report));
    },
  };
}
