import { describe, expect, it } from 'vitest';
import { VideoJobs } from '../../../application/generate-video/video-jobs.js';
import type { JobRunner } from '../../../application/run-jobs/job-runner.js';
import { VideoGenerationError } from '../../../domain/errors/video-generation-error.js';
import type { JobRecord } from '../../../domain/job/job.js';
import { isEnded } from '../../../domain/job/job-status.js';
import type { JournalEntry } from '../../../domain/money/operation-journal.js';
import type { VideoScript } from '../../../domain/script/video-script.js';
import type { SceneTiming } from '../../../domain/stage/stage-outputs.js';
import type { IStage } from '../../../domain/stage/stage.js';
import type { VideoResult } from '../../../domain/video/video-result.js';
import { MemoryJobStore } from '../../../infrastructure/store/memory-job-store.js';
import { FakeClock } from '../../fakes/fake-clock.js';
import { fakeConfig } from '../../fakes/fake-config.js';
import { newJob } from '../../infrastructure/store/job-store-suite.js';
import { FakeProvider } from '../../fakes/fake-provider.js';
import { FakeSynthesizer } from '../../fakes/fake-synthesizer.js';
import { MemoryJobFolders } from '../../fakes/memory-job-folders.js';
import { serviceKit, threeScenes } from '../../fakes/service-kit.js';

/** Memory that the service takes for a database. */
class LastingStore extends MemoryJobStore {
  override readonly durable = true as never;
}
const never = new AbortController().signal;

function kit(options: Parameters<typeof serviceKit>[0] = {}) {
  const folders = new MemoryJobFolders();
  return {
    ...serviceKit({ folders, jobStore: (clock: FakeClock) => new LastingStore(clock), ...options }),
    folders,
  };
}

/** Counts what is spoken. */
class CountingSynthesizer extends FakeSynthesizer {
  spoken = 0;
  override synthesize(...input: Parameters<FakeSynthesizer['synthesize']>) {
    this.spoken += 1;
    return super.synthesize(...input);
  }
}

/** Fails so often before it works. */
class FailingProvider extends FakeProvider {
  failures = 1;
  code: 'MEDIA_PROCESS_FAILED' | 'PROVIDER_ERROR' = 'MEDIA_PROCESS_FAILED';
  override start(...input: Parameters<FakeProvider['start']>) {
    this.failures -= 1;
    if (this.failures >= 0)
      return Promise.reject(new VideoGenerationError(this.code, { message: 'The encoder failed.' }));
    return super.start(...input);
  }
}

