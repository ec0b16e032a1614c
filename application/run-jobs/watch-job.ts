import type { JobEvent } from '../../domain/job/job-event.js';
import type { IJobStore } from '../../domain/job/job-store.js';
import { unknownJob } from '../../domain/job/job.js';
import { isEnded } from '../../domain/job/job-status.js';
import type { IClock } from '../../domain/time/clock.js';

/** Another process may write the events: somebody has to look. */
const lookMilliseconds = 300;

export interface WatchOptions {
  /** Only events with a higher number. Default 0: from the beginning. */
  readonly after?: number;
  readonly signal?: AbortSignal;
}

/**
 * The events of a job, those of the past first, until it has ended. Each comes once and in order; whoever was cut off
 * goes on after the last number that was seen.
 * @throws VideoGenerationError JOB_UNKNOWN or CANCELLED
 */
export async function* watchJob(
  {
    store,
    clock,
  }: { readonly store: Pick<IJobStore, 'events' | 'get'>; readonly clock: Pick<IClock, 'sleep'> },
  id: string,
  { after = 0, signal }: WatchOptions = {},
): AsyncGenerator<JobEvent, void, undefined> {
  let seen = after;
  for (;;) {
    // Asked before the events are read: what is written in between is read the next time.
    const job = await store.get(id);
    if (!job) throw unknownJob(id);
    const events = await store.events({ jobId: id, after: seen });
    for (const event of events) {
      yield event;
      seen = event.id;
    }
    if (events.length > 0) continue;
    if (isEnded(job.status)) return;
    await clock.sleep(lookMilliseconds, signal);
  }
}
