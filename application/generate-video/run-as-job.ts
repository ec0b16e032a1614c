import { VideoGenerationError } from '../../domain/errors/video-generation-error.js';
import type { IJobStore } from '../../domain/job/job-store.js';
import type { JobProgress, JobRecord } from '../../domain/job/job.js';
import type { IOperationJournal } from '../../domain/money/operation-journal.js';
import type { IJobFolders } from '../../domain/storage/job-folders.js';
import type { VideoProgress } from '../../domain/video/video-progress.js';
import type { VideoResult } from '../../domain/video/video-result.js';
import type { ConcurrencyLimiter } from '../concurrency/concurrency-limiter.js';
import type { Digest } from '../generate-media/request-digest.js';
import { JobRunner } from '../run-jobs/job-runner.js';
import type { AbsolutePath } from './durable-request.js';
import type { GenerateOptions } from './generate-options.js';
import type { GenerationRun, GenerationRunner, GenerationRunnerParts } from './generation-runner.js';
import type { ResultBuilder } from './result-builder.js';
import { videoJobWork } from './video-job-work.js';
import { VideoJobs, type VideoJobsParts } from './video-jobs.js';

/** What jobs need besides what a generation needs. */
export interface JobParts {
  readonly store: IJobStore;
  readonly folders: IJobFolders;
  readonly journal: Pick<IOperationJournal, 'unfinished'>;
  readonly digest: Digest;
  /** Names this process, for people. */
  readonly owner: string;
  readonly absolutePath: AbsolutePath;
}

/** A generation as the service has it under way. */
export interface ServiceRun extends GenerationRun {
  readonly result: ResultBuilder;
  readonly submit: Pick<GenerateOptions, 'preset' | 'correlationId'>;
}

export function createVideoJobs(
  parts: GenerationRunnerParts & { readonly jobs: JobParts } & Pick<GenerationRun, 'logger'>,
  own: Pick<VideoJobsParts, 'resolveOperation'> & {
    readonly runner: GenerationRunner;
    readonly limiter: ConcurrencyLimiter;
  },
): VideoJobs {
  const { config, clock, logger, registry, jobs } = parts;
  const { leaseSeconds: ttlSeconds, drainSeconds } = config.settings.jobs;
  const runner = new JobRunner({
    ...jobs,
    clock,
    logger,
    drainSeconds,
    limiter: own.limiter,
    lease: { owner: jobs.owner, ttlSeconds },
    work: videoJobWork({ ...jobs, clock, runner: own.runner }),
    providerLimit(id) {
      const provider = registry.list().find(({ descriptor }) => descriptor.id === id);
      return config.provider(id).maxConcurrent ?? provider?.descriptor.maxConcurrent ?? Infinity;
    },
  });
  return new VideoJobs({ ...jobs, config, clock, runner, resolveOperation: own.resolveOperation });
}

/** Makes one video as a job of this process. */
export async function runAsJob(
  jobs: VideoJobs,
  { request, result, signal, submit: { preset, correlationId } }: ServiceRun,
  onProgress: (progress: VideoProgress) => void,
): Promise<VideoResult> {
  const { id } = result;
  const submit = {
    id,
    ...(preset === undefined ? {} : { preset }),
    ...(correlationId === undefined ? {} : { correlationId }),
  };
  const report = (progress: JobProgress): void => onProgress({ videoId: id, ...progress });
  const job = await jobs.run(request, submit, { signal, onProgress: report });
  return resultOfJob(job, result);
}

/** What a job made, or how far it came. @param result says it where the job itself does not */
export function resultOfJob(job: JobRecord, result: ResultBuilder): VideoResult {
  // A job’s result is written by this package alone.
  if (job.result !== undefined) return job.result as VideoResult;
  const interrupted = new VideoGenerationError('CANCELLED', {
    message: `The job ${job.id} was interrupted; what stands of it is kept.`,
    howToFix: `Go on with it: aether jobs resume ${job.id}`,
    details: { id: job.id, interrupted: true },
  });
  const error = job.error ? VideoGenerationError.fromJSON(job.error) : interrupted;
  return result.build(job.status === 'failed' ? 'failed' : 'cancelled', new Date(job.updatedAt), error);
}
