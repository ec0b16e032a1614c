import { VideoGenerationError } from '../../domain/errors/video-generation-error.js';
import type { ILogger } from '../../domain/logging/logger.js';
import type { IJobStore } from '../../domain/job/job-store.js';
import type { IClock } from '../../domain/time/clock.js';

/** Share of a lease after which a worker that cannot renew it stops: before others may begin. */
const longestSilence = 0.8;

export interface HeartbeatParts {
  readonly store: Pick<IJobStore, 'renew'>;
  readonly clock: IClock;
  readonly logger: ILogger;
  readonly ttlSeconds: number;
}

/**
 * Tells the store that a job’s worker lives, and the worker what the store knows: that the job was given to somebody
 * else, or that it is to be cancelled. A worker that cannot reach the store for the whole time of its lease stops by
 * itself, because others may have begun.
 */
export class Heartbeat {
  private readonly over = new AbortController();
  private readonly stopping = new AbortController();
  private renewedAt: number;

  constructor(
    private readonly parts: HeartbeatParts,
    private readonly jobId: string,
    private readonly token: number,
  ) {
    this.renewedAt = parts.clock.monotonic();
    this.beat().catch(() => undefined);
  }

  /** Aborts when the worker has to stop. */
  get stop(): AbortSignal {
    return this.stopping.signal;
  }

  private isStopped(): boolean {
    return this.stopping.signal.aborted;
  }

  end(): void {
    this.over.abort();
  }

  /** @throws VideoGenerationError LEASE_LOST, or why it could not be found out */
  async confirm(): Promise<void> {
    const { store, clock } = this.parts;
    const asked = clock.monotonic();
    const held = await store.renew(this.jobId, this.token);
    if (!held) this.stopping.abort(this.lost());
    else if (held.cancelRequested) this.stopping.abort(cancelled());
    this.renewedAt = asked;
    if (!held) throw this.lost();
  }

  private async beat(): Promise<void> {
    const { clock, logger, ttlSeconds } = this.parts;
    while (!this.over.signal.aborted && !this.isStopped()) {
      // A third for the lease; often enough for somebody who waits for a cancellation.
      await clock.sleep(Math.min(ttlSeconds / 3, 2) * 1000, this.over.signal);
      try {
        await this.confirm();
      } catch (error) {
        if (this.isStopped()) return;
        const { code, message } = VideoGenerationError.from(error);
        logger.warn('The store could not be told that the job goes on.', { code, reason: message });
        const silent = clock.monotonic() - this.renewedAt;
        if (silent > ttlSeconds * 1000 * longestSilence) this.stopping.abort(this.lost());
      }
    }
  }

  private lost(): VideoGenerationError {
    return new VideoGenerationError('LEASE_LOST', {
      message: `The job ${this.jobId} belongs to another process now.`,
      howToFix: `Leave it to the other process; follow it with: aether jobs watch ${this.jobId}`,
      // Paid work is left to its provider: whoever has the job now takes it up.
      details: { id: this.jobId, token: this.token, detached: true },
    });
  }
}

function cancelled(): VideoGenerationError {
  return new VideoGenerationError('CANCELLED', { message: 'The job was cancelled.' });
}
