/* eslint-disable @typescript-eslint/require-await -- memory need not wait, but errors have to be rejections */
import { randomUUID } from 'node:crypto';
import type { JobEvent, JobHappening } from '../../domain/job/job-event.js';
import { alreadySubmitted, checkJobLease, refuseRemoval } from '../../domain/job/job-rules.js';
import type { JobArtifact, JobStage } from '../../domain/job/job-stage.js';
import { isEnded } from '../../domain/job/job-status.js';
import type { ClaimedJob, EventFilter, IJobStore, JobFilter, JobLease } from '../../domain/job/job-store.js';
import {
  changeJob,
  interruptedChange,
  newJobRecord,
  unknownJob,
  type JobChange,
  type JobRecord,
  type NewJob,
} from '../../domain/job/job.js';
import type { IClock } from '../../domain/time/clock.js';
import { jobWithoutSecrets } from './job-json.js';
import { LeaseObserver } from './lease-observer.js';

interface Lease extends JobLease {
  readonly token: number;
  readonly held: boolean;
  readonly stamp: string;
}

/** Everything about one job. What goes in and out is copied: what the caller changes stays the caller’s. */
interface Entry {
  job: JobRecord;
  readonly request: unknown;
  lease?: Lease;
  readonly stages: Map<string, JobStage>;
  readonly artifacts: Map<string, JobArtifact>;
}

/** Stage runs that an estimate is made from. */
const runsForEstimate = 200;

/** Jobs that end with their process: for tests, and for embedding services that keep jobs themselves. */
export class MemoryJobStore implements IJobStore {
  readonly durable = false;
  readonly #entries = new Map<string, Entry>();
  readonly #runs: { readonly stage: string; readonly seconds: number }[] = [];
  readonly #observer: LeaseObserver;
  #events: JobEvent[] = [];
  #lastEvent = 0;

  constructor(
    private readonly clock: IClock,
    private readonly secrets: readonly string[] = [],
  ) {
    this.#observer = new LeaseObserver(clock);
  }

