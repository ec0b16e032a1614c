import { VideoGenerationError } from '../../domain/errors/video-generation-error.js';
import type { ILogger } from '../../domain/logging/logger.js';
import type { IJobStore } from '../../domain/job/job-store.js';
import type { JobProgress } from '../../domain/job/job.js';
import type { IClock } from '../../domain/time/clock.js';

/** Reports that come faster only wear out the disk. */
const pauseMilliseconds = 1000;

export interface ProgressLogParts {
  readonly store: Pick<IJobStore, 'report'>;
  readonly clock: Pick<IClock, 'monotonic'>;
  readonly logger: ILogger;
}

/** Writes a job’s progress down, once a second and at each new stage. What is skipped is nobody’s loss. */
export class ProgressLog {
  private writing: Promise<void> = Promise.resolve();
  private last: { readonly stage: string; readonly at: number } | undefined;

  constructor(
    private readonly parts: ProgressLogParts,
    private readonly jobId: string,
    private readonly token: number,
  ) {}

  add(progress: JobProgress): void {
    const at = this.parts.clock.monotonic();
    const { last } = this;
    if (last?.stage === progress.stage && at - last.at < pauseMilliseconds && progress.percent < 100) return;
    this.last = { stage: progress.stage, at };
    this.writing = this.writing.then(() => this.write(progress));
  }

  /** Resolves when everything is written. */
  settle(): Promise<void> {
    return this.writing;
  }

  private async write(progress: JobProgress): Promise<void> {
    try {
      await this.parts.store.report(this.jobId, { type: 'progress', progress }, this.token);
    } catch (error) {
      const { code, message } = VideoGenerationError.from(error);
      this.parts.logger.warn('Progress could not be written down.', { code, reason: message });
    }
  }
}
