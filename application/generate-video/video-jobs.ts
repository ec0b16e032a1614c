import { VideoGenerationError } from '../../domain/errors/video-generation-error.js';
import type { JobEvent } from '../../domain/job/job-event.js';
import type { EventFilter, IJobStore, JobFilter } from '../../domain/job/job-store.js';
import type { JobArtifact, JobStage } from '../../domain/job/job-stage.js';
import { unknownJob, type JobRecord, type NewJob } from '../../domain/job/job.js';
import { isEnded } from '../../domain/job/job-status.js';
import {
  orchestratorPresets,
  type OrchestratorOptions,
  type OrchestratorPreset,
} from '../../domain/job/orchestrator-options.js';
import type { IOperationJournal, JournalEntry } from '../../domain/money/operation-journal.js';
import type { IConfigManager } from '../../domain/settings/settings.js';
import type { IJobFolders } from '../../domain/storage/job-folders.js';
import type { IClock } from '../../domain/time/clock.js';
import type { VideoRequest } from '../../domain/video/video-request.js';
import type { Resolution } from '../generate-media/unfinished-work.js';
import type { ExecutionOptions } from '../run-jobs/job-execution.js';
import type { JobRunner } from '../run-jobs/job-runner.js';
import { watchJob, type WatchOptions } from '../run-jobs/watch-job.js';
import { checkRequest } from './check-request.js';
import { durableRequest, titleOf, type AbsolutePath } from './durable-request.js';

/** How a job is submitted. */
export interface SubmitOptions {
  /** Higher ones first. Default 0. */
  readonly priority?: number;
  /** Default `default`. */
  readonly preset?: OrchestratorPreset;
  /** What differs from the preset. */
  readonly options?: Partial<OrchestratorOptions>;
  /** Follows the job through every log entry. Default: a new one. */
  readonly correlationId?: string;
  /** Default: a new one. */
  readonly id?: string;
}

/** A job with everything that is known of it. */
export interface JobDetails extends JobRecord {
  readonly stages: readonly Omit<JobStage, 'output'>[];
  readonly artifacts: readonly JobArtifact[];
}

export interface VideoJobsParts {
  readonly store: IJobStore;
  readonly folders: IJobFolders;
  readonly runner: JobRunner;
  readonly clock: IClock;
  readonly config: Pick<IConfigManager, 'settings'>;
  readonly journal: Pick<IOperationJournal, 'unfinished'>;
  readonly absolutePath: AbsolutePath;
  resolveOperation(key: string, resolution: Resolution): Promise<JournalEntry>;
}

/** Videos as durable jobs: submit, look, stop, go on. */
export class VideoJobs {
  constructor(private readonly parts: VideoJobsParts) {}

  /** Puts a video into the queue; on disk when it resolves. @throws VideoGenerationError INVALID_REQUEST… */
  async submit(request: VideoRequest, options: SubmitOptions = {}): Promise<JobRecord> {
    const job = await this.parts.store.create(this.newJob(request, options));
    this.start();
    this.parts.runner.nudge();
    return job;
  }

  /** Makes a video now, as a job of this process. @throws VideoGenerationError INVALID_REQUEST, LEASE_LOST… */
  run(request: VideoRequest, options: SubmitOptions, execution: ExecutionOptions): Promise<JobRecord> {
    return this.parts.runner.runNew(this.newJob(request, options), execution);
  }

  /** Begins to work on the queue. What dead processes left is taken up first. */
  start(): void {
    this.parts.runner.start();
  }

  /** Works on the queue until it is empty. @throws VideoGenerationError CANCELLED */
  untilIdle(signal: AbortSignal): Promise<void> {
    return this.parts.runner.untilIdle(signal);
  }

  /** @throws VideoGenerationError JOB_UNKNOWN */
  async get(id: string): Promise<JobDetails> {
    const { store } = this.parts;
    const [job, stages, artifacts] = await Promise.all([
      store.get(id),
      store.stages(id),
      store.artifacts(id),
    ]);
    if (!job) throw unknownJob(id);
    return { ...job, stages: stages.map(({ output: _output, ...stage }) => stage), artifacts };
  }

  /** The newest first. */
  list(filter?: JobFilter): Promise<readonly JobRecord[]> {
    return this.parts.store.list(filter);
  }

