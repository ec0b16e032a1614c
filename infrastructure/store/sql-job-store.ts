import type { JobHappening } from '../../domain/job/job-event.js';
import type { JobArtifact, JobStage } from '../../domain/job/job-stage.js';
import { checkJobLease, alreadySubmitted, refuseRemoval } from '../../domain/job/job-rules.js';
import type { ClaimedJob, EventFilter, IJobStore, JobFilter, JobLease } from '../../domain/job/job-store.js';
import { isEnded } from '../../domain/job/job-status.js';
import {
  changeJob,
  interruptedChange,
  newJobRecord,
  type JobChange,
  type JobRecord,
  type NewJob,
} from '../../domain/job/job.js';
import type { IClock } from '../../domain/time/clock.js';
import { redactRecord } from '../logging/redact-secrets.js';
import { jobWithoutSecrets } from './job-json.js';
import {
  findEvents,
  findJob,
  findJobs,
  findNext,
  findRequest,
  findStages,
  findTypicalSeconds,
  getJob,
  insertEvent,
  insertJob,
  leaseKeyOf,
  saveStageRow,
  updateJob,
} from './job-rows.js';
import { LeaseKeeper } from './lease-keeper.js';
import type { SqlStore, StoreSession, StoreWork } from './store-session.js';

/** Jobs in the database: shared by all processes that use the same one. */
export class SqlJobStore implements IJobStore {
  readonly durable = true;
  readonly #leases: LeaseKeeper;

  /** @param secrets Values that must never be stored. */
  constructor(
    private readonly store: SqlStore,
    private readonly clock: IClock,
    private readonly secrets: readonly string[] = [],
  ) {
    this.#leases = new LeaseKeeper(clock);
  }

