import { VideoGenerationError } from '../errors/video-generation-error.js';
import type { JobRecord } from './job.js';

/**
 * Whether a change may be made under a lease.
 * @param lease the newest, `held` until it was given up
 * @throws VideoGenerationError LEASE_LOST
 */
export function checkJobLease(
  id: string,
  lease: { readonly token: number; readonly held: boolean; readonly owner: string } | undefined,
  token: number | undefined,
): void {
  const fits = token === undefined ? lease?.held !== true : lease?.held === true && lease.token === token;
  if (fits) return;
  throw new VideoGenerationError('LEASE_LOST', {
    message: `The job ${id} belongs to ${lease?.held ? lease.owner : 'nobody'} now; this change comes from somebody else.`,
    howToFix: `Leave it to the other process; follow it with: aether jobs watch ${id}`,
    details: { id, owner: lease?.owner, newestToken: lease?.token, token },
  });
}

/** The error of an id that is submitted twice. */
export function alreadySubmitted(id: string): VideoGenerationError {
  return new VideoGenerationError('ILLEGAL_TRANSITION', {
    message: `There is a job ${id} already; it is not submitted twice.`,
    details: { id },
  });
}

/** The error of removing a job that somebody may be working on. */
export function refuseRemoval({ id, status }: JobRecord): VideoGenerationError {
  return new VideoGenerationError('ILLEGAL_TRANSITION', {
    message: `The job ${id} is ${status}; only one that has ended can be removed.`,
    howToFix: `Cancel it first: aether jobs cancel ${id}`,
    details: { id, status },
  });
}
