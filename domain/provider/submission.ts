import { VideoGenerationError } from '../errors/video-generation-error.js';

/**
 * What is known of a submission that failed:
 * - `unsent`: no byte of it can have reached the provider.
 * - `rejected`: the provider refused it, and documents that a refusal is not charged.
 * - `ambiguous`: nobody can know. It must not be sent again without the same idempotency key.
 */
export type Submission = 'unsent' | 'rejected' | 'ambiguous';

/** The verdict that a provider put into `details.submission`; ambiguous without one. */
export function submissionOf(error: unknown): Submission {
  if (!VideoGenerationError.isInstance(error)) return 'ambiguous';
  const { submission } = error.details;
  return submission === 'unsent' || submission === 'rejected' ? submission : 'ambiguous';
}

/** The same error with the verdict in its details, and `billed` to match. */
export function withSubmission(error: VideoGenerationError, submission: Submission): VideoGenerationError {
  const { code, message, howToFix, retryable, retryAfterSeconds, details, cause } = error;
  return new VideoGenerationError(code, {
    message,
    howToFix,
    retryable,
    retryAfterSeconds,
    cause,
    details: { ...details, submission },
    billed: submission === 'ambiguous' ? 'unknown' : 'no',
  });
}
