import type { VideoGenerationService } from '../../application/generate-video/video-generation-service.js';
import { interruption } from '../../application/run-jobs/interruption.js';
import { VideoGenerationError } from '../../domain/errors/video-generation-error.js';

/** Options that every command takes. */
export interface CommonOptions {
  readonly config?: string;
  readonly json?: boolean;
  readonly verbose?: boolean;
}

export interface ServiceSession {
  readonly service: VideoGenerationService;
  /** Aborts at Ctrl-C and SIGTERM. */
  readonly signal: AbortSignal;
}

const exitAfterSecondSignal = 130;

/**
 * Starts the service with the common options, runs a command, and ends the service whatever happens.
 * @param flags settings that the command's own options override, by key
 */
export async function withService<Result>(
  { config, verbose }: CommonOptions,
  run: (session: ServiceSession) => Promise<Result>,
  flags: Readonly<Record<string, unknown>> = {},
): Promise<Result> {
  // Loaded here, so that `--help` need not wait for it.
  const { createVideoGenerationService } =
    await import('../../infrastructure/container/create-video-generation-service.js');
  const stop = new AbortController();
  const stopWith = (reason: VideoGenerationError) => (): void => {
    if (stop.signal.aborted) process.exit(exitAfterSecondSignal);
    stop.abort(reason);
  };
  const interrupt = stopWith(new VideoGenerationError('CANCELLED', { message: 'Interrupted.' }));
  // Whoever ends the process does not mean its work: a job goes on later.
  const drain = stopWith(interruption());
  process.on('SIGINT', interrupt).on('SIGTERM', drain);
  // A command that ends soon takes nothing up; `aether operations resume` does.
  const overrides = {
    'gateway.resumeOnStart': false,
    'jobs.resumeOnStart': false,
    ...flags,
    'logging.level': verbose ? 'debug' : undefined,
  };
  const service = await createVideoGenerationService({ configFile: config, overrides });
  try {
    return await run({ service, signal: stop.signal });
  } finally {
    await service.dispose();
    process.off('SIGINT', interrupt).off('SIGTERM', drain);
  }
}
