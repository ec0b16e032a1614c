import { VideoGenerationError, type SerializedError } from '../errors/video-generation-error.js';
import type { VideoProgress } from '../video/video-progress.js';
import { checkJobTransition, isEnded, type JobStatus } from './job-status.js';
import type { OrchestratorOptions } from './orchestrator-options.js';

/** How far a job is. */
export type JobProgress = Omit<VideoProgress, 'videoId'>;

/** One request made durable. Plain JSON; never holds a secret. */
export interface JobRecord {
  readonly id: string;
  readonly status: JobStatus;
  /** Higher ones first; of the same, the oldest first. Default 0. */
  readonly priority: number;
  /** For people: what it makes. */
  readonly title: string;
  /** The provider that was asked for by name. */
  readonly providerId?: string;
  /** Follows the job through every log entry. */
  readonly correlationId: string;
  readonly options: OrchestratorOptions;
  /** How often somebody has begun to work on it. */
  readonly attempts: number;
  /** How often its worker died since a person last asked for it. */
  readonly interruptions: number;
  /** Somebody wants it stopped; its worker will see that. */
  readonly cancelRequested: boolean;
  readonly progress?: JobProgress;
  readonly error?: SerializedError;
  /** What was made, once it is completed. */
  readonly result?: unknown;
  /** Counts the leases that were given out. Only the newest may change the job. */
  readonly fencingToken: number;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly startedAt?: string;
  readonly endedAt?: string;
}

/** What is known when a job is submitted. */
export interface NewJob extends Pick<
  JobRecord,
  'id' | 'priority' | 'title' | 'providerId' | 'correlationId' | 'options'
> {
  /** Plain JSON. */
  readonly request: unknown;
}

/** A change of status and what comes with it. */
export interface JobChange {
  readonly status: JobStatus;
  readonly error?: SerializedError;
  readonly result?: unknown;
}

/** A job as it begins. */
export function newJobRecord(job: NewJob, status: JobStatus, at: string): JobRecord {
  const { request: _request, ...facts } = job;
  const counts = { attempts: 0, interruptions: 0, cancelRequested: false, fencingToken: 0 };
  return { ...facts, ...counts, status, createdAt: at, updatedAt: at };
}

/** The job after a change. @throws VideoGenerationError ILLEGAL_TRANSITION */
export function changeJob(job: JobRecord, change: JobChange, at: string): JobRecord {
  const { status } = change;
  checkJobTransition(job.id, job.status, status);
  const { error: _error, endedAt: _endedAt, ...kept } = job;
  // Whoever asks for another try starts the count anew.
  const again = isEnded(job.status) ? { interruptions: 0, cancelRequested: false } : {};
  const begun = status === 'processing' ? { attempts: job.attempts + 1, startedAt: job.startedAt ?? at } : {};
  const ended = isEnded(status) ? { endedAt: at } : {};
  return { ...kept, ...again, ...begun, ...ended, ...change, updatedAt: at };
}

/** How often a job may take its worker down before it is given up. */
const mostInterruptions = 3;

/** What becomes of a job whose worker is gone. */
export function interruptedChange(job: JobRecord): JobChange {
  if (job.cancelRequested) return { status: 'cancelled' };
  if (job.interruptions + 1 < mostInterruptions) return { status: 'queued' };
  const stage = job.progress ? ` in the stage “${job.progress.stage}”` : '';
  const error = new VideoGenerationError('JOB_ABANDONED', {
    message: `The job ${job.id} ended its worker ${mostInterruptions} times${stage}.`,
    details: { id: job.id, interruptions: mostInterruptions, stage: job.progress?.stage },
  });
  return { status: 'failed', error: error.toJSON() };
}

/** @throws VideoGenerationError JOB_UNKNOWN */
export function unknownJob(id: string): VideoGenerationError {
  const shown = id.slice(0, 64);
  return new VideoGenerationError('JOB_UNKNOWN', {
    message: `There is no job “${shown}”.`,
    details: { id: shown },
  });
}
