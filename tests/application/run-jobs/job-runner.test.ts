import { beforeEach, describe, expect, it } from 'vitest';
import { ConcurrencyLimiter } from '../../../application/concurrency/concurrency-limiter.js';
import { interruption } from '../../../application/run-jobs/interruption.js';
import { JobRunner } from '../../../application/run-jobs/job-runner.js';
import type { JobCall, JobOutcome } from '../../../application/run-jobs/job-work.js';
import { watchJob } from '../../../application/run-jobs/watch-job.js';
import { VideoGenerationError } from '../../../domain/errors/video-generation-error.js';
import type { ClaimedJob } from '../../../domain/job/job-store.js';
import { MemoryJobStore } from '../../../infrastructure/store/memory-job-store.js';
import { MemoryJobFolders } from '../../fakes/memory-job-folders.js';
import { RecordingLogger } from '../../fakes/recording-logger.js';
import { VirtualClock } from '../../fakes/virtual-clock.js';
import { newJob } from '../../infrastructure/store/job-store-suite.js';

/** Work that waits until the test ends it. */
class Hands {
  readonly begun: string[] = [];
  readonly calls = new Map<string, JobCall>();
  readonly #ends = new Map<string, (outcome: JobOutcome) => void>();

  work = (job: ClaimedJob, call: JobCall): Promise<JobOutcome> => {
    this.begun.push(job.id);
    this.calls.set(job.id, call);
    return new Promise((resolve, reject) => {
      this.#ends.set(job.id, resolve);
      call.signal.addEventListener('abort', () => reject(call.signal.reason as Error));
    });
  };

  finish(id: string, outcome: Partial<JobOutcome> = {}): void {
    this.#ends.get(id)!({ result: { id }, artifacts: [], ...outcome });
  }
}

let clock: VirtualClock;
let store: MemoryJobStore;
let hands: Hands;
const runners: JobRunner[] = [];

function newRunner(limit = 2, owner = 'one'): JobRunner {
  const runner = new JobRunner({
    store,
    clock,
    folders: new MemoryJobFolders(),
    logger: new RecordingLogger(),
    work: hands.work,
    lease: { owner, ttlSeconds: 30 },
    limiter: new ConcurrencyLimiter({ name: 'generations', limit, maxQueued: 100 }),
    providerLimit: () => 1,
    drainSeconds: 20,
  });
  runners.push(runner);
  return runner;
}
const statusOf = async (id: string): Promise<string> => (await store.get(id))!.status;
const never = new AbortController().signal;

beforeEach(() => {
  clock = new VirtualClock();
  store = new MemoryJobStore(clock);
  hands = new Hands();
});

