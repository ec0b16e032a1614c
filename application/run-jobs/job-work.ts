import type { VideoGenerationError } from '../../domain/errors/video-generation-error.js';
import type { ILogger } from '../../domain/logging/logger.js';
import type { JobArtifact } from '../../domain/job/job-stage.js';
import type { ClaimedJob } from '../../domain/job/job-store.js';
import type { JobProgress } from '../../domain/job/job.js';

/** What somebody who works on a job gets. */
export interface JobCall {
  /** Aborts when the job is to stop; its reason says why. */
  readonly signal: AbortSignal;
  /** Carries the ids of the job and of its correlation. */
  readonly logger: ILogger;
  report(progress: JobProgress): void;
  /** Asks the store whether the job is still ours, before something is done that others see. @throws LEASE_LOST */
  confirm(): Promise<void>;
}

/** What came of a job. */
export interface JobOutcome {
  /** Plain JSON. */
  readonly result: unknown;
  readonly artifacts: readonly JobArtifact[];
  /** Present if it failed; the result then says how far it came. */
  readonly error?: VideoGenerationError;
}

/** Does a job. What it throws is the job’s error; a stage that was kept stays kept. */
export type JobWork = (job: ClaimedJob, call: JobCall) => Promise<JobOutcome>;
