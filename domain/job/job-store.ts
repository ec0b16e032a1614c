import type { JobArtifact, JobStage } from './job-stage.js';
import type { JobEvent, JobHappening } from './job-event.js';
import type { JobChange, JobRecord, NewJob } from './job.js';
import type { JobStatus } from './job-status.js';

export const IJobStore: unique symbol = Symbol.for('aether-video/IJobStore@1');

/** Who works on a job. */
export interface JobLease {
  /** Names the process or worker, for people; it proves nothing. */
  readonly owner: string;
  /** How long the owner may be silent before others take the job up. Renew after a third of it. */
  readonly ttlSeconds: number;
}

/** A job that was claimed, with what it needs. */
export interface ClaimedJob extends JobRecord {
  readonly request: unknown;
}

export interface JobFilter {
  readonly statuses?: readonly JobStatus[];
  /** The newest so many. Default 100. */
  readonly limit?: number;
}

export interface EventFilter {
  readonly jobId?: string;
  /** Only later ones. Default 0: all. */
  readonly after?: number;
  /** The first so many. Default 500. */
  readonly limit?: number;
}

/**
 * Remembers jobs, what happened to them, and what their stages made. What is acknowledged survives a crash and a power
 * loss, where the store is a database. Many processes may share one; leases as in {@link IOperationJournal} keep them
 * apart: time is the observer’s own, and a change with an old token is refused with LEASE_LOST.
 */
export interface IJobStore {
  /** True if what it holds outlives this process. */
  readonly durable: boolean;
  /**
   * Without a lease the job is `queued`; with one it is `pending` and belongs to the caller.
   * @throws VideoGenerationError ILLEGAL_TRANSITION if there is such a job; INVALID_REQUEST if it is too large
   */
  create(job: NewJob, lease?: JobLease): Promise<JobRecord>;
  get(id: string): Promise<JobRecord | undefined>;
  /** The request of a job. @throws VideoGenerationError JOB_UNKNOWN */
  request(id: string): Promise<unknown>;
  /** The newest first. */
  list(filter?: JobFilter): Promise<readonly JobRecord[]>;
  /** Takes up one job; undefined if it has ended or somebody works on it. It is `processing` then. */
  claim(id: string, lease: JobLease): Promise<ClaimedJob | undefined>;
  /** Takes up the queued job with the highest priority, none that wants one of the busy providers. */
  claimNext(lease: JobLease, busyProviders?: readonly string[]): Promise<ClaimedJob | undefined>;
  /** Undefined: the job is no longer ours; stop working on it. Else what its owner has to know. */
  renew(id: string, token: number): Promise<Pick<JobRecord, 'cancelRequested'> | undefined>;
  /**
   * Every status but `processing` ends the lease.
   * @param token May be left out only while nobody holds the job
   * @throws VideoGenerationError ILLEGAL_TRANSITION, LEASE_LOST or JOB_UNKNOWN
   */
  advance(id: string, change: JobChange, token?: number): Promise<JobRecord>;
  /**
   * Cancels a job that nobody works on; tells the owner of any other. Does nothing to one that has ended.
   * @throws VideoGenerationError JOB_UNKNOWN
   */
  requestCancel(id: string): Promise<JobRecord>;
  /** Puts jobs whose owners are gone back into the queue; gives those that changed. Ask again now and then. */
  reconcile(): Promise<readonly JobRecord[]>;
  /** @throws VideoGenerationError LEASE_LOST */
  report(
    id: string,
    happening: Extract<JobHappening, { type: 'progress' | 'stalled' }>,
    token: number,
  ): Promise<void>;
  /** Of a stage that was saved before, the newest counts. @throws VideoGenerationError LEASE_LOST */
  saveStage(id: string, stage: JobStage, token: number): Promise<void>;
  stages(id: string): Promise<readonly JobStage[]>;
  /** @throws VideoGenerationError LEASE_LOST */
  saveArtifacts(id: string, artifacts: readonly JobArtifact[], token: number): Promise<void>;
  artifacts(id: string): Promise<readonly JobArtifact[]>;
  /** Oldest first. */
  events(filter?: EventFilter): Promise<readonly JobEvent[]>;
  /** Mean seconds of each stage in the latest jobs, for estimates. */
  typicalSeconds(): Promise<Readonly<Record<string, number>>>;
  /** Forgets a job that has ended, but none of its finished files. @throws VideoGenerationError ILLEGAL_TRANSITION */
  remove(id: string): Promise<void>;
}
