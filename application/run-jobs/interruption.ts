import { VideoGenerationError } from '../../domain/errors/video-generation-error.js';

/** Why work stops that is to go on later: not because somebody does not want it any more. */
export function interruption(): VideoGenerationError {
  return new VideoGenerationError('CANCELLED', {
    message: 'The work was interrupted.',
    howToFix: 'A job goes on from where it was with: aether jobs resume',
    // Paid work is left to its provider: it is taken up with the job.
    details: { interrupted: true, detached: true },
  });
}

/** True for {@link interruption}, also as another process wrote it down. */
export function isInterruption({ code, details }: VideoGenerationError): boolean {
  return code === 'CANCELLED' && details.interrupted === true;
}
