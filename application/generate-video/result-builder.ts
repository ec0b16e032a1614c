import type { VideoGenerationError } from '../../domain/errors/video-generation-error.js';
import type { Cost } from '../../domain/provider/provider-operation.js';
import type { StageTiming, VideoNotice, VideoResult } from '../../domain/video/video-result.js';
import type { VideoStatus } from '../../domain/video/video-status.js';

/** What becomes known in the course of a generation. */
export type ResultFacts = Omit<
  VideoResult,
  'id' | 'status' | 'createdAt' | 'completedAt' | 'error' | 'degradations' | 'warnings' | 'stages'
>;

/** Gathers a result as it becomes known, so that a failed one, too, says all that was found out. */
export class ResultBuilder {
  private facts: ResultFacts = { scenes: [], hashtags: [], cost: { micros: 0, currency: 'USD' } };
  private readonly degradations: VideoNotice[] = [];
  private readonly warnings: VideoNotice[] = [];
  private readonly stages: StageTiming[] = [];

  constructor(
    readonly id: string,
    private readonly createdAt: Date,
  ) {}

  learn(facts: Partial<ResultFacts>): void {
    this.facts = { ...this.facts, ...facts };
  }

  /** Adds to the cost. What is charged in another currency than before stands in a warning, not in the sum. */
  spend(cost: Cost): void {
    if (cost.micros === 0) return;
    const { micros, currency } = this.facts.cost;
    if (micros === 0) this.learn({ cost });
    else if (currency === cost.currency) this.learn({ cost: { micros: micros + cost.micros, currency } });
    else {
      const more = `${(cost.micros / 1e6).toFixed(6)} ${cost.currency}`;
      this.warn({
        code: 'COST_CURRENCIES',
        what: `${more} more were charged.`,
        why: `The other costs are in ${currency}.`,
        effect: 'The sum leaves them out; the ledger has them.',
      });
    }
  }

  /** Something was done less well than asked. */
  degrade(notice: VideoNotice): void {
    this.degradations.push(notice);
  }

  warn(notice: VideoNotice): void {
    this.warnings.push(notice);
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
      degradations: [...this.degradations],
      warnings: [...this.warnings],
      stages: [...this.stages],
      createdAt: this.createdAt.toISOString(),
      ...(completedAt ? { completedAt: completedAt.toISOString() } : {}),
      ...(error ? { error: error.toJSON() } : {}),
    };
  }
}
