import { VideoGenerationError } from '../../domain/errors/video-generation-error.js';
import type { IClock } from '../../domain/time/clock.js';

/** What has to be done, and by when. */
export interface Deadline {
  readonly clock: IClock;
  readonly seconds: number;
  /** Completes “The plugin … did not …”, such as `finish init`. */
  readonly step: string;
  /** Names the plugin: `speech/flite (built-in)`. */
  readonly plugin: string;
}

/**
 * Runs a step of a plugin. A step that throws before it returns a promise rejects, too.
 * @throws VideoGenerationError PLUGIN_TIMEOUT when the deadline passes; what the step does then is ignored.
 */
export async function withinDeadline<Result>(
  { clock, seconds, step, plugin }: Deadline,
  run: () => Result | Promise<Result>,
): Promise<Result> {
  const finished = new AbortController();
  const overdue = clock.sleep(seconds * 1000, finished.signal).then(() => {
    throw new VideoGenerationError('PLUGIN_TIMEOUT', {
      message: `The plugin ${plugin} did not ${step} within ${seconds} s.`,
      details: { plugin, step, seconds },
    });
  });
  const outcome = (async () => run())();
  try {
    return await Promise.race([outcome, overdue]);
  } finally {
    finished.abort();
    // Whichever of the two comes late has nobody left to tell.
    outcome.catch(() => undefined);
    overdue.catch(() => undefined);
  }
}
