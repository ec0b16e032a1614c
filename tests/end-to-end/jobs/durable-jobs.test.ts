import { execFileSync, type ChildProcess } from 'node:child_process';
import { createHash, randomInt } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { JobDetails } from '../../../application/generate-video/video-jobs.js';
import type { JobEvent } from '../../../domain/job/job-event.js';
import type { JobRecord } from '../../../domain/job/job.js';
import type { VideoResult } from '../../../domain/video/video-result.js';
import { createVideoGenerationService } from '../../../index.js';
import { Bench, mock, outcomeOf, shortScript } from '../command-line.js';

/** `AETHER_KILL_ROUNDS` asks for more. */
const rounds = Number(process.env.AETHER_KILL_ROUNDS ?? 2);
const longestLifeMilliseconds = 5000;
const started: ChildProcess[] = [];
const benches: Bench[] = [];

function newBench(): Bench {
  const bench = new Bench();
  benches.push(bench);
  bench.write('talk.json', { ...shortScript, points: ['One small point.', 'Another one.'] });
  return bench;
}
afterEach(() => {
  for (const { pid, exitCode, signalCode } of started.splice(0))
    if (pid && exitCode === null && signalCode === null) process.kill(pid, 'SIGKILL');
});
afterAll(() => benches.forEach((bench) => bench.remove()));

const draft = ['generate', 'talk.json', '--quality', 'draft', '--json'];
const hashOf = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex');

async function jobsOf(bench: Bench, env?: NodeJS.ProcessEnv): Promise<JobRecord[]> {
  const { stdout } = await bench.run(['jobs', '--limit', '1000', '--json'], { env });
  return JSON.parse(stdout) as JobRecord[];
}

async function detailsOf(bench: Bench, id: string): Promise<JobDetails> {
  return JSON.parse((await bench.run(['jobs', 'show', id, '--json'])).stdout) as JobDetails;
}

async function eventsOf(bench: Bench, id: string): Promise<JobEvent[]> {
  const { stdout } = await bench.run(['jobs', 'watch', id, '--json']);
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as JobEvent);
}

/** Starts a command and waits until its job has come to a stage. */
async function startedUntil(bench: Bench, stage: string, env?: NodeJS.ProcessEnv): Promise<ChildProcess> {
  const child = bench.start(draft, { env });
  started.push(child);
  let log = '';
  await new Promise<void>((resolve) => {
    child.stderr!.on('data', (text: Buffer) => {
      log += text.toString();
      if (log.includes(stage)) resolve();
    });
    child.once('exit', () => resolve());
  });
  return child;
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  await new Promise((resolve) => child.once('exit', resolve));
}

let uninterrupted: VideoResult;
beforeAll(async () => {
  uninterrupted = JSON.parse((await newBench().run(draft)).stdout) as VideoResult;
});

describe.skipIf(process.platform === 'win32')('a job that is killed at random moments', () => {
  it.each(Array.from({ length: rounds }, (_, index) => index + 1))(
    'goes on until it is done, and is the same video: round %i',
    async () => {
      const bench = newBench();
      const child = await startedUntil(bench, '1/6');
      await new Promise((resolve) => setTimeout(resolve, randomInt(longestLifeMilliseconds)));
      child.kill('SIGKILL');
      await ended(child);
      let [job] = await jobsOf(bench);
      for (let kills = 0; job && job.status !== 'completed'; kills += 1) {
        const resumed = bench.start(['jobs', 'resume', job.id, '--json']);
        started.push(resumed);
        if (kills < 1) {
          await new Promise((resolve) => setTimeout(resolve, 300 + randomInt(longestLifeMilliseconds)));
          resumed.kill('SIGKILL');
        }
        await ended(resumed);
        [job] = await jobsOf(bench);
        expect(['processing', 'queued', 'completed']).toContain(job!.status);
        expect(kills).toBeLessThan(4);
      }
      const { video } = job!.result as VideoResult;
      expect(hashOf(video!.path)).toBe(hashOf(uninterrupted.video!.path));
      const made = (await eventsOf(bench, job!.id)).filter(
        (event) => event.type === 'stage' && event.stage.stage === 'voice' && !event.stage.resumed,
      );
      // Killed before the narration was whole, it is spoken once more, and never after that.
      expect(made).toHaveLength(1);
      expect(bench.published().filter((file) => file.endsWith('.mp4'))).toHaveLength(1);
      await bench.run(['channels']);
      expect(bench.leftovers().filter((file) => file.startsWith('jobs/'))).toEqual([]);
    },
  );
});