describe('the runner of jobs', () => {
  it('keeps to its limit, and to one job for each provider that is named', async () => {
    for (const id of ['a', 'b']) await store.create(newJob(id, { providerId: 'slow' }));
    for (const id of ['c', 'd']) await store.create(newJob(id));
    const runner = newRunner();
    runner.start();
    await clock.advance(1);
    expect(hands.begun).toEqual(['a', 'c']);
    hands.finish('c');
    await clock.advance(1);
    expect(hands.begun).toEqual(['a', 'c', 'd']);
    hands.finish('a');
    await clock.advance(1);
    expect(hands.begun).toEqual(['a', 'c', 'd', 'b']);
    expect(await statusOf('a')).toBe('completed');
    await runner.drain();
  });

  it('takes up what a dead worker left before anything new', async () => {
    await store.create(newJob('left', { priority: 1 }));
    await store.claim('left', { owner: 'dead', ttlSeconds: 30 });
    await store.reconcile();
    await clock.advance(30_000);
    await store.create(newJob('new'));
    newRunner(1).start();
    await clock.advance(1);
    expect(hands.begun).toEqual(['left']);
    expect(await store.get('left')).toMatchObject({ attempts: 2, interruptions: 1 });
  });

  it('stops within seconds what another process cancels', async () => {
    await store.create(newJob('a'));
    newRunner().start();
    await clock.advance(1);
    expect((await store.requestCancel('a')).status).toBe('processing');
    await clock.advance(2000);
    expect(await statusOf('a')).toBe('cancelled');
  });

  it('drains: stops for now, and takes nothing more', async () => {
    for (const id of ['a', 'b']) await store.create(newJob(id));
    const runner = newRunner(1);
    runner.start();
    await clock.advance(1);
    await runner.drain();
    await clock.advance(60_000);
    expect([await statusOf('a'), await statusOf('b')]).toEqual(['queued', 'queued']);
    expect(await store.get('a')).toMatchObject({ interruptions: 0, attempts: 1 });
    expect(hands.begun).toEqual(['a']);
  });

  it('does not wait for work that does not stop, and cannot be fooled by its late answer', async () => {
    await store.create(newJob('deaf'));
    let answer: (outcome: JobOutcome) => void = () => undefined;
    hands.work = () => new Promise((resolve) => (answer = resolve));
    const deaf = newRunner(1);
    deaf.start();
    await clock.advance(1);
    const drained = deaf.drain();
    await clock.advance(20_000);
    await drained;
    answer({ result: {}, artifacts: [] });
    await clock.advance(1);
    expect(['completed', 'queued']).toContain(await statusOf('deaf'));
  });

  it('lets go when somebody else has taken the job, and commits nothing', async () => {
    await store.create(newJob('a'));
    newRunner().start();
    await clock.advance(1);
    // As if this process had slept: its heartbeats fail until another one has claimed the job.
    const renew = store.renew.bind(store);
    store.renew = () => Promise.reject(new VideoGenerationError('STORE_UNAVAILABLE', { message: 'gone' }));
    await store.claim('a', { owner: 'two', ttlSeconds: 30 });
    await clock.advance(31_000);
    expect(hands.calls.get('a')!.signal.reason).toMatchObject({ code: 'LEASE_LOST' });
    store.renew = renew;
    expect(await store.claim('a', { owner: 'two', ttlSeconds: 30 })).toMatchObject({ fencingToken: 2 });
    await clock.advance(1);
    expect(await statusOf('a')).toBe('processing');
    await store.advance('a', { status: 'completed' }, 2);
  });

  it.each([
    ['SUBMISSION_UNKNOWN', 'submission_unknown'],
    ['NETWORK_ERROR', 'failed'],
    ['CANCELLED', 'cancelled'],
  ] as const)('records %s as %s', async (code, status) => {
    const runner = newRunner();
    const done = runner.runNew(newJob('a'), { signal: never });
    await clock.advance(1);
    hands.finish('a', { error: new VideoGenerationError(code, { message: 'It is so.' }) });
    expect(await done).toMatchObject({ status, error: { code } });
  });

  it('keeps a job of its own from others, from its submission on', async () => {
    const [one, two] = [newRunner(1), newRunner(1, 'two')];
    const first = one.runNew(newJob('a'), { signal: never });
    const second = one.runNew(newJob('b'), { signal: never });
    two.start();
    await clock.advance(60_000);
    expect(hands.begun).toEqual(['a']);
    expect(await statusOf('b')).toBe('pending');
    hands.finish('a');
    await clock.advance(1);
    hands.finish('b');
    expect([(await first).status, (await second).status]).toEqual(['completed', 'completed']);
  });

  it('gives up its turn as it was told: cancelled, or to go on later', async () => {
    const runner = newRunner(1);
    runner.runNew(newJob('a'), { signal: never }).catch(() => undefined);
    const [cancel, later] = [new AbortController(), new AbortController()];
    const cancelled = runner.runNew(newJob('b'), { signal: cancel.signal });
    const interrupted = runner.runNew(newJob('c'), { signal: later.signal });
    await clock.advance(1);
    cancel.abort();
    later.abort(interruption());
    expect([(await cancelled).status, (await interrupted).status]).toEqual(['cancelled', 'queued']);
  });

  it('resumes what failed, and refuses what is completed or unknown', async () => {
    await store.create(newJob('a'));
    await store.claim('a', { owner: 'x', ttlSeconds: 1 });
    await store.advance('a', { status: 'failed' }, 1);
    const runner = newRunner();
    const done = runner.resume('a', { signal: never });
    await clock.advance(1);
    hands.finish('a');
    expect((await done).status).toBe('completed');
    await expect(runner.resume('a', { signal: never })).rejects.toMatchObject({ code: 'ILLEGAL_TRANSITION' });
    await expect(runner.resume('z', { signal: never })).rejects.toMatchObject({ code: 'JOB_UNKNOWN' });
  });

  it('waits for a silent worker before it takes its job, and for a live one in vain', async () => {
    const live = newRunner(1);
    const first = live.runNew(newJob('a'), { signal: never });
    await clock.advance(1);
    const refused = newRunner(1, 'two').resume('a', { signal: never });
    const seen = refused.catch((error: unknown) => error);
    await clock.advance(40_000);
    expect(await seen).toMatchObject({ code: 'LEASE_LOST' });
    hands.finish('a');
    expect((await first).status).toBe('completed');
    await store.create(newJob('b'));
    await store.claim('b', { owner: 'silent', ttlSeconds: 30 });
    const taken = newRunner(1, 'three').resume('b', { signal: never });
    await clock.advance(31_000);
    hands.finish('b');
    expect((await taken).status).toBe('completed');
  });

  it('writes progress down once a second, and lets everybody follow from any number', async () => {
    const runner = newRunner();
    const done = runner.runNew(newJob('a'), { signal: never });
    await clock.advance(1);
    const report = (percent: number): void =>
      hands.calls.get('a')!.report({
        stage: 'voice',
        stageDisplayName: 'Speaking',
        stageNumber: 2,
        stageCount: 5,
        percent,
        stagePercent: percent,
        message: 'x',
      });
    for (let percent = 0; percent < 90; percent += 1) {
      report(percent);
      await clock.advance(100);
    }
    hands.finish('a');
    await done;
    const all = [];
    for await (const event of watchJob({ store, clock }, 'a')) all.push(event);
    expect(all.filter(({ type }) => type === 'progress')).toHaveLength(9);
    expect(all.at(-1)).toMatchObject({ type: 'status', status: 'completed' });
    const rest = [];
    for await (const event of watchJob({ store, clock }, 'a', { after: all[3]!.id })) rest.push(event);
    expect(rest).toEqual(all.slice(4));
  });
});
