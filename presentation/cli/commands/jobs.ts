import type { JobDetails } from '../../../application/generate-video/video-jobs.js';
import { VideoGenerationError } from '../../../domain/errors/video-generation-error.js';
import type { JobEvent } from '../../../domain/job/job-event.js';
import type { JobRecord } from '../../../domain/job/job.js';
import { jobStatuses, type JobStatus } from '../../../domain/job/job-status.js';
import type { VideoResult } from '../../../domain/video/video-result.js';
import { colors } from '../colors.js';
import { exitCodes, exitCodeFor } from '../exit-code.js';
import { formatError } from '../format-error.js';
import { formatResult } from '../format-result.js';
import { formatTable } from '../format-table.js';
import { printJson } from '../print-json.js';
import { createProgressDisplay } from '../progress-display.js';
import { withService, type CommonOptions, type ServiceSession } from '../with-service.js';
import { resolutionOf } from './operations.js';

/** Jobs are in the database: a command of its own would find none in memory. */
const inDatabase = { 'jobs.store': 'database' };

const withJobs = <Result>(
  options: CommonOptions,
  run: (session: ServiceSession) => Promise<Result>,
): Promise<Result> => withService(options, run, inDatabase);

export interface ListJobsOptions extends CommonOptions {
  readonly status?: string;
  readonly limit?: number;
}

/** Prints the newest jobs. */
export async function listJobs(options: ListJobsOptions): Promise<void> {
  const { status, limit = 20 } = options;
  const statuses = status === undefined ? undefined : status.split(',').map(asStatus);
  const jobs = await withJobs(options, ({ service }) =>
    service.jobs.list({ limit, ...(statuses ? { statuses } : {}) }),
  );
  if (options.json) {
    printJson(jobs);
    return;
  }
  const rows = jobs.map((job) => [job.id, shown(job.status), progressOf(job), age(job), job.title]);
  const table = formatTable(['JOB', 'STATUS', 'PROGRESS', 'SUBMITTED', 'WHAT'], rows, 'There are no jobs.');
  process.stdout.write(`${table}\n`);
}

/** Prints everything about one job. */
export async function showJob(id: string, options: CommonOptions): Promise<void> {
  const job = await withJobs(options, ({ service }) => service.jobs.get(id));
  if (options.json) printJson(job);
  else process.stdout.write(`${details(job)}\n`);
}

/** Follows a job, wherever it runs. @returns the exit code */
export async function watchJob(
  id: string,
  options: CommonOptions & { readonly after?: number },
): Promise<number> {
  return withJobs(options, async ({ service, signal }) => {
    const display = createProgressDisplay(process.stderr);
    const after = options.after === undefined ? {} : { after: options.after };
    for await (const event of service.jobs.watch(id, { ...after, signal })) {
      if (options.json) process.stdout.write(`${JSON.stringify(event)}\n`);
      else if (event.type === 'progress') display.show(id, { videoId: id, ...event.progress });
      else {
        const line = lineOf(event);
        if (line === undefined) continue;
        display.clear();
        process.stdout.write(`${line}\n`);
      }
    }
    display.clear();
    return exitCodeFor((await service.jobs.get(id)).error);
  });
}

/** Stops a job in whichever process it runs. */
export async function cancelJob(id: string, options: CommonOptions): Promise<void> {
  const job = await withJobs(options, ({ service }) => service.jobs.cancel(id));
  const text =
    job.status === 'cancelled'
      ? `${id} is cancelled.`
      : job.cancelRequested
        ? `${id} is asked to stop; its worker does so within seconds.`
        : `${id} had ended before: it is ${job.status}.`;
  report(job, options, text);
}

/** Goes on with one job, or with all that wait or were interrupted. @returns the exit code */
export async function resumeJob(id: string | undefined, options: CommonOptions): Promise<number> {
  if (id === undefined) return resumeAll(options);
  const job = await withJobs(options, ({ service, signal }) => {
    const display = createProgressDisplay(process.stderr);
    const onProgress = (progress: JobRecord['progress']): void =>
      display.show(id, { videoId: id, ...progress! });
    return service.jobs.resume(id, { signal, onProgress }).finally(() => display.clear());
  });
  if (options.json) printJson(job.result ?? job);
  else process.stdout.write(`${outcomeOf(job)}\n`);
  return job.status === 'queued' ? exitCodes.cancelled : exitCodeFor(job.error);
}

async function resumeAll(options: CommonOptions): Promise<number> {
  const jobs = await withJobs(options, async ({ service, signal }) => {
    const started = await service.jobs.list({ statuses: ['queued', 'pending', 'processing'], limit: 10_000 });
    await service.jobs.untilIdle(signal);
    return Promise.all(started.map(({ id }) => service.jobs.get(id)));
  });
  if (options.json) printJson(jobs);
  else {
    const rows = jobs.map((job) => [job.id, shown(job.status), job.artifacts[0]?.path ?? job.title]);
    process.stdout.write(`${formatTable(['JOB', 'STATUS', 'FILE'], rows, 'No job waits.')}\n`);
  }
  return jobs.some(({ status }) => status === 'failed') ? exitCodes.generationFailed : exitCodes.done;
}

