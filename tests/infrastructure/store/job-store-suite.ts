import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { VideoGenerationError } from '../../../domain/errors/video-generation-error.js';
import type { IJobStore } from '../../../domain/job/job-store.js';
import { jobStatuses, jobTransitions } from '../../../domain/job/job-status.js';
import type { JobStage } from '../../../domain/job/job-stage.js';
import type { NewJob } from '../../../domain/job/job.js';
import { orchestratorPresets } from '../../../domain/job/orchestrator-options.js';
import { FakeClock } from '../../fakes/fake-clock.js';
import { codeOf, secret } from './store-suites.js';

export function newJob(id: string, changes: Partial<NewJob> = {}): NewJob {
  return {
    id,
    priority: 0,
    title: 'A calm sea',
    correlationId: 'c-1',
    options: orchestratorPresets.default,
    request: { script: { hook: 'Breathe in.' } },
    ...changes,
  };
}

const lease = { owner: 'one', ttlSeconds: 30 };
const progress = {
  stage: 'voice',
  stageDisplayName: 'Speaking',
  stageNumber: 2,
  stageCount: 5,
  percent: 5,
  stagePercent: 50,
  message: 'x',
};
const stage: JobStage = { stage: 'voice', status: 'completed', seconds: 2, attempts: 1, resumed: false };

