import type { IResourceMeter } from '../../domain/job/resource-meter.js';
import { orchestratorPresets, type OrchestratorOptions } from '../../domain/job/orchestrator-options.js';
import { VideoGenerationError } from '../../domain/errors/video-generation-error.js';
import type { ILogger } from '../../domain/logging/logger.js';
import type { IArtifactStore, Workspace } from '../../domain/storage/artifact-store.js';
import type { VideoProgress } from '../../domain/video/video-progress.js';
import type { VideoRequest } from '../../domain/video/video-request.js';
import type { VideoResult } from '../../domain/video/video-result.js';
import { withDeadline, type Deadline } from '../concurrency/with-deadline.js';
import type { Pipeline, PipelineRun } from '../pipeline/pipeline.js';
import {
  createGenerationPipeline,
  createPlanPipeline,
  createWritingPipeline,
  createWritingPlanPipeline,
  type PipelineParts,
} from './create-pipelines.js';
import type { GenerationJob, GenerationOutputs, PlanOutputs } from './generation-outputs.js';
import { Publication } from './publication.js';
import type { KeptStages } from './kept-stages.js';
import type { ResultBuilder } from './result-builder.js';
import { ScriptBudget } from './script-budget.js';
import { StageResults } from './stage-results.js';

/** One generation under way. */
export interface GenerationRun {
  /** Already checked. */
  readonly request: VideoRequest;
  readonly result: ResultBuilder;
  readonly signal: AbortSignal;
  readonly logger: ILogger;
  readonly onProgress: (progress: VideoProgress) => void;
  /** Present if the work survives this process. */
  readonly durable?: DurableRun;
}

/** What a job adds to a generation. */
export interface DurableRun {
  readonly options: OrchestratorOptions;
  /** Its files stay until the job has ended. */
  readonly workspace: Workspace;
  readonly typicalSeconds: Readonly<Record<string, number>>;
  /** @throws VideoGenerationError LEASE_LOST if somebody else does the job now */
  confirm(): Promise<void>;
  /** Where the outputs of stages are kept. */
  stages(results: StageResults): KeptStages;
}

export interface GenerationRunnerParts extends PipelineParts {
  readonly meter: IResourceMeter;
}

/** Takes one request through its pipeline, and leaves nothing behind but what was published. */
export class GenerationRunner {
  private readonly generation: Pipeline<GenerationOutputs, 'job' | 'manuscript'>;
  private readonly planning: Pipeline<PlanOutputs, 'job' | 'manuscript'>;
  private readonly writing: Pipeline<GenerationOutputs, 'job'>;
  private readonly writingPlan: Pipeline<PlanOutputs, 'job'>;

  constructor(private readonly parts: GenerationRunnerParts) {
    this.generation = createGenerationPipeline(parts);
    this.planning = createPlanPipeline(parts);
    this.writing = createWritingPipeline(parts);
    this.writingPlan = createWritingPlanPipeline(parts);
  }

  /** @throws VideoGenerationError */
  async plan(run: GenerationRun): Promise<VideoResult> {
    const { request, result } = run;
    const budget = new ScriptBudget(request.budget);
    const job = { id: result.id, request, result, budget, safeScript: false };
    const { script } = request;
    await withDeadline(this.deadline(run), async (signal) => {
      const terms = timedRun(run, signal);
      if (script === undefined) await this.writingPlan.run({ job }, terms);
      else await this.planning.run({ job, manuscript: { request: { ...request, script } } }, terms);
    });
    return result.build('completed', this.parts.clock.now());
  }

  /** @throws VideoGenerationError */
  async generate(run: GenerationRun): Promise<VideoResult> {
    const { store } = this.parts;
    const { durable } = run;
    const workspace = durable?.workspace ?? (await store.createWorkspace(run.result.id));
    const publication = new Publication(durable ? confirmedStore(store, durable) : store, run.logger);
    try {
      return await this.generateIn(workspace, publication, run);
    } catch (error) {
      await publication.withdraw();
      throw error;
    } finally {
      // A job’s files stay: they belong to the job, not to this process.
      if (!durable) await remove(workspace, run.logger);
    }
  }

  private async generateIn(
    workspace: Workspace,
    publication: Publication,
    run: GenerationRun,
  ): Promise<VideoResult> {
    const { request, result } = run;
    const budget = new ScriptBudget(request.budget);
    const { safeScript } = run.durable?.options ?? orchestratorPresets.default;
    const job = { id: result.id, request, workspace, publication, result, budget, safeScript };
    const { script } = request;
    const { paths, published } = await withDeadline(this.deadline(run), (signal) => {
      const terms = this.wholeRun(run, signal, job);
      if (script === undefined) return this.writing.run({ job }, terms);
      return this.generation.run({ job, manuscript: { request: { ...request, script } } }, terms);
    });
    if (published) result.learn({ resultPath: paths.result });
    const final = result.build('completed', this.parts.clock.now());
    if (published) await publication.text(`${JSON.stringify(final, undefined, 2)}\n`, paths.result);
    return final;
  }

  /** With a second try, figures, and what a job keeps. */
  private wholeRun(run: GenerationRun, signal: AbortSignal, job: GenerationJob): PipelineRun {
    const { durable } = run;
    const options = durable?.options ?? orchestratorPresets.default;
    const results = new StageResults(run.result, options.degradation);
    const stages = durable?.stages(results);
    return {
      ...timedRun(run, signal),
      attempts: options.attempts,
      stallSeconds: options.stageTimeoutSeconds,
      ...(durable && options.metrics ? { meter: this.parts.meter } : {}),
      ...(durable ? { typicalSeconds: durable.typicalSeconds } : {}),
      ...(stages
        ? {
            findKept: (stage, inputs) => stages.find(stage, inputs),
            onStage: (report) => stages.save(report),
          }
        : {}),
      viewOf: (stage, output) =>
        (output as unknown) === job ? { ...output, result: results.sinkOf(stage) } : output,
    };
  }

  private deadline({ signal, durable }: GenerationRun): Deadline {
    const { clock, config } = this.parts;
    const seconds = durable?.options.jobTimeoutSeconds ?? config.settings.global.timeoutSeconds;
    const timeout = (): VideoGenerationError =>
      new VideoGenerationError('TIMEOUT', {
        message: `The video was not finished within ${seconds} s.`,
        howToFix: 'Try again, or raise global.timeoutSeconds in the settings.',
        details: { timeoutSeconds: seconds },
      });
    return { clock, signal, seconds, timeout };
  }
}

/** Publishes only what is still ours to publish. */
function confirmedStore(
  store: IArtifactStore,
  durable: DurableRun,
): Pick<IArtifactStore, 'publish' | 'publishText' | 'withdraw'> {
  return {
    async publish(source, target) {
      await durable.confirm();
      return store.publish(source, target);
    },
    async publishText(text, target) {
      await durable.confirm();
      await store.publishText(text, target);
    },
    async withdraw(path) {
      await durable.confirm();
      await store.withdraw(path);
    },
  };
}

function timedRun({ result, logger, onProgress }: GenerationRun, signal: AbortSignal): PipelineRun {
  return { videoId: result.id, signal, logger, onProgress, onTiming: (timing) => result.time(timing) };
}

async function remove(workspace: Workspace, logger: ILogger): Promise<void> {
  try {
    await workspace.remove();
  } catch (error) {
    const { message } = VideoGenerationError.from(error);
    logger.warn('The workspace could not be removed.', { path: workspace.path, reason: message });
  }
}
