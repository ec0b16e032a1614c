import type { VideoResult } from '../../domain/video/video-result.js';

/** Counts since the service was created. Dry runs are not counted. */
export interface VideoMetrics {
  /** All that have ended. */
  readonly total: number;
  readonly completed: number;
  readonly failed: number;
  readonly cancelled: number;
  /** Being made now. */
  readonly active: number;
  /** Waiting for a free slot. */
  readonly queued: number;
  /** Completed among completed and failed, 0 to 1; null before there is any. */
  readonly successRate: number | null;
  /** Mean wall-clock seconds of a completed video; null before there is any. */
  readonly averageSeconds: number | null;
  /** Seconds of video that were made. */
  readonly videoSeconds: number;
  /** Videos that ended, by what they were made with, as far as it was known. */
  readonly byProvider: Readonly<Record<string, number>>;
  readonly byChannel: Readonly<Record<string, number>>;
  readonly byQuality: Readonly<Record<string, number>>;
  /** Failures by error code. */
  readonly byError: Readonly<Record<string, number>>;
  /** Micro-units spent, by currency. */
  readonly costMicros: Readonly<Record<string, number>>;
}

/** Counts by name. A map, so that no name can collide with what objects inherit. */
class Tally {
  private readonly counts = new Map<string, number>();

  add(name: string | undefined, amount = 1): void {
    if (name !== undefined) this.counts.set(name, (this.counts.get(name) ?? 0) + amount);
  }

  toJSON(): Record<string, number> {
    return Object.fromEntries([...this.counts].sort(([left], [right]) => (left < right ? -1 : 1)));
  }
}

/** Adds up what became of the videos. */
export class GenerationMetrics {
  private readonly statuses = { completed: 0, failed: 0, cancelled: 0 };
  private readonly providers = new Tally();
  private readonly channels = new Tally();
  private readonly qualities = new Tally();
  private readonly errors = new Tally();
  private readonly costs = new Tally();
  private completedSeconds = 0;
  private videoSeconds = 0;

  /** @param wallSeconds from the request to the end, waiting included */
  add(result: VideoResult, wallSeconds: number): void {
    const { status } = result;
    if (status !== 'completed' && status !== 'failed' && status !== 'cancelled') return;
    this.statuses[status] += 1;
    this.providers.add(result.selection?.providerId);
    this.channels.add(result.channel);
    this.qualities.add(result.quality);
    if (status === 'failed') this.errors.add(result.error?.code);
    if (result.cost.micros > 0) this.costs.add(result.cost.currency, result.cost.micros);
    if (status !== 'completed') return;
    this.completedSeconds += wallSeconds;
    this.videoSeconds += result.video?.durationSeconds ?? 0;
  }

  snapshot(active: number, queued: number): VideoMetrics {
    const { completed, failed, cancelled } = this.statuses;
    const judged = completed + failed;
    return {
      total: judged + cancelled,
      completed,
      failed,
      cancelled,
      active,
      queued,
      successRate: judged > 0 ? completed / judged : null,
      averageSeconds: completed > 0 ? this.completedSeconds / completed : null,
      videoSeconds: this.videoSeconds,
      byProvider: this.providers.toJSON(),
      byChannel: this.channels.toJSON(),
      byQuality: this.qualities.toJSON(),
      byError: this.errors.toJSON(),
      costMicros: this.costs.toJSON(),
    };
  }
}
