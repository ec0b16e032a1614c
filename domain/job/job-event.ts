import type { SerializedError } from '../errors/video-generation-error.js';
import type { JobProgress } from './job.js';
import type { JobStatus } from './job-status.js';
import type { JobStage } from './job-stage.js';

/** What happened, by type. */
export type JobHappening =
  | { readonly type: 'status'; readonly status: JobStatus; readonly error?: SerializedError }
  | { readonly type: 'progress'; readonly progress: JobProgress }
  | { readonly type: 'stage'; readonly stage: Omit<JobStage, 'output'> }
  /** Its worker is gone; the job goes on elsewhere. */
  | { readonly type: 'interrupted'; readonly interruptions: number }
  | { readonly type: 'cancel-requested' }
  /** It shows no progress; it is stopped. */
  | { readonly type: 'stalled'; readonly stage: string; readonly seconds: number };

/** One entry of the log that everybody follows. Plain JSON. */
export type JobEvent = JobHappening & {
  /** Rises with each event of all jobs together; whoever knows it can go on after it. */
  readonly id: number;
  readonly jobId: string;
  /** ISO 8601, UTC. */
  readonly at: string;
};