describe('videos as jobs', () => {
  it('return their result as ever, and are on record with their stages, files and events', async () => {
    const { service, folders } = kit();
    const result = await service.generateVideo({ script: threeScenes });
    expect(result.status).toBe('completed');
    const job = await service.jobs.get(result.id);
    expect(job).toMatchObject({ status: 'completed', title: expect.stringContaining('Breathe in'), result });
    expect(job.stages.map(({ stage }) => stage).sort()).toEqual([
      'composition',
      'pictures',
      'publishing',
      'script',
      'visuals',
      'voice',
    ]);
    expect(job.stages.find(({ stage }) => stage === 'voice')).toMatchObject({ items: 3, cpuSeconds: 0.5 });
    expect(job.artifacts.map(({ kind }) => kind)).toContain('video');
    expect(folders.files.size).toBe(0);
  });

  it('speak nothing twice when a failed job goes on, and say again what they had said', async () => {
    const [engine, provider] = [new CountingSynthesizer(), new FailingProvider()];
    const { service, folders } = kit({ engines: [engine], providers: [provider] });
    const failed = await service.generateVideo({ script: threeScenes });
    expect(failed).toMatchObject({ status: 'failed', error: { code: 'MEDIA_PROCESS_FAILED' } });
    expect(folders.files.size).toBe(3);
    const done = await service.jobs.resume(failed.id, { signal: never });
    const result = done.result as VideoResult;
    expect(result).toMatchObject({ id: failed.id, status: 'completed', voice: failed.voice });
    expect(engine.spoken).toBe(3);
    expect((await service.jobs.get(failed.id)).stages.filter(({ resumed }) => resumed)).toHaveLength(3);
    expect(folders.files.size).toBe(0);
  });

  it('do not ask a plugin’s stage again for what it made, unless it only adds', async () => {
    const runs: string[] = [];
    const asked: IStage[] = [
      {
        id: 'reword',
        displayName: 'Rewording',
        wraps: 'script',
        needs: [],
        async execute(context) {
          runs.push('reword');
          const script = (await context.inner()) as VideoScript;
          const scenes = script.scenes.map((scene) => ({
            ...scene,
            text: scene.text.replace('Breathe', 'Look'),
          }));
          return { script: { ...script, scenes } };
        },
      },
      {
        id: 'listen',
        displayName: 'Listening',
        wraps: 'voice',
        needs: [],
        async execute(context) {
          runs.push('listen');
          return { voice: (await context.inner()) as readonly SceneTiming[] };
        },
      },
      {
        id: 'add',
        displayName: 'Adding',
        needs: [],
        execute() {
          runs.push('add');
          return Promise.resolve(undefined);
        },
      },
    ];
    const [engine, provider] = [new CountingSynthesizer(), new FailingProvider()];
    const { service } = kit({ engines: [engine], providers: [provider], stages: asked });
    const failed = await service.generateVideo({ script: threeScenes });
    expect(failed.error?.code).toBe('MEDIA_PROCESS_FAILED');
    const { result } = await service.jobs.resume(failed.id, { signal: never });
    expect(result).toMatchObject({ status: 'completed', scenes: [{ text: 'Look in.' }, {}, {}] });
    expect(engine.spoken).toBe(3);
    expect(runs.sort()).toEqual(['add', 'add', 'listen', 'reword']);
  });

  it('speak again when a file of the narration is not what it was', async () => {
    const [engine, provider] = [new CountingSynthesizer(), new FailingProvider()];
    const { service, folders } = kit({ engines: [engine], providers: [provider] });
    const failed = await service.generateVideo({ script: threeScenes });
    const [file] = folders.files.keys();
    folders.files.set(file!, new Uint8Array(3));
    await service.jobs.resume(failed.id, { signal: never });
    expect(engine.spoken).toBe(6);
  });

  it('wait in the queue, run, fail, and are tried again when somebody asks', async () => {
    const provider = new FailingProvider();
    const { service } = kit({ providers: [provider] });
    const job = await service.jobs.submit({ script: threeScenes }, { priority: 3, correlationId: 'c-7' });
    expect(job).toMatchObject({ status: 'queued', priority: 3, correlationId: 'c-7' });
    const ended = async (): Promise<JobRecord> => {
      for (;;) {
        const now = await service.jobs.get(job.id);
        if (isEnded(now.status)) return now;
        await new Promise((resolve) => setImmediate(resolve));
      }
    };
    expect((await ended()).status).toBe('failed');
    await service.jobs.retry(job.id);
    expect((await ended()).status).toBe('completed');
    await service.jobs.remove(job.id);
    await expect(service.jobs.get(job.id)).rejects.toMatchObject({ code: 'JOB_UNKNOWN' });
    await service.dispose();
  });

  it('refuse what is no request before there is a job', async () => {
    const { service } = kit();
    await expect(service.jobs.submit({ script: 'x', quality: 'best' as never })).rejects.toMatchObject({
      code: 'INVALID_REQUEST',
    });
    expect(await service.jobs.list()).toEqual([]);
    await expect(service.jobs.resolve('nobody', { as: 'rejected' })).rejects.toMatchObject({
      code: 'JOB_UNKNOWN',
    });
  });

  it('fail rather than deliver less, if that is wanted', async () => {
    class Hoarse extends FakeSynthesizer {
      override synthesize() {
        return Promise.reject(new VideoGenerationError('SPEECH_ENGINE_MISSING', { message: 'No voice.' }));
      }
    }
    const { service } = kit({ engines: [new Hoarse()] });
    expect((await service.generateVideo({ script: threeScenes })).status).toBe('completed');
    const strict = await service.generateVideo({ script: threeScenes }, { preset: 'debug' });
    expect(strict).toMatchObject({ status: 'failed', error: { code: 'DEGRADATION_REFUSED' } });
  });
});

describe('a submission that nobody knows of', () => {
  it('is decided through the job that it belongs to, which is queued then', async () => {
    const clock = new FakeClock();
    const store = new LastingStore(clock);
    await store.create(newJob('j1'));
    await store.claim('j1', { owner: 'x', ttlSeconds: 1 });
    const error = new VideoGenerationError('SUBMISSION_UNKNOWN', { message: '?', details: { key: 'k1' } });
    await store.advance('j1', { status: 'submission_unknown', error: error.toJSON() }, 1);
    const decided: string[] = [];
    const entry = (key: string) =>
      ({ key, state: 'submission_unknown', requestId: 'scene-1' }) as JournalEntry;
    const jobs = new VideoJobs({
      store,
      clock,
      folders: new MemoryJobFolders(),
      config: fakeConfig(),
      absolutePath: (given) => given,
      runner: { nudge: () => undefined } as unknown as JobRunner,
      journal: { unfinished: () => Promise.resolve([entry('k0'), entry('k1')]) },
      resolveOperation: (key) => {
        decided.push(key);
        return Promise.resolve(entry(key));
      },
    });
    expect((await jobs.resolve('j1', { as: 'rejected' })).status).toBe('queued');
    expect(decided).toEqual(['k1']);
    await store.create(newJob('j2'));
    await expect(jobs.resolve('j2', { as: 'rejected' })).rejects.toMatchObject({ code: 'INVALID_REQUEST' });
  });
});