/** Puts a job that failed or was cancelled back into the queue. */
export async function retryJob(id: string, options: CommonOptions): Promise<void> {
  const job = await withJobs(options, ({ service }) => service.jobs.retry(id));
  report(job, options, `${id} is queued. Do it now: aether jobs resume ${id}`);
}

/** Records what a person found out about a submission of a job. */
export async function resolveJob(
  id: string,
  options: CommonOptions & { readonly as: string },
): Promise<void> {
  const resolution = resolutionOf(options.as);
  const job = await withJobs(options, ({ service }) => service.jobs.resolve(id, resolution));
  report(job, options, `${id} is ${job.status}. Go on with it: aether jobs resume ${id}`);
}

/** Forgets jobs that have ended. */
export async function removeJobs(ids: readonly string[], options: CommonOptions): Promise<void> {
  await withJobs(options, async ({ service }) => {
    for (const id of ids) await service.jobs.remove(id);
  });
  if (options.json) printJson({ removed: ids });
  else process.stdout.write(`Removed ${ids.join(', ')}. Finished videos stay where they are.\n`);
}

function report(job: JobRecord, options: CommonOptions, text: string): void {
  if (options.json) printJson(job);
  else process.stdout.write(`${text}\n`);
}

function asStatus(text: string): JobStatus {
  const found = jobStatuses.find((status) => status === text.trim());
  if (found) return found;
  throw new VideoGenerationError('INVALID_REQUEST', {
    message: `--status: “${text}” is none of ${jobStatuses.join(', ')}.`,
    details: { where: '--status' },
  });
}

function shown(status: JobStatus): string {
  if (status === 'completed') return colors.green(status);
  return status === 'failed' || status === 'submission_unknown' ? colors.red(status) : status;
}

function progressOf({ progress, status }: JobRecord): string {
  return progress && status !== 'completed' ? `${Math.floor(progress.percent)} % ${progress.stage}` : '';
}

function age({ createdAt }: JobRecord): string {
  return createdAt.replace('T', ' ').slice(0, 19);
}

function outcomeOf(job: JobRecord): string {
  if (job.status === 'completed') return formatResult(job.result as VideoResult);
  if (job.error) return formatError(job.error);
  return `${job.id} was interrupted. Go on with it: aether jobs resume ${job.id}`;
}

function details(job: JobDetails): string {
  const { id, title, priority, attempts, interruptions, correlationId, error, stages, artifacts } = job;
  const facts = [
    ['job', id],
    ['what', title],
    ['status', `${shown(job.status)}${job.cancelRequested ? ' (to be cancelled)' : ''}`],
    ['submitted', age(job)],
    ['attempts', `${attempts}, interrupted ${interruptions} times`],
    ['priority', String(priority)],
    ['correlation', correlationId],
    ...artifacts.map(({ kind, path }) => [kind, path]),
  ];
  const lines = facts.map(([name, value]) => `${colors.dim(name!.padEnd(12))} ${value!}`);
  const rows = stages.map((stage) => [
    stage.stage,
    stage.resumed ? 'used again' : stage.status,
    `${stage.seconds.toFixed(1)} s`,
    stage.cpuSeconds === undefined ? '' : `${stage.cpuSeconds.toFixed(1)} s`,
    stage.peakMemoryMegabytes === undefined ? '' : `${stage.peakMemoryMegabytes} MB`,
    stage.items === undefined ? '' : String(stage.items),
  ]);
  if (rows.length > 0)
    lines.push('', formatTable(['STAGE', 'STATUS', 'TIME', 'CPU', 'MEMORY', 'ITEMS'], rows, ''));
  if (error) lines.push('', formatError(error));
  return lines.join('\n');
}

function lineOf(event: JobEvent): string | undefined {
  const at = colors.dim(event.at.slice(11, 19));
  switch (event.type) {
    case 'status':
      return `${at} ${shown(event.status)}${event.error ? `  ${event.error.message}` : ''}`;
    case 'stage':
      return `${at} stage ${event.stage.stage} ${event.stage.resumed ? 'used again' : event.stage.status} after ${event.stage.seconds.toFixed(1)} s`;
    case 'interrupted':
      return `${at} its worker is gone, for the ${event.interruptions}. time`;
    case 'cancel-requested':
      return `${at} asked to stop`;
    case 'stalled':
      return `${at} no progress in ${event.stage} for ${event.seconds} s`;
    default:
      return undefined;
  }
}
