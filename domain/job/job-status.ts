import { VideoGenerationError } from '../errors/video-generation-error.js';

/** Where a job stands. */
export const jobStatuses = [
  /** Recorded, and reserved for the process that submitted it. */
  'pending',
  /** Whoever claims it first works on it. */
  'queued',
  /** Somebody works on it. */
  'processing',
  'completed',
  'failed',
  'cancelled',
  /** It cannot be known whether a provider took a paid submission; a person decides. */
  'submission_unknown',
] as const;
export type JobStatus = (typeof jobStatuses)[number];

/**
 * Where a job may go from each status. `completed` is final. `failed`, `cancelled` and `submission_unknown` end the
 * work, until a person asks for another try.
 */
export const jobTransitions: Readonly<Record<JobStatus, readonly JobStatus[]>> = {
  pending: ['queued', 'processing', 'cancelled', 'failed'],
  queued: ['processing', 'cancelled', 'failed'],
  // Back to the queue when its worker was told to stop, or died.
  processing: ['queued', 'completed', 'failed', 'cancelled', 'submission_unknown'],
  completed: [],
  failed: ['queued'],
  cancelled: ['queued'],
  submission_unknown: ['queued', 'failed', 'cancelled'],
};

/** True if nobody works on it, or will, unless a person asks. */
export function isEnded(status: JobStatus): boolean {
  return !(status === 'pending' || status === 'queued' || status === 'processing');
}

/** @throws VideoGenerationError ILLEGAL_TRANSITION */
export function checkJobTransition(id: string, from: JobStatus, to: JobStatus): void {
  if (jobTransitions[from].includes(to)) return;
  throw new VideoGenerationError('ILLEGAL_TRANSITION', {
    message: `The job ${id} is ${from}; it cannot become ${to}.`,
    howToFix: `See what became of it: aether jobs show ${id}`,
    details: { id, from, to },
  });
}