export function describeJobStore(
  name: string,
  make: (clock: FakeClock) => IJobStore | Promise<IJobStore>,
): void {
  describe(`${name}: the job store`, () => {
    let clock: FakeClock;
    let store: IJobStore;
    beforeEach(async () => {
      clock = new FakeClock();
      store = await make(clock);
    });
    const statusesOf = async (id: string): Promise<string[]> =>
      (await store.events({ jobId: id })).flatMap((event) => (event.type === 'status' ? event.status : []));

    it('keeps a job from its submission to its result', async () => {
      const created = await store.create(newJob('a'));
      expect(created).toEqual({
        id: 'a',
        status: 'queued',
        priority: 0,
        title: 'A calm sea',
        correlationId: 'c-1',
        options: orchestratorPresets.default,
        attempts: 0,
        interruptions: 0,
        cancelRequested: false,
        fencingToken: 0,
        createdAt: '2026-03-01T12:00:00.000Z',
        updatedAt: '2026-03-01T12:00:00.000Z',
      });
      clock.advance(1000);
      const claimed = await store.claimNext(lease);
      expect(claimed).toMatchObject({ id: 'a', status: 'processing', attempts: 1, fencingToken: 1 });
      expect(claimed!.request).toEqual({ script: { hook: 'Breathe in.' } });
      await store.report('a', { type: 'progress', progress }, 1);
      await store.saveStage('a', { ...stage, digest: 'd', output: { words: [1, 2] } }, 1);
      await store.saveArtifacts('a', [{ path: '/videos/a.mp4', kind: 'video' }], 1);
      const done = await store.advance('a', { status: 'completed', result: { id: 'a' } }, 1);
      expect(done).toMatchObject({ status: 'completed', progress, result: { id: 'a' } });
      expect(done.endedAt).toBe('2026-03-01T12:00:01.000Z');
      expect(await store.get('a')).toEqual(done);
      expect(await store.stages('a')).toEqual([{ ...stage, digest: 'd', output: { words: [1, 2] } }]);
      expect(await store.artifacts('a')).toEqual([{ path: '/videos/a.mp4', kind: 'video' }]);
      const events = await store.events({ jobId: 'a' });
      expect(events.map(({ type }) => type)).toEqual(['status', 'status', 'progress', 'stage', 'status']);
      expect(events.map(({ id }) => id)).toEqual([...events.map(({ id }) => id)].sort((x, y) => x - y));
      expect(await statusesOf('a')).toEqual(['queued', 'processing', 'completed']);
      expect(await store.typicalSeconds()).toEqual({ voice: 2 });
    });

    it('refuses every illegal change of status, and changes nothing', async () => {
      const reach: Record<string, readonly (readonly [string, string])[]> = {
        pending: [],
        queued: [],
        processing: [['pending', 'processing']],
        completed: [
          ['', 'processing'],
          ['', 'completed'],
        ],
        failed: [
          ['', 'processing'],
          ['', 'failed'],
        ],
        cancelled: [['', 'cancelled']],
        submission_unknown: [
          ['', 'processing'],
          ['', 'submission_unknown'],
        ],
      };
      let count = 0;
      await fc.assert(
        fc.asyncProperty(
          fc.constantFrom(...jobStatuses),
          fc.constantFrom(...jobStatuses),
          async (from, to) => {
            count += 1;
            const id = `p${count}`;
            await store.create(newJob(id), from === 'queued' ? undefined : lease);
            const token = (): Promise<number | undefined> =>
              store.renew(id, 1).then((held) => (held ? 1 : undefined));
            for (const [, step] of reach[from]!)
              await store.advance(id, { status: step as never }, await token());
            expect((await store.get(id))!.status).toBe(from);
            const code = await codeOf(store.advance(id, { status: to }, await token()));
            expect(code).toBe(jobTransitions[from].includes(to) ? 'no error' : 'ILLEGAL_TRANSITION');
            if (code !== 'no error') expect((await store.get(id))!.status).toBe(from);
          },
        ),
        { numRuns: 60 },
      );
    });

    it('gives the highest priority first, then the oldest, and none of a busy provider', async () => {
      await store.create(newJob('low', { priority: -1 }));
      await store.create(newJob('first', { providerId: 'slow' }));
      await store.create(newJob('second'));
      await store.create(newJob('high', { priority: 5 }));
      await store.create(newJob('mine'), lease);
      const taken: string[] = [];
      for (
        let job = await store.claimNext(lease, ['slow']);
        job;
        job = await store.claimNext(lease, ['slow'])
      )
        taken.push(job.id);
      expect(taken).toEqual(['high', 'second', 'low']);
      expect((await store.claimNext(lease))?.id).toBe('first');
    });

    it('lets exactly one of many take a job', async () => {
      await store.create(newJob('a'));
      const claims = await Promise.all(
        Array.from({ length: 20 }, (_, index) =>
          index % 2 ? store.claim('a', lease) : store.claimNext(lease),
        ),
      );
      expect(claims.filter((job) => job !== undefined)).toHaveLength(1);
      expect(await codeOf(store.create(newJob('a')))).toBe('ILLEGAL_TRANSITION');
    });

    it('gives the job of a silent worker to another one, and refuses what the first still says', async () => {
      await store.create(newJob('a'));
      await store.claimNext(lease);
      expect(await store.reconcile()).toEqual([]);
      clock.advance(29_999);
      expect(await store.renew('a', 1)).toEqual(expect.objectContaining({ cancelRequested: false }));
      expect(await store.reconcile()).toEqual([]);
      expect(await store.claim('a', lease)).toBeUndefined();
      clock.advance(30_000);
      expect(await store.claim('a', { ...lease, owner: 'two' })).toMatchObject({
        status: 'processing',
        attempts: 2,
        interruptions: 1,
        fencingToken: 2,
      });
      expect(await store.renew('a', 1)).toBeUndefined();
      for (const work of [
        () => store.report('a', { type: 'progress', progress }, 1),
        () => store.saveStage('a', stage, 1),
        () => store.saveArtifacts('a', [], 1),
        () => store.advance('a', { status: 'completed' }, 1),
        () => store.advance('a', { status: 'completed' }),
      ])
        expect(await codeOf(work())).toBe('LEASE_LOST');
      expect((await store.advance('a', { status: 'completed' }, 2)).status).toBe('completed');
    });

    it('puts the jobs of dead workers back, and gives up on one that takes its worker down each time', async () => {
      await store.create(newJob('a'));
      for (const status of ['queued', 'queued', 'failed']) {
        await store.claimNext(lease);
        await store.reconcile();
        clock.advance(30_000);
        expect((await store.reconcile()).map((job) => job.status)).toEqual([status]);
      }
      expect((await store.get('a'))!.error?.code).toBe('JOB_ABANDONED');
      expect(await store.advance('a', { status: 'queued' })).toMatchObject({ interruptions: 0 });
      expect((await store.get('a'))!.error).toBeUndefined();
    });

    it('cancels what nobody works on at once, and tells the owner of the rest', async () => {
      await store.create(newJob('waiting'));
      expect((await store.requestCancel('waiting')).status).toBe('cancelled');
      await store.create(newJob('running'));
      await store.claimNext(lease);
      expect(await store.requestCancel('running')).toMatchObject({
        status: 'processing',
        cancelRequested: true,
      });
      await store.requestCancel('running');
      expect(await store.renew('running', 1)).toMatchObject({ cancelRequested: true });
      const kinds = (await store.events({ jobId: 'running' })).map(({ type }) => type);
      expect(kinds.filter((type) => type === 'cancel-requested')).toHaveLength(1);
      await store.reconcile();
      clock.advance(30_000);
      expect((await store.reconcile()).map(({ status }) => status)).toEqual(['cancelled']);
      expect((await store.requestCancel('running')).status).toBe('cancelled');
      expect(await codeOf(store.requestCancel('nobody'))).toBe('JOB_UNKNOWN');
    });

    it('gives every event after a number, in order, whoever wrote it', async () => {
      await Promise.all(Array.from({ length: 30 }, (_, index) => store.create(newJob(`j${index}`))));
      const all = await store.events();
      expect(all).toHaveLength(30);
      const middle = all[14]!.id;
      expect((await store.events({ after: middle })).map(({ id }) => id)).toEqual(
        all.slice(15).map(({ id }) => id),
      );
      expect(await store.events({ after: middle, limit: 3 })).toEqual(all.slice(15, 18));
    });

    it('keeps no secret, and refuses a request that is none any more', async () => {
      const request = { script: { hook: `x ${secret}` } };
      await store.create(newJob('a', { request }));
      const claimed = await store.claimNext(lease);
      const error = new VideoGenerationError('PROVIDER_ERROR', { message: `refused ${secret}` });
      if (!(name === 'memory')) await store.advance('a', { status: 'failed', error: error.toJSON() }, 1);
      expect(JSON.stringify([claimed, await store.get('a'), await store.events()])).not.toContain(secret);
      const huge = { script: 'x'.repeat(9_000_000) };
      expect(await codeOf(store.create(newJob('b', { request: huge })))).toBe('INVALID_REQUEST');
    });

    it('forgets what has ended, and nothing else', async () => {
      await store.create(newJob('a'));
      expect(await codeOf(store.remove('a'))).toBe('ILLEGAL_TRANSITION');
      await store.claimNext(lease);
      await store.saveStage('a', stage, 1);
      await store.advance('a', { status: 'failed' }, 1);
      await store.remove('a');
      expect([await store.get('a'), await store.list(), await store.stages('a')]).toEqual([
        undefined,
        [],
        [],
      ]);
      expect(await store.events()).toEqual([]);
      expect(await codeOf(store.remove('a'))).toBe('JOB_UNKNOWN');
      await store.create(newJob('b'));
      expect((await store.list({ statuses: ['queued'], limit: 5 })).map(({ id }) => id)).toEqual(['b']);
    });
  });
}
