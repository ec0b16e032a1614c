import { cancellationOf, VideoGenerationError } from '../../domain/errors/video-generation-error.js';
import type { IClock } from '../../domain/time/clock.js';

/** How long work that was told to stop may take to tidy up before it is left behind. */
const graceMilliseconds = 10_000;

/** Ends the timers of work that is over. Made once: an error with its stack is dear. */
const workIsOver = new VideoGenerationError('CANCELLED', { message: 'The work is over.' });

export interface Deadline {
  readonly clock: IClock;
  /** Cancels the work from outside. */
  readonly signal: AbortSignal;
  readonly seconds: number;
  /** When the work last showed progress, by the clock’s monotonic time: then the time runs from there. */
  readonly lastProgress?: () => number;
  /** Made when the time is up. */
  timeout(): VideoGenerationError;
}

/**
 * Runs `work` with a signal that aborts when the caller's does, with its reason, or with TIMEOUT when the
 * time is up. Work that was told to stop gets a few seconds to do so, because the files that it uses are
 * removed afterwards; then the promise rejects with the reason whatever the work does. The signal aborts at
 * the end in any case, so that nothing goes on in the background.
 */
export async function withDeadline<Result>(
  deadline: Deadline,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const { clock, signal } = deadline;
  const scope = new AbortController();
  const grace: { over: boolean; timer?: AbortController } = { over: false };
  const overdue = new Promise<never>((_, reject) => {
    const wait = (): void => {
      if (grace.over) return;
      grace.timer = new AbortController();
      const late = (): void => reject(cancellationOf(scope.signal));
      clock.sleep(graceMilliseconds, grace.timer.signal).then(late, () => undefined);
    };
    scope.signal.addEventListener('abort', wait, { once: true });
  });
  const forward = (): void => scope.abort(cancellationOf(signal));
  if (signal.aborted) forward();
  else signal.addEventListener('abort', forward, { once: true });
  const timeIsUp = (): void => scope.abort(deadline.timeout());
  untilTimeIsUp(deadline, scope.signal).then(timeIsUp, () => undefined);
  try {
    return await Promise.race([work(scope.signal), overdue]);
  } catch (error) {
    throw scope.signal.aborted ? cancellationOf(scope.signal) : error;
  } finally {
    signal.removeEventListener('abort', forward);
    grace.over = true;
    scope.abort(workIsOver);
    grace.timer?.abort(workIsOver);
  }
}

async function untilTimeIsUp({ clock, seconds, lastProgress }: Deadline, over: AbortSignal): Promise<void> {
  let wait = seconds * 1000;
  while (wait > 0) {
    await clock.sleep(wait, over);
    wait = lastProgress ? lastProgress() + seconds * 1000 - clock.monotonic() : 0;
  }
}