  events(filter?: EventFilter): Promise<readonly JobEvent[]> {
    return this.parts.store.events(filter);
  }

  /** What happened and happens to a job, until it has ended. */
  watch(id: string, options?: WatchOptions): AsyncGenerator<JobEvent, void, undefined> {
    return watchJob(this.parts, id, options);
  }

  /** Stops a job, in whichever process it runs. @throws VideoGenerationError JOB_UNKNOWN */
  async cancel(id: string): Promise<JobRecord> {
    const job = await this.parts.store.requestCancel(id);
    if (job.status === 'cancelled') await this.parts.folders.remove(id);
    return job;
  }

  /** Goes on with a job in this process, from what stands. @throws VideoGenerationError JOB_UNKNOWN, LEASE_LOST… */
  resume(id: string, execution: ExecutionOptions): Promise<JobRecord> {
    return this.parts.runner.resume(id, execution);
  }

  /** Puts a job that failed or was cancelled back into the queue. @throws VideoGenerationError ILLEGAL_TRANSITION */
  async retry(id: string): Promise<JobRecord> {
    const job = await this.parts.store.advance(id, { status: 'queued' });
    this.parts.runner.nudge();
    return job;
  }

  /**
   * Records what a person found out about a submission that nobody knew of, and puts the job back into the queue.
   * @throws VideoGenerationError JOB_UNKNOWN, INVALID_REQUEST if there is nothing to decide
   */
  async resolve(id: string, resolution: Resolution): Promise<JobRecord> {
    const { store, journal } = this.parts;
    const job = await store.get(id);
    if (!job) throw unknownJob(id);
    const unfinished = await journal.unfinished();
    const key = job.error?.details.key;
    const unknown = unfinished.filter(
      (entry) => entry.state === 'submission_unknown' && (entry.requestId === id || entry.key === key),
    );
    const [first, ...others] = unknown;
    if (!first || others.length > 0) throw undecided(id, unknown);
    await this.parts.resolveOperation(first.key, resolution);
    return isEnded(job.status) ? this.retry(id) : job;
  }

  /** Forgets a job that has ended, and removes its intermediate files. Finished videos stay. */
  async remove(id: string): Promise<void> {
    await this.parts.store.remove(id);
    await this.parts.folders.remove(id);
  }

  /** Stops taking jobs, and stops those under way so that they can go on later. */
  drain(): Promise<void> {
    return this.parts.runner.drain();
  }

  /** Removes the files of jobs that are gone, or have ended and want none. @returns how many jobs had some */
  async sweep(): Promise<number> {
    const { store, folders } = this.parts;
    let removed = 0;
    for (const id of await folders.list()) {
      const job = await store.get(id);
      const wanted = job && !(['completed', 'cancelled'].includes(job.status) && job.options.cleanUp);
      if (wanted) continue;
      await folders.remove(id);
      removed += 1;
    }
    return removed;
  }

  private newJob(request: VideoRequest, options: SubmitOptions): NewJob {
    checkRequest(request);
    const { preset = 'default', priority = 0 } = options;
    const { timeoutSeconds } = this.parts.config.settings.global;
    const ready: OrchestratorOptions = orchestratorPresets[preset];
    const jobTimeoutSeconds = preset === 'default' ? timeoutSeconds : ready.jobTimeoutSeconds;
    return {
      id: options.id ?? crypto.randomUUID(),
      priority,
      title: titleOf(request),
      ...(request.provider === undefined ? {} : { providerId: request.provider }),
      correlationId: options.correlationId ?? crypto.randomUUID(),
      options: { ...ready, jobTimeoutSeconds, ...options.options },
      request: durableRequest(request, this.parts.absolutePath),
    };
  }
}

function undecided(id: string, unknown: readonly JournalEntry[]): VideoGenerationError {
  const keys = unknown.map(({ key }) => key);
  return new VideoGenerationError('INVALID_REQUEST', {
    message:
      keys.length === 0
        ? `There is nothing to decide about the job ${id}.`
        : `The job ${id} has ${keys.length} submissions that nobody knows of: ${keys.join(', ')}.`,
    howToFix:
      keys.length === 0
        ? `See what became of it: aether jobs show ${id}`
        : 'Decide them one by one with `aether operations resolve`, then run `aether jobs retry`.',
    details: { id, keys },
  });
}
