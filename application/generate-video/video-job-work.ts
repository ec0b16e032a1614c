import { VideoGenerationError } from '../../domain/errors/video-generation-error.js';
import type { JobArtifact } from '../../domain/job/job-stage.js';
import type { IJobStore } from '../../domain/job/job-store.js';
import type { JobProgress } from '../../domain/job/job.js';
import type { IJobFolders } from '../../domain/storage/job-folders.js';
import type { IClock } from '../../domain/time/clock.js';
import type { VideoProgress } from '../../domain/video/video-progress.js';
import type { VideoRequest } from '../../domain/video/video-request.js';
import type { VideoResult } from '../../domain/video/video-result.js';
import type { Digest } from '../generate-media/request-digest.js';
import type { JobWork } from '../run-jobs/job-work.js';
import type { GenerationRunner } from './generation-runner.js';
import { KeptStages } from './kept-stages.js';
import { ResultBuilder } from './result-builder.js';

export interface VideoJobWorkParts {
  readonly runner: GenerationRunner;
  readonly store: IJobStore;
  readonly folders: IJobFolders;
  readonly digest: Digest;
  readonly clock: IClock;
}

/** Makes the video of a job, from what stands of it. */
export function videoJobWork(parts: VideoJobWorkParts): JobWork {
  return async (job, call) => {
    const { runner, store, folders, clock } = parts;
    const { id: jobId, fencingToken: token, options } = job;
    const result = new ResultBuilder(jobId, new Date(job.createdAt));
    const earlier = options.checkpoints && job.attempts > 1 ? await store.stages(jobId) : [];
    const kept = earlier.flatMap(({ files = [] }) => files.map(({ path }) => path));
    const workspace = await folders.open(jobId, token, kept);
    const stagesOf = { jobId, token, earlier, keep: options.checkpoints };
    const run = {
      request: job.request as VideoRequest,
      result,
      signal: call.signal,
      logger: call.logger,
      onProgress: (progress: VideoProgress) => call.report(jobProgress(progress)),
      durable: {
        options,
        workspace,
        typicalSeconds: await store.typicalSeconds(),
        confirm: () => call.confirm(),
        stages: (results: ConstructorParameters<typeof KeptStages>[2]) =>
          new KeptStages(parts, stagesOf, results),
      },
    };
    try {
      const final = await runner.generate(run);
      return { result: final, artifacts: artifactsOf(final) };
    } catch (thrown) {
      const error = VideoGenerationError.from(thrown);
      const status = error.category === 'cancelled' ? 'cancelled' : 'failed';
      return { result: result.build(status, clock.now(), error), artifacts: [], error };
    }
  };
}

function jobProgress(progress: VideoProgress): JobProgress {
  const { videoId: _id, ...rest } = progress;
  return rest;
}

function artifactsOf({
  video,
  captions,
  resultPath,
  artifactPath,
  attachments = [],
}: VideoResult): JobArtifact[] {
  const named: readonly (readonly [JobArtifact['kind'], string | undefined])[] = [
    ['video', video?.path],
    ['captions', captions?.srtPath],
    ['captions', captions?.vttPath],
    ['result', resultPath],
    ['other', artifactPath],
    ...attachments.map((path) => ['other', path] as const),
  ];
  return named.flatMap(([kind, path]) => (path === undefined ? [] : { kind, path }));
}