  async create(job: NewJob, lease?: JobLease): Promise<JobRecord> {
    const clean = jobWithoutSecrets(job, this.secrets);
    return this.store.write((session) => this.#create(session, clean, lease));
  }

  *#create(session: StoreSession, job: NewJob, lease?: JobLease): StoreWork<JobRecord> {
    if (yield* findJob(session, job.id)) throw alreadySubmitted(job.id);
    const status = lease ? 'pending' : 'queued';
    yield* insertJob(session, newJobRecord(job, status, this.#now()), job);
    if (lease) yield* this.#leases.take(session, leaseKeyOf(job.id), lease);
    yield* this.#log(session, job.id, { type: 'status', status });
    return yield* getJob(session, job.id);
  }

  get(id: string): Promise<JobRecord | undefined> {
    return this.store.read((session) => findJob(session, id));
  }

  request(id: string): Promise<unknown> {
    return this.store.read((session) => findRequest(session, id));
  }

  list(filter: JobFilter = {}): Promise<readonly JobRecord[]> {
    return this.store.read((session) => findJobs(session, filter));
  }

  claim(id: string, lease: JobLease): Promise<ClaimedJob | undefined> {
    return this.store.write((session) => this.#claim(session, id, lease));
  }

  claimNext(lease: JobLease, busyProviders: readonly string[] = []): Promise<ClaimedJob | undefined> {
    return this.store.write((session) => this.#claimNext(session, lease, busyProviders));
  }

  *#claimNext(
    session: StoreSession,
    lease: JobLease,
    busyProviders: readonly string[],
  ): StoreWork<ClaimedJob | undefined> {
    const id = yield* findNext(session, busyProviders);
    return id === undefined ? undefined : yield* this.#claim(session, id, lease);
  }

  *#claim(session: StoreSession, id: string, lease: JobLease): StoreWork<ClaimedJob | undefined> {
    let job = yield* findJob(session, id);
    if (!job || isEnded(job.status) || !(yield* this.#isFree(session, id))) return undefined;
    if (job.status === 'processing') job = yield* this.#interrupt(session, job);
    if (isEnded(job.status)) return undefined;
    yield* this.#leases.take(session, leaseKeyOf(id), lease);
    yield* this.#change(session, job, { status: 'processing' });
    return { ...(yield* getJob(session, id)), request: yield* findRequest(session, id) };
  }

  renew(id: string, token: number): Promise<Pick<JobRecord, 'cancelRequested'> | undefined> {
    return this.store.write((session) => this.#renew(session, id, token));
  }

  *#renew(session: StoreSession, id: string, token: number): StoreWork<JobRecord | undefined> {
    if (!(yield* this.#leases.renew(session, leaseKeyOf(id), token))) return undefined;
    return yield* findJob(session, id);
  }

  async advance(id: string, change: JobChange, token?: number): Promise<JobRecord> {
    const clean = redactRecord(change, this.secrets, false) as JobChange;
    return this.store.write((session) => this.#advance(session, id, clean, token));
  }

  *#advance(session: StoreSession, id: string, change: JobChange, token?: number): StoreWork<JobRecord> {
    const job = yield* getJob(session, id);
    const lease = yield* this.#leases.find(session, leaseKeyOf(id));
    checkJobLease(id, lease && { ...lease, held: lease.held === 1 }, token);
    yield* this.#change(session, job, change);
    if (lease && change.status !== 'processing')
      yield* this.#leases.release(session, leaseKeyOf(id), lease.token);
    return yield* getJob(session, id);
  }

  requestCancel(id: string): Promise<JobRecord> {
    return this.store.write((session) => this.#requestCancel(session, id));
  }

  *#requestCancel(session: StoreSession, id: string): StoreWork<JobRecord> {
    const job = yield* getJob(session, id);
    if (isEnded(job.status)) return job;
    if (yield* this.#isFree(session, id)) {
      yield* this.#change(session, job, { status: 'cancelled' });
    } else if (!job.cancelRequested) {
      yield* updateJob(session, { ...job, cancelRequested: true, updatedAt: this.#now() });
      yield* this.#log(session, id, { type: 'cancel-requested' });
    }
    return yield* getJob(session, id);
  }

  reconcile(): Promise<readonly JobRecord[]> {
    return this.store.write((session) => this.#reconcile(session));
  }

  *#reconcile(session: StoreSession): StoreWork<JobRecord[]> {
    const begun = yield* findJobs(session, { statuses: ['pending', 'processing'], limit: 1_000_000 });
    const changed: JobRecord[] = [];
    for (const job of begun) {
      if (yield* this.#isFree(session, job.id)) changed.push(yield* this.#interrupt(session, job));
    }
    return changed;
  }

  report(
    id: string,
    happening: Extract<JobHappening, { type: 'progress' | 'stalled' }>,
    token: number,
  ): Promise<void> {
    return this.store.write((session) => this.#report(session, id, happening, token));
  }

  *#report(
    session: StoreSession,
    id: string,
    happening: Extract<JobHappening, { type: 'progress' | 'stalled' }>,
    token: number,
  ): StoreWork<void> {
    const job = yield* this.#owned(session, id, token);
    if (happening.type === 'progress') {
      yield* updateJob(session, { ...job, progress: happening.progress, updatedAt: this.#now() });
    }
    yield* this.#log(session, id, happening);
  }

  async saveStage(id: string, stage: JobStage, token: number): Promise<void> {
    const clean = redactRecord(stage, this.secrets, false) as JobStage;
    await this.store.write((session) => this.#saveStage(session, id, clean, token));
  }

  *#saveStage(session: StoreSession, id: string, stage: JobStage, token: number): StoreWork<void> {
    yield* this.#owned(session, id, token);
    yield* saveStageRow(session, id, stage);
    const { output: _output, ...shown } = stage;
    yield* this.#log(session, id, { type: 'stage', stage: shown });
  }

  stages(id: string): Promise<readonly JobStage[]> {
    return this.store.read((session) => findStages(session, id));
  }

  saveArtifacts(id: string, artifacts: readonly JobArtifact[], token: number): Promise<void> {
    return this.store.write((session) => this.#saveArtifacts(session, id, artifacts, token));
  }

  *#saveArtifacts(
    session: StoreSession,
    id: string,
    artifacts: readonly JobArtifact[],
    token: number,
  ): StoreWork<void> {
    yield* this.#owned(session, id, token);
    for (const { path, kind } of artifacts) {
      const row = session.build.insertInto('job_artifacts').values({ job_id: id, path, kind });
      yield* session.run(
        row.onConflict((conflict) => conflict.columns(['job_id', 'path']).doUpdateSet({ kind })),
      );
    }
  }

  artifacts(id: string): Promise<readonly JobArtifact[]> {
    return this.store.read(({ all, build }) =>
      all(
        build.selectFrom('job_artifacts').select(['path', 'kind']).where('job_id', '=', id).orderBy('path'),
      ),
    );
  }

  events(filter: EventFilter = {}) {
    return this.store.read((session) => findEvents(session, filter));
  }

  typicalSeconds(): Promise<Readonly<Record<string, number>>> {
    return this.store.read(findTypicalSeconds);
  }

  remove(id: string): Promise<void> {
    return this.store.write((session) => this.#remove(session, id));
  }

  *#remove(session: StoreSession, id: string): StoreWork<void> {
    const job = yield* getJob(session, id);
    if (!isEnded(job.status)) throw refuseRemoval(job);
    yield* session.run(session.build.deleteFrom('leases').where('key', '=', leaseKeyOf(id)));
    yield* session.run(session.build.deleteFrom('jobs').where('id', '=', id));
  }

  #now(): string {
    return this.clock.now().toISOString();
  }

  #log(session: StoreSession, id: string, happening: JobHappening): StoreWork<void> {
    return insertEvent(session, id, happening, this.#now());
  }

  *#isFree(session: StoreSession, id: string): StoreWork<boolean> {
    const lease = yield* this.#leases.find(session, leaseKeyOf(id));
    return lease === undefined || this.#leases.isOver(lease);
  }

  /** The job, if the token is the newest. */
  *#owned(session: StoreSession, id: string, token: number): StoreWork<JobRecord> {
    const lease = yield* this.#leases.find(session, leaseKeyOf(id));
    checkJobLease(id, lease && { ...lease, held: lease.held === 1 }, token);
    return yield* getJob(session, id);
  }

  *#change(session: StoreSession, job: JobRecord, change: JobChange): StoreWork<void> {
    yield* updateJob(session, changeJob(job, change, this.#now()));
    const { status, error } = change;
    yield* this.#log(session, job.id, { type: 'status', status, ...(error ? { error } : {}) });
  }

  /** Takes a job away from whoever is gone. */
  *#interrupt(session: StoreSession, job: JobRecord): StoreWork<JobRecord> {
    const interruptions = job.interruptions + 1;
    yield* this.#change(session, job, interruptedChange(job));
    const changed = yield* getJob(session, job.id);
    yield* updateJob(session, { ...changed, interruptions });
    yield* this.#log(session, job.id, { type: 'interrupted', interruptions });
    const lease = yield* this.#leases.find(session, leaseKeyOf(job.id));
    if (lease?.held === 1) yield* this.#leases.release(session, leaseKeyOf(job.id), lease.token);
    return yield* getJob(session, job.id);
  }
}
