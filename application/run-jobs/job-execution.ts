import { cancellationOf, VideoGenerationError } from '../../domain/errors/video-generation-error.js';
import type { ILogger } from '../../domain/logging/logger.js';
import type { ClaimedJob, IJobStore, JobLease } from '../../domain/job/job-store.js';
import type { JobChange, JobProgress, JobRecord } from '../../domain/job/job.js';
import type { IJobFolders } from '../../domain/storage/job-folders.js';
import type { IClock } from '../../domain/time/clock.js';
import { Heartbeat } from './heartbeat.js';
import { isInterruption } from './interruption.js';
import type { JobCall, JobOutcome, JobWork } from './job-work.js';
import { ProgressLog } from './progress-log.js';

export interface ExecutionParts {
  readonly store: IJobStore;
  readonly folders: IJobFolders;
  readonly clock: IClock;
  readonly logger: ILogger;
  readonly work: JobWork;
  readonly lease: JobLease;
}

/** How one job is worked on in this process. */
export interface ExecutionOptions {
  /** Aborts with {@link interruption} to stop for now, with anything else to cancel. */
  readonly signal: AbortSignal;
  onProgress?(progress: JobProgress): void;
}

/**
 * Works on a job that is ours: heartbeat, progress, and whatever the end is on record.
 * @throws VideoGenerationError LEASE_LOST if it is no longer ours, or if the store fails
 */
export async function executeJob(
  parts: ExecutionParts,
  job: ClaimedJob,
  options: ExecutionOptions,
): Promise<JobRecord> {
  const { store, clock } = parts;
  const { id, fencingToken: token, correlationId } = job;
  const logger = parts.logger.child({ jobId: id, correlationId });
  const heartbeat = new Heartbeat({ store, clock, logger, ttlSeconds: parts.lease.ttlSeconds }, id, token);
  const signal = AbortSignal.any([options.signal, heartbeat.stop]);
  const progress = new ProgressLog({ store, clock, logger }, id, token);
  const outcome = await attempt(parts.work, job, {
    signal,
    logger,
    report(report) {
      progress.add(report);
      options.onProgress?.(report);
    },
    confirm: () => heartbeat.confirm(),
  });
  try {
    await progress.settle();
    const change = await changeAfter(store, job, outcome, signal);
    const ended = await store.advance(id, change, token);
    await cleanUp(parts, ended, logger);
    return ended;
  } finally {
    heartbeat.end();
  }
}

/** What came of the work, whatever it throws. */
async function attempt(work: JobWork, job: ClaimedJob, call: JobCall): Promise<JobOutcome> {
  try {
    return await work(job, call);
  } catch (error) {
    return { result: undefined, artifacts: [], error: VideoGenerationError.from(error) };
  }
}

async function changeAfter(
  store: IJobStore,
  job: ClaimedJob,
  { result, artifacts, error }: JobOutcome,
  signal: AbortSignal,
): Promise<JobChange> {
  const { id, fencingToken: token } = job;
  if (!error) {
    if (artifacts.length > 0) await store.saveArtifacts(id, artifacts, token);
    return { status: 'completed', result };
  }
  if (error.code === 'JOB_STALLED') await sayStalled(store, job, error);
  const why = signal.aborted && error.code !== 'SUBMISSION_UNKNOWN' ? cancellationOf(signal) : error;
  // Nothing more is ours to say of it.
  if (why.code === 'LEASE_LOST') throw why;
  const change = changeFor(why);
  return change.status === 'queued' ? change : { ...change, result };
}

function changeFor(error: VideoGenerationError): JobChange {
  if (isInterruption(error)) return { status: 'queued' };
  const status =
    error.code === 'SUBMISSION_UNKNOWN'
      ? 'submission_unknown'
      : error.category === 'cancelled'
        ? 'cancelled'
        : 'failed';
  return { status, error: error.toJSON() };
}

async function sayStalled(
  store: IJobStore,
  job: ClaimedJob,
  { details }: VideoGenerationError,
): Promise<void> {
  const { stage, stallSeconds: seconds } = details;
  if (typeof stage !== 'string' || typeof seconds !== 'number') return;
  await store.report(job.id, { type: 'stalled', stage, seconds }, job.fencingToken);
}

/** A failed job keeps what it made, for another try. */
async function cleanUp({ folders }: ExecutionParts, job: JobRecord, logger: ILogger): Promise<void> {
  if (!job.options.cleanUp || !(job.status === 'completed' || job.status === 'cancelled')) return;
  try {
    await folders.remove(job.id);
  } catch (error) {
    const { message } = VideoGenerationError.from(error);
    logger.warn('The files of a job could not be removed.', { reason: message });
  }
}
