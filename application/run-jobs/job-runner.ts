import { cancellationOf, VideoGenerationError } from '../../domain/errors/video-generation-error.js';
import type { ClaimedJob } from '../../domain/job/job-store.js';
import { unknownJob, type JobRecord, type NewJob } from '../../domain/job/job.js';
import { isEnded } from '../../domain/job/job-status.js';
import type { ConcurrencyLimiter } from '../concurrency/concurrency-limiter.js';
import { Heartbeat } from './heartbeat.js';
import { interruption } from './interruption.js';
import { executeJob, type ExecutionOptions, type ExecutionParts } from './job-execution.js';

export interface JobRunnerParts extends ExecutionParts {
  /** Jobs at once in this process. */
  readonly limiter: ConcurrencyLimiter;
  /** Of a provider that jobs ask for by name. */
  providerLimit(providerId: string): number;
  readonly drainSeconds: number;
}

/** How often somebody looks whether there is work, if nobody says so. */
const lookMilliseconds = 1000;

/** Works on durable jobs: on those of the queue once it is started, and on single ones at once. */
export class JobRunner {
  private readonly running = new Map<
    string,
    { readonly providerId: string | undefined; done: Promise<unknown> }
  >();
  private readonly draining = new AbortController();
  private wake = new AbortController();
  private loop: Promise<void> | undefined;

  constructor(private readonly parts: JobRunnerParts) {}

  /** Begins to take jobs from the queue: those of dead workers first. */
  start(): void {
    this.loop ??= this.work();
  }

  /** Looks for work at once. */
  nudge(): void {
    this.wake.abort();
  }

  /** Records a job that this process does itself, and does it. @throws as {@link executeJob} */
  async runNew(job: NewJob, options: ExecutionOptions): Promise<JobRecord> {
    const { store, lease } = this.parts;
    const created = await store.create(job, lease);
    const request = await store.request(job.id);
    return this.whenFree({ ...created, request }, options);
  }

  /**
   * Takes up one job, whatever it waits for, and does it. One that failed or was cancelled gets another try.
   * @throws VideoGenerationError JOB_UNKNOWN, LEASE_LOST if somebody works on it, ILLEGAL_TRANSITION if it is completed
   */
  async resume(id: string, options: ExecutionOptions): Promise<JobRecord> {
    const { store } = this.parts;
    const job = await store.get(id);
    if (!job) throw unknownJob(id);
    if (isEnded(job.status)) await store.advance(id, { status: 'queued' });
    const claimed = await this.claim(job, options.signal);
    return this.whenFree(claimed, options);
  }

  /** Resolves when the queue is empty and nothing runs. For commands that end then. */
  async untilIdle(signal: AbortSignal): Promise<void> {
    const { store, clock } = this.parts;
    this.start();
    for (;;) {
      const waiting = await store.list({ statuses: ['queued'], limit: 1 });
      if (waiting.length === 0 && this.running.size === 0) return;
      await clock.sleep(lookMilliseconds / 4, signal);
    }
  }

  /** Takes nothing new, and tells what runs to stop for now. Resolves when it has, or the time for that is up. */
  async drain(): Promise<void> {
    this.draining.abort(interruption());
    this.wake.abort();
    const { clock, drainSeconds, logger } = this.parts;
    const over = new AbortController();
    const ended = Promise.allSettled([this.loop, ...[...this.running.values()].map(({ done }) => done)]);
    const late = clock.sleep(drainSeconds * 1000, over.signal).then(
      () =>
        logger.warn('Jobs did not stop in time; others take them up.', { jobs: [...this.running.keys()] }),
      () => undefined,
    );
    await Promise.race([ended, late]);
    over.abort();
  }

  /** A worker that is silent may be dead: whether it is can be told when its lease has run out before our eyes. */
  private async claim(job: JobRecord, signal: AbortSignal): Promise<ClaimedJob> {
    const { store, lease, clock } = this.parts;
    const asked = clock.monotonic();
    for (;;) {
      const claimed = await store.claim(job.id, lease);
      if (claimed) return claimed;
      const now = await store.get(job.id);
      const waited = clock.monotonic() - asked;
      if (!now || isEnded(now.status) || waited > (lease.ttlSeconds + 1) * 1000) throw taken(now ?? job);
      await clock.sleep(lookMilliseconds / 2, signal);
    }
  }