describe.skipIf(process.platform === 'win32')('a job in the middle of its work', () => {
  it('is put down at SIGTERM, and taken up from what stands', async () => {
    const bench = newBench();
    const child = await startedUntil(bench, '5/6');
    child.kill('SIGTERM');
    await ended(child);
    const [job] = await jobsOf(bench);
    expect(job).toMatchObject({ status: 'queued', interruptions: 0 });
    const { code } = await bench.run(['jobs', 'resume', job!.id]);
    expect(code).toBe(0);
    const { stages, result } = await detailsOf(bench, job!.id);
    expect(stages.find(({ stage }) => stage === 'voice')).toMatchObject({ resumed: true });
    expect(hashOf((result as VideoResult).video!.path)).toBe(hashOf(uninterrupted.video!.path));
  });

  it('is given to another process when its own is frozen, and that one says nothing more when it wakes', async () => {
    const bench = newBench();
    const env = { VIDEO_JOBS_LEASE_SECONDS: '2' };
    const frozen = await startedUntil(bench, '5/6', env);
    frozen.kill('SIGSTOP');
    const [job] = await jobsOf(bench, env);
    const { code } = await bench.run(['jobs', 'resume', job!.id, '--json'], { env });
    expect(code).toBe(0);
    const done = await detailsOf(bench, job!.id);
    const { video } = done.result as VideoResult;
    const hash = hashOf(video!.path);
    frozen.kill('SIGCONT');
    await ended(frozen);
    expect(frozen.exitCode).not.toBe(0);
    expect(await detailsOf(bench, job!.id)).toEqual(done);
    expect(hashOf(video!.path)).toBe(hash);
    expect(bench.published().filter((file) => file.endsWith('.mp4'))).toHaveLength(1);
  });

  it('is stopped by a command of another process', async () => {
    const bench = newBench();
    const child = await startedUntil(bench, '5/6', { VIDEO_CACHE_MAX_MEGABYTES: '0' });
    const outcome = outcomeOf(child);
    const [job] = await jobsOf(bench);
    await bench.run(['jobs', 'cancel', job!.id]);
    const { code } = await outcome;
    expect([0, 130]).toContain(code);
    expect(['cancelled', 'completed']).toContain((await detailsOf(bench, job!.id)).status);
    expect(bench.leftovers()).toEqual([]);
  });
});

describe('several processes on one store', () => {
  it('never do one job twice', async () => {
    const bench = newBench();
    const service = await createVideoGenerationService({
      overrides: {
        'storage.path': bench.videos,
        'storage.workPath': bench.work,
        'jobs.store': 'database',
        'jobs.resumeOnStart': false,
      },
    });
    const count = 30;
    const submit = { script: shortScript, provider: 'mock', voice: 'none' };
    // Submitted without a runner here, so that the others have to do them.
    service.jobs.start = () => undefined;
    await Promise.all(Array.from({ length: count }, () => service.jobs.submit(submit)));
    await service.dispose();
    const runs = await Promise.all([1, 2].map(() => bench.run(['jobs', 'resume', '--json'])));
    expect(runs.map(({ code }) => code)).toEqual([0, 0]);
    const jobs = await jobsOf(bench);
    expect(jobs).toHaveLength(count);
    expect(jobs.every(({ status, attempts }) => status === 'completed' && attempts === 1)).toBe(true);
    const artifacts = jobs.map(({ result }) => (result as VideoResult).artifactPath);
    expect(new Set(artifacts).size).toBe(count);
  });
});

describe('the jobs commands', () => {
  it('list, show, watch, retry and forget, and name what they do not know', async () => {
    const bench = newBench();
    expect((await bench.run(['jobs'])).stdout).toContain('There are no jobs.');
    await bench.run(['generate', 'talk.json', ...mock]);
    const [job] = await jobsOf(bench);
    const list = await bench.run(['jobs', '--status', 'completed']);
    expect(list.stdout).toContain(job!.id);
    expect(list.stdout).toContain('Breathe in now.');
    expect((await bench.run(['jobs', 'show', job!.id])).stdout).toMatch(/composition\s+completed/);
    const watched = await bench.run(['jobs', 'watch', job!.id, '--after', '2']);
    expect(watched.stdout).toContain('completed');
    expect(watched.stdout).not.toContain('pending');
    const retried = await bench.run(['jobs', 'retry', job!.id, '--json']);
    expect(retried.code).not.toBe(0);
    expect(JSON.parse(retried.stdout)).toMatchObject({ error: { code: 'ILLEGAL_TRANSITION' } });
    expect((await bench.run(['jobs', 'rm', job!.id])).code).toBe(0);
    const gone = await bench.run(['jobs', 'show', job!.id]);
    expect(gone.code).toBe(2);
    expect(gone.stderr).toContain('JOB_UNKNOWN');
    expect((await bench.run(['jobs', '--status', 'finished'])).stderr).toContain('--status');
  });
});

function tmpfs(folder: string): boolean {
  try {
    mkdirSync(folder, { recursive: true });
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=700k', 'tmpfs', folder], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

describe.skipIf(process.platform !== 'linux' || process.getuid?.() !== 0)('a full disk', () => {
  it('fails the job in plain words, and the job goes on when there is room', async (context) => {
    const bench = newBench();
    if (!tmpfs(bench.work)) return context.skip();
    try {
      const { code, stdout } = await bench.run(draft);
      expect(code).not.toBe(0);
      const { error } = JSON.parse(stdout) as { error: { code: string } };
      expect(['STORAGE_FULL', 'MEDIA_PROCESS_FAILED']).toContain(error.code);
      execFileSync('mount', ['-o', 'remount,size=100m', bench.work]);
      const [job] = await jobsOf(bench);
      const again = await bench.run(job ? ['jobs', 'resume', job.id] : draft);
      expect(again.code).toBe(0);
      const [mp4] = bench.published().filter((file) => file.endsWith('.mp4'));
      expect(hashOf(path.join(bench.videos, mp4!))).toBe(hashOf(uninterrupted.video!.path));
    } finally {
      execFileSync('umount', [bench.work]);
    }
  });
});
