import { z } from 'zod';
import { VideoGenerationError } from '../../domain/errors/video-generation-error.js';
import type { JobHappening } from '../../domain/job/job-event.js';
import type { JobProgress, JobRecord, NewJob } from '../../domain/job/job.js';
import type { JobStage } from '../../domain/job/job-stage.js';
import { jobStatuses } from '../../domain/job/job-status.js';
import { redactRecord } from '../logging/redact-secrets.js';
import { errorSchema } from './read-json.js';

/** Characters of a request as JSON: more than any script that is accepted. */
const longestRequest = 8_000_000;

const status = z.enum(jobStatuses);

const progressSchema: z.ZodType<JobProgress> = z.object({
  stage: z.string(),
  stageDisplayName: z.string(),
  stageNumber: z.number(),
  stageCount: z.number(),
  percent: z.number(),
  stagePercent: z.number(),
  message: z.string(),
  current: z.number().optional(),
  total: z.number().optional(),
  secondsLeft: z.number().optional(),
});

export const jobSchema: z.ZodType<Omit<JobRecord, 'fencingToken'>> = z.object({
  id: z.string(),
  status,
  priority: z.int(),
  title: z.string(),
  providerId: z.string().optional(),
  correlationId: z.string(),
  options: z.object({
    checkpoints: z.boolean(),
    metrics: z.boolean(),
    attempts: z.number(),
    stageTimeoutSeconds: z.number(),
    jobTimeoutSeconds: z.number(),
    cleanUp: z.boolean(),
    degradation: z.enum(['allow', 'refuse']),
    // Jobs of earlier releases do not say.
    safeScript: z.boolean().default(false),
  }),
  attempts: z.int(),
  interruptions: z.int(),
  cancelRequested: z.boolean(),
  progress: progressSchema.optional(),
  error: errorSchema.optional(),
  result: z.json().optional(),
  createdAt: z.string(),
  updatedAt: z.string(),
  startedAt: z.string().optional(),
  endedAt: z.string().optional(),
});

export const stageSchema = z.object({
  stage: z.string(),
  status: z.enum(['completed', 'failed']),
  seconds: z.number(),
  attempts: z.int(),
  resumed: z.boolean(),
  items: z.number().optional(),
  cpuSeconds: z.number().optional(),
  peakMemoryMegabytes: z.number().optional(),
  digest: z.string().optional(),
  output: z.json().optional(),
  files: z.array(z.object({ path: z.string(), sizeBytes: z.number(), contentHash: z.string() })).optional(),
}) as z.ZodType<JobStage>;

/** Written by this package alone; only the outline is checked. */
export const happeningSchema = z.looseObject({ type: z.string() }) as unknown as z.ZodType<JobHappening>;

/**
 * The job as it may be stored: plain JSON without any value that is known to be a secret.
 * @throws VideoGenerationError INVALID_REQUEST if it is too large, or is no JSON
 */
export function jobWithoutSecrets(job: NewJob, secrets: readonly string[]): NewJob {
  const text = JSON.stringify(job.request ?? null);
  if (text.length > longestRequest) {
    throw new VideoGenerationError('INVALID_REQUEST', {
      message: `The request of the job ${job.id} is too large to be remembered: ${text.length} characters, ${longestRequest} at most.`,
      howToFix: 'Name files by their path instead of putting them into the request.',
      details: { id: job.id, size: text.length, limit: longestRequest },
    });
  }
  const request: unknown = JSON.parse(text);
  return { ...job, request: redactRecord(request, secrets, false) };
}
