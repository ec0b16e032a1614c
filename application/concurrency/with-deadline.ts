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
  /** Made when the time is up. */
  timeout(): VideoGenerationError;
}

/**
 * Runs `work` with a signal that aborts when the caller's does, with its reason, or with TIMEOUT when the
 * time is up. Work that was told to stop gets a few seconds to do so, because the files that it uses are
 * removed afterwards; then the promise rejects with the reason whatever the work does.
 */
export async function withDeadline<Result>(
  deadline: Deadline,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const { clock, signal, seconds } = deadline;
  const stop = new AbortController();
  const timer = new AbortController();
  const forward = (): void => stop.abort(signal.reason);
  if (signal.aborted) forward();
  else signal.addEventListener('abort', forward, { once: true });
  clock.sleep(seconds * 1000, timer.signal).then(
    () => stop.abort(deadline.timeout()),
    () => undefined,
  );
  try {
    return await Promise.race([work(stop.signal), stoppedAndLate(clock, stop.signal, timer.signal)]);
  } catch (error) {
    throw stop.signal.aborted ? cancellationOf(stop.signal) : error;
  } finally {
    signal.removeEventListener('abort', forward);
    timer.abort(workIsOver);
  }
}

/** Rejects when the grace after a stop has passed; never resolves. */
function stoppedAndLate(clock: IClock, stop: AbortSignal, over: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const wait = (): void => {
      clock.sleep(graceMilliseconds, over).then(
        () => reject(cancellationOf(stop)),
        () => undefined,
      );
    };
    if (stop.aborted) wait();
    else stop.addEventListener('abort', wait, { once: true });
  });
}
