import { VideoGenerationError } from '../../domain/errors/video-generation-error.js';
import type { ILogger } from '../../domain/logging/logger.js';
import type { Workspace } from '../../domain/storage/artifact-store.js';
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
import type { GenerationOutputs, PlanOutputs } from './generation-outputs.js';
import { Publication } from './publication.js';
import type { ResultBuilder } from './result-builder.js';
import { ScriptBudget } from './script-budget.js';

/** One generation under way. */
export interface GenerationRun {
  /** Already checked. */
  readonly request: VideoRequest;
  readonly result: ResultBuilder;
  readonly signal: AbortSignal;
  readonly logger: ILogger;
  readonly onProgress: (progress: VideoProgress) => void;
}

/** Takes one request through its pipeline, and leaves nothing behind but what was published. */
export class GenerationRunner {
  private readonly generation: Pipeline<GenerationOutputs, 'job' | 'manuscript'>;
  private readonly planning: Pipeline<PlanOutputs, 'job' | 'manuscript'>;
  private readonly writing: Pipeline<GenerationOutputs, 'job'>;
  private readonly writingPlan: Pipeline<PlanOutputs, 'job'>;

  constructor(private readonly parts: PipelineParts) {
    this.generation = createGenerationPipeline(parts);
    this.planning = createPlanPipeline(parts);
    this.writing = createWritingPipeline(parts);
    this.writingPlan = createWritingPlanPipeline(parts);
  }

  /** @throws VideoGenerationError */
  async plan(run: GenerationRun): Promise<VideoResult> {
    const { request, result } = run;
    const job = { id: result.id, request, result, budget: new ScriptBudget(request.budget) };
    const { script } = request;
    await withDeadline(this.deadline(run.signal), async (signal) => {
      const terms = pipelineRun(run, signal);
      if (script === undefined) await this.writingPlan.run({ job }, terms);
      else await this.planning.run({ job, manuscript: { request: { ...request, script } } }, terms);
    });
    return result.build('completed', this.parts.clock.now());
  }

  /** @throws VideoGenerationError */
  async generate(run: GenerationRun): Promise<VideoResult> {
    const { store } = this.parts;
    const workspace = await store.createWorkspace(run.result.id);
    const publication = new Publication(store, run.logger);
    try {
      return await this.generateIn(workspace, publication, run);
    } catch (error) {
      await publication.withdraw();
      throw error;
    } finally {
      await remove(workspace, run.logger);
    }
  }

  private async generateIn(
    workspace: Workspace,
    publication: Publication,
    run: GenerationRun,
  ): Promise<VideoResult> {
    const { request, result } = run;
    const budget = new ScriptBudget(request.budget);
    const job = { id: result.id, request, workspace, publication, result, budget };
    const { script } = request;
    const { paths, published } = await withDeadline(this.deadline(run.signal), (signal) => {
      const terms = pipelineRun(run, signal);
      if (script === undefined) return this.writing.run({ job }, terms);
      return this.generation.run({ job, manuscript: { request: { ...request, script } } }, terms);
    });
    if (published) result.learn({ resultPath: paths.result });
    const final = result.build('completed', this.parts.clock.now());
    if (published) await publication.text(`${JSON.stringify(final, undefined, 2)}\n`, paths.result);
    return final;
  }

  private deadline(signal: AbortSignal): Deadline {
    const { clock, config } = this.parts;
    const seconds = config.settings.global.timeoutSeconds;
    const timeout = (): VideoGenerationError =>
      new VideoGenerationError('TIMEOUT', {
        message: `The video was not finished within ${seconds} s.`,
        howToFix: 'Try again, or raise global.timeoutSeconds in the settings.',
        details: { timeoutSeconds: seconds },
      });
    return { clock, signal, seconds, timeout };
  }
}

function pipelineRun({ result, logger, onProgress }: GenerationRun, signal: AbortSignal): PipelineRun {
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