  async create(job: NewJob, lease?: JobLease): Promise<JobRecord> {
    const clean = jobWithoutSecrets(job, this.secrets);
    if (this.#entries.has(job.id)) throw alreadySubmitted(job.id);
    const status = lease ? 'pending' : 'queued';
    const entry: Entry = {
      job: plain(newJobRecord(clean, status, this.#now())),
      request: clean.request,
      stages: new Map(),
      artifacts: new Map(),
    };
    this.#entries.set(job.id, entry);
    if (lease) this.#take(entry, lease);
    this.#log(job.id, { type: 'status', status });
    return structuredClone(entry.job);
  }

  async get(id: string): Promise<JobRecord | undefined> {
    return structuredClone(this.#entries.get(id)?.job);
  }

  async request(id: string): Promise<unknown> {
    return structuredClone(this.#entry(id).request);
  }

  async list({ statuses, limit = 100 }: JobFilter = {}): Promise<readonly JobRecord[]> {
    const jobs = [...this.#entries.values()].map(({ job }) => job).reverse();
    const wanted = jobs.filter(({ status }) => statuses?.includes(status) ?? true);
    return structuredClone(wanted.slice(0, limit));
  }

  async claim(id: string, lease: JobLease): Promise<ClaimedJob | undefined> {
    const entry = this.#entries.get(id);
    if (!entry || isEnded(entry.job.status) || !this.#isFree(entry)) return undefined;
    if (entry.job.status === 'processing') this.#interrupt(entry);
    if (isEnded(entry.job.status)) return undefined;
    this.#take(entry, lease);
    this.#change(entry, { status: 'processing' });
    return structuredClone({ ...entry.job, request: entry.request });
  }

  async claimNext(lease: JobLease, busyProviders: readonly string[] = []): Promise<ClaimedJob | undefined> {
    const waiting = [...this.#entries.values()]
      .map(({ job }) => job)
      .filter(({ status, providerId }) => status === 'queued' && !busyProviders.includes(providerId ?? ''));
    const [next] = waiting.sort((left, right) => right.priority - left.priority);
    return next && this.claim(next.id, lease);
  }

  async renew(id: string, token: number): Promise<Pick<JobRecord, 'cancelRequested'> | undefined> {
    const entry = this.#entries.get(id);
    if (!entry?.lease?.held || entry.lease.token !== token) return undefined;
    entry.lease = { ...entry.lease, stamp: randomUUID() };
    return { cancelRequested: entry.job.cancelRequested };
  }

  async advance(id: string, change: JobChange, token?: number): Promise<JobRecord> {
    const entry = this.#entry(id);
    checkJobLease(id, entry.lease, token);
    this.#change(entry, change);
    if (entry.lease && change.status !== 'processing') entry.lease = { ...entry.lease, held: false };
    return structuredClone(entry.job);
  }

  async requestCancel(id: string): Promise<JobRecord> {
    const entry = this.#entry(id);
    if (!isEnded(entry.job.status)) {
      if (this.#isFree(entry)) this.#change(entry, { status: 'cancelled' });
      else if (!entry.job.cancelRequested) {
        entry.job = { ...entry.job, cancelRequested: true, updatedAt: this.#now() };
        this.#log(id, { type: 'cancel-requested' });
      }
    }
    return structuredClone(entry.job);
  }

  async reconcile(): Promise<readonly JobRecord[]> {
    const begun = [...this.#entries.values()].filter(
      (entry) => ['pending', 'processing'].includes(entry.job.status) && this.#isFree(entry),
    );
    for (const entry of begun) this.#interrupt(entry);
    return structuredClone(begun.map(({ job }) => job));
  }

  async report(
    id: string,
    happening: Extract<JobHappening, { type: 'progress' | 'stalled' }>,
    token: number,
  ): Promise<void> {
    const entry = this.#owned(id, token);
    if (happening.type === 'progress') {
      entry.job = { ...entry.job, progress: happening.progress, updatedAt: this.#now() };
    }
    this.#log(id, happening);
  }

  async saveStage(id: string, stage: JobStage, token: number): Promise<void> {
    const { stages } = this.#owned(id, token);
    stages.delete(stage.stage);
    stages.set(stage.stage, plain(stage));
    if (stage.status === 'completed' && !stage.resumed) this.#runs.push(stage);
    if (this.#runs.length > runsForEstimate) this.#runs.shift();
    const { output: _output, ...shown } = stage;
    this.#log(id, { type: 'stage', stage: shown });
  }

  async stages(id: string): Promise<readonly JobStage[]> {
    return structuredClone([...(this.#entries.get(id)?.stages.values() ?? [])]);
  }

  async saveArtifacts(id: string, artifacts: readonly JobArtifact[], token: number): Promise<void> {
    const entry = this.#owned(id, token);
    for (const artifact of artifacts) entry.artifacts.set(artifact.path, { ...artifact });
  }

  async artifacts(id: string): Promise<readonly JobArtifact[]> {
    const all = [...(this.#entries.get(id)?.artifacts.values() ?? [])];
    return all.sort((left, right) => (left.path < right.path ? -1 : 1));
  }

  async events({ jobId, after = 0, limit = 500 }: EventFilter = {}): Promise<readonly JobEvent[]> {
    const wanted = this.#events.filter((event) => event.id > after && event.jobId === (jobId ?? event.jobId));
    return structuredClone(wanted.slice(0, limit));
  }

  async typicalSeconds(): Promise<Readonly<Record<string, number>>> {
    const sums = new Map<string, { seconds: number; runs: number }>();
    for (const { stage, seconds } of this.#runs) {
      const before = sums.get(stage) ?? { seconds: 0, runs: 0 };
      sums.set(stage, { seconds: before.seconds + seconds, runs: before.runs + 1 });
    }
    return Object.fromEntries([...sums].map(([stage, { seconds, runs }]) => [stage, seconds / runs]));
  }

  async remove(id: string): Promise<void> {
    const { job } = this.#entry(id);
    if (!isEnded(job.status)) throw refuseRemoval(job);
    this.#entries.delete(id);
    this.#events = this.#events.filter(({ jobId }) => jobId !== id);
  }

  #now(): string {
    return this.clock.now().toISOString();
  }

  #log(jobId: string, happening: JobHappening): void {
    this.#lastEvent += 1;
    this.#events.push(plain({ ...happening, id: this.#lastEvent, jobId, at: this.#now() }));
  }

  #entry(id: string): Entry {
    const entry = this.#entries.get(id);
    if (!entry) throw unknownJob(id);
    return entry;
  }

  #owned(id: string, token: number): Entry {
    const entry = this.#entries.get(id);
    checkJobLease(id, entry?.lease, token);
    return entry!;
  }

  #isFree({ job, lease }: Entry): boolean {
    return !lease?.held || this.#observer.hasRunOut(job.id, lease.stamp, lease.ttlSeconds);
  }

  #take(entry: Entry, lease: JobLease): void {
    const token = (entry.lease?.token ?? 0) + 1;
    entry.lease = { ...lease, token, held: true, stamp: randomUUID() };
    entry.job = { ...entry.job, fencingToken: token };
    this.#observer.forget(entry.job.id);
  }

  #change(entry: Entry, change: JobChange): void {
    entry.job = plain(changeJob(entry.job, change, this.#now()));
    const { status, error } = change;
    this.#log(entry.job.id, { type: 'status', status, ...(error ? { error } : {}) });
  }

  #interrupt(entry: Entry): void {
    const interruptions = entry.job.interruptions + 1;
    this.#change(entry, interruptedChange(entry.job));
    entry.job = { ...entry.job, interruptions };
    this.#log(entry.job.id, { type: 'interrupted', interruptions });
    if (entry.lease) entry.lease = { ...entry.lease, held: false };
  }
}

function plain<Value>(value: Value): Value {
  return JSON.parse(JSON.stringify(value)) as Value;
}
