import { VideoGenerationError } from '../../domain/errors/video-generation-error.js';
import type { ErrorCode } from '../../domain/errors/error-codes.js';
import type { ILogger } from '../../domain/logging/logger.js';
import type { ResourceUse } from '../../domain/job/resource-meter.js';
import type { IClock } from '../../domain/time/clock.js';

/** How one stage went, for whoever keeps records. */
export interface StageReport extends Partial<ResourceUse> {
  readonly stage: string;
  /** Wall-clock. */
  readonly seconds: number;
  readonly attempts: number;
  /** True if an earlier run’s output was used. */
  readonly resumed: boolean;
  /** Items that it worked on, such as scenes. */
  readonly items?: number;
  /** Present if the output can be kept: what it follows from, the output itself, and its files. */
  readonly kept?: { readonly inputs: unknown; readonly output: unknown; readonly files: readonly string[] };
}

/** Failures that may pass by themselves within seconds. All others are for a person, or for another day. */
const passing: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'DOWNLOAD_REJECTED',
  'NETWORK_ERROR',
  'PROVIDER_ERROR',
  'RATE_LIMIT_EXCEEDED',
  'SPEECH_FAILED',
]);
const longestPauseSeconds = 10;

/** True if a stage that failed so may be tried again. */
export function mayPass({ code, retryable, billed }: VideoGenerationError): boolean {
  // What was paid for, or may have been, is never asked for again without a person.
  return retryable && passing.has(code) && billed === 'no';
}

export interface Retrying {
  readonly stage: string;
  readonly attempts: number;
  readonly signal: AbortSignal;
  readonly clock: IClock;
  readonly logger: ILogger;
}

/** Tries a stage until it succeeds or must not be tried again: pauses of 1, 2, 4… s, or what the error asks for. */
export async function withAttempts<Value>(
  { stage, attempts, signal, clock, logger }: Retrying,
  work: () => Promise<Value>,
): Promise<{ readonly value: Value; readonly attempts: number }> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return { value: await work(), attempts: attempt };
    } catch (thrown) {
      const error = VideoGenerationError.from(thrown);
      const pause = error.retryAfterSeconds ?? 2 ** (attempt - 1);
      const again = attempt < attempts && mayPass(error) && pause <= longestPauseSeconds;
      if (!again || signal.aborted) throw thrown;
      const facts = { stage, attempt, code: error.code, reason: error.message, pauseSeconds: pause };
      logger.warn('The stage failed and is tried again.', facts);
      await clock.sleep(pause * 1000, signal);
    }
  }
}