  /** Works on a job of ours as soon as there is a free slot. */
  private whenFree(job: ClaimedJob, options: ExecutionOptions): Promise<JobRecord> {
    const done = this.waitAndExecute(job, options);
    this.running.set(job.id, { providerId: job.providerId, done });
    const forget = (): void => {
      this.running.delete(job.id);
      this.nudge();
    };
    done.then(forget, forget);
    return done;
  }

  private async waitAndExecute(job: ClaimedJob, options: ExecutionOptions): Promise<JobRecord> {
    const { store, clock, logger, lease, limiter } = this.parts;
    const signal = AbortSignal.any([options.signal, this.draining.signal]);
    const parts = { store, clock, logger, ttlSeconds: lease.ttlSeconds };
    const heartbeat = new Heartbeat(parts, job.id, job.fencingToken);
    let release;
    try {
      release = await limiter.acquire(AbortSignal.any([signal, heartbeat.stop]));
    } catch (error) {
      return await this.giveUp(job, signal.aborted ? cancellationOf(signal) : error);
    } finally {
      heartbeat.end();
    }
    try {
      const ours = job.status === 'pending' ? await this.begin(job) : job;
      return await executeJob(this.parts, ours, { ...options, signal });
    } finally {
      release();
    }
  }

  private async begin(job: ClaimedJob): Promise<ClaimedJob> {
    const begun = await this.parts.store.advance(job.id, { status: 'processing' }, job.fencingToken);
    return { ...begun, request: job.request };
  }

  /** A job that never got its turn. */
  private giveUp(job: ClaimedJob, thrown: unknown): Promise<JobRecord> {
    const error = VideoGenerationError.from(thrown);
    const interrupted = this.isDraining() || error.details.interrupted === true;
    const status = interrupted ? 'queued' : error.category === 'cancelled' ? 'cancelled' : 'failed';
    const change = interrupted ? ({ status } as const) : ({ status, error: error.toJSON() } as const);
    return this.parts.store.advance(job.id, change, job.fencingToken);
  }

  private isDraining(): boolean {
    return this.draining.signal.aborted;
  }

  private async work(): Promise<void> {
    const { clock, logger } = this.parts;
    let looked = -Infinity;
    while (!this.isDraining()) {
      this.wake = new AbortController();
      try {
        if (clock.monotonic() - looked > (this.parts.lease.ttlSeconds * 1000) / 3) {
          looked = clock.monotonic();
          await this.reconcile();
        }
        await this.takeJobs();
      } catch (error) {
        const { code, message } = VideoGenerationError.from(error);
        logger.error('The queue of jobs could not be read.', { code, reason: message });
      }
      if (this.isDraining()) return;
      await clock.sleep(lookMilliseconds, this.wake.signal).catch(() => undefined);
    }
  }

  private async reconcile(): Promise<void> {
    for (const { id, status, interruptions } of await this.parts.store.reconcile()) {
      this.parts.logger.warn('The worker of a job is gone.', { jobId: id, status, interruptions });
    }
  }

  private async takeJobs(): Promise<void> {
    const { store, lease, limiter } = this.parts;
    while (!limiter.busy && !this.isDraining()) {
      const job = await store.claimNext(lease, this.busyProviders());
      if (!job) return;
      this.whenFree(job, { signal: this.draining.signal }).catch((error: unknown) => {
        const { code, message } = VideoGenerationError.from(error);
        this.parts.logger.error('A job could not be worked on.', { jobId: job.id, code, reason: message });
      });
    }
  }

  private busyProviders(): string[] {
    const counts = new Map<string, number>();
    for (const { providerId } of this.running.values()) {
      if (providerId !== undefined) counts.set(providerId, (counts.get(providerId) ?? 0) + 1);
    }
    return [...counts].filter(([id, count]) => count >= this.parts.providerLimit(id)).map(([id]) => id);
  }
}

function taken({ id, status }: JobRecord): VideoGenerationError {
  return new VideoGenerationError('LEASE_LOST', {
    message: `Another process works on the job ${id}, which is ${status}.`,
    howToFix: `Follow it: aether jobs watch ${id}. If that process is gone, try again in half a minute.`,
    details: { id, status },
  });
}
