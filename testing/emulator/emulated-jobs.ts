import { randomUUID } from 'node:crypto';
import type { EmulatorClock } from './emulator-clock.js';
import type { Outcome } from './fault.js';

/** What makes jobs go on: emulator time, or being asked about. */
export type JobPace =
  { readonly by: 'time'; readonly seconds: number } | { readonly by: 'polls'; readonly polls: number };

/** One accepted piece of work. */
export interface EmulatedJob<Data = unknown> {
  readonly id: string;
  /** Whatever the provider's emulator keeps of the request. */
  readonly data: Data;
  /** How it disappoints in the end. */
  readonly outcome: Outcome | undefined;
  readonly createdAt: Date;
  readonly polls: number;
  readonly cancelled: boolean;
}

/** Where a job stands; the provider's emulator puts it into its own words. */
export interface JobPhase {
  readonly phase: 'queued' | 'running' | 'done' | 'cancelled';
  /** 0 to 1. */
  readonly progress: number;
}

/** Share of a job's way that it spends in the queue. */
const queuedShare = 0.2;
const throttledShare = 0.6;

interface MutableJob extends EmulatedJob {
  polls: number;
  cancelled: boolean;
}

/** The accepted work of an emulator. */
export class EmulatedJobs {
  private readonly jobs = new Map<string, MutableJob>();
  private readonly byKey = new Map<string, MutableJob>();

  constructor(
    private readonly clock: EmulatorClock,
    private readonly pace: JobPace,
  ) {}

  /** Jobs that were accepted: each was paid for once. */
  get accepted(): number {
    return this.jobs.size;
  }

  /** All jobs, oldest first, cancelled ones included. */
  list(): readonly EmulatedJob[] {
    return [...this.jobs.values()];
  }

  /**
   * Accepts a piece of work.
   * @param key idempotency key, for providers that have one: the same key gives the same job
   */
  create<Data>(
    data: Data,
    more: { readonly id?: string; readonly key?: string; readonly outcome?: Outcome } = {},
  ): EmulatedJob<Data> {
    const known = more.key === undefined ? undefined : this.byKey.get(more.key);
    if (known) return known as EmulatedJob<Data>;
    const id = more.id ?? randomUUID();
    const job = {
      id,
      data,
      outcome: more.outcome,
      createdAt: this.clock.now(),
      polls: 0,
      cancelled: false,
    };
    this.jobs.set(id, job);
    if (more.key !== undefined) this.byKey.set(more.key, job);
    return job;
  }

  get<Data>(id: string): EmulatedJob<Data> | undefined {
    return this.jobs.get(id) as EmulatedJob<Data> | undefined;
  }

  /** Counts a question about the job, and says where it stands. */
  poll(id: string): JobPhase | undefined {
    const job = this.jobs.get(id);
    if (!job) return undefined;
    const phase = this.phaseOf(job);
    job.polls += 1;
    return phase;
  }

  /** Where the job stands, without counting as a question. */
  phaseOf(job: EmulatedJob): JobPhase {
    const progress = Math.min(1, this.wayOf(job));
    if (job.cancelled) return { phase: 'cancelled', progress };
    if (progress >= 1) return { phase: 'done', progress: 1 };
    const share = job.outcome === 'throttled' ? throttledShare : queuedShare;
    if (progress < share) return { phase: 'queued', progress: 0 };
    return { phase: 'running', progress: Math.round(((progress - share) / (1 - share)) * 100) / 100 };
  }

  /** @returns false if it is done already, or was never there */
  cancel(id: string): boolean {
    const job = this.jobs.get(id);
    if (!job || this.phaseOf(job).phase === 'done') return false;
    job.cancelled = true;
    return true;
  }

  private wayOf(job: EmulatedJob): number {
    if (this.pace.by === 'polls') return this.pace.polls === 0 ? 1 : job.polls / this.pace.polls;
    const seconds = (this.clock.now().getTime() - job.createdAt.getTime()) / 1000;
    return this.pace.seconds === 0 ? 1 : seconds / this.pace.seconds;
  }
}
