import {
  VideoGenerationError,
  withSubmission,
  type ProviderHealth,
  type RequestIssue,
} from 'aether-video/plugin';

/** True if the service does not know what it was asked about. */
export function isGone(thrown: unknown): boolean {
  return VideoGenerationError.isInstance(thrown) && thrown.details.status === 404;
}

/** A request that was not even sent. */
export function refusedRequest({ where, message }: RequestIssue): VideoGenerationError {
  const error = new VideoGenerationError('INVALID_REQUEST', {
    message: `“${where}”: ${message}.`,
    details: { where },
  });
  return withSubmission(error, 'unsent');
}

/** Whether a question that costs nothing was answered. */
export async function healthOf(ask: () => Promise<void>): Promise<ProviderHealth> {
  try {
    await ask();
    return { healthy: true, message: 'Ready: the service answers, and the credentials are good.' };
  } catch (thrown) {
    const { code, message } = VideoGenerationError.from(thrown);
    if (code === 'CANCELLED') throw thrown;
    return { healthy: false, message };
  }
}
