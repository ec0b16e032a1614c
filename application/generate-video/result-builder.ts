import type { VideoGenerationError } from '../../domain/errors/video-generation-error.js';
import { addCost, costReport } from '../../domain/money/sum-costs.js';
import type { Cost } from '../../domain/provider/provider-operation.js';
import type { StageTiming, VideoNotice, VideoResult } from '../../domain/video/video-result.js';
import type { VideoStatus } from '../../domain/video/video-status.js';

/** What becomes known in the course of a generation. */
export type ResultFacts = Omit<
  VideoResult,
  | 'id'
  | 'status'
  | 'createdAt'
  | 'completedAt'
  | 'error'
  | 'degradations'
  | 'warnings'
  | 'stages'
  | 'cost'
  | 'otherCosts'
  | 'attachments'
>;

/** Gathers a result as it becomes known, so that a failed one, too, says all that was found out. */
export class ResultBuilder {
  private facts: ResultFacts = { scenes: [], hashtags: [] };
  private costs: readonly Cost[] = [];
  private readonly degradations: VideoNotice[] = [];
  private readonly warnings: VideoNotice[] = [];
  private readonly attachments: string[] = [];
  private readonly stages: StageTiming[] = [];

  constructor(
    readonly id: string,
    private readonly createdAt: Date,
  ) {}

  learn(facts: Partial<ResultFacts>): void {
    this.facts = { ...this.facts, ...facts };
  }

  /** Adds to what the video costs, or for a plan would cost. */
  spend(cost: Cost): void {
    this.costs = addCost(this.costs, cost);
  }

  /** Something was done less well than asked. */
  degrade(notice: VideoNotice): void {
    this.degradations.push(notice);
  }

  warn(notice: VideoNotice): void {
    this.warnings.push(notice);
  }

  /** A file was published beside the video. */
  attach(path: string): void {
    this.attachments.push(path);
  }

  time(timing: StageTiming): void {
    this.stages.push(timing);
  }

  /** The result as it stands. */
  build(status: VideoStatus, completedAt?: Date, error?: VideoGenerationError): VideoResult {
    return {
      id: this.id,
      status,
      ...this.facts,
      ...costReport(this.costs),
      ...(this.attachments.length === 0 ? {} : { attachments: [...this.attachments] }),
      degradations: [...this.degradations],
      warnings: [...this.warnings],
      stages: [...this.stages],
      createdAt: this.createdAt.toISOString(),
      ...(completedAt ? { completedAt: completedAt.toISOString() } : {}),
      ...(error ? { error: error.toJSON() } : {}),
    };
  }
}
