import type { UnifiedResponse } from '../../domain/generation/unified-response.js';

/** Counts of clips and pictures since the service was created. */
export interface MediaMetrics {
  readonly total: number;
  readonly completed: number;
  readonly failed: number;
  readonly cancelled: number;
  readonly submissionUnknown: number;
  /** Completed among all but the cancelled, 0 to 1; null before there is any. */
  readonly successRate: number | null;
  /** Served without asking a provider among the completed, 0 to 1; null before there is any. */
  readonly cacheHitRate: number | null;
  /** Calls that were tried again. */
  readonly retries: number;
  /** Attempts at another provider after a failure. */
  readonly fallbacks: number;
  /** Wall-clock seconds of the completed ones that were not cached; null before there is any. */
  readonly averageSeconds: number | null;
  readonly p95Seconds: number | null;
  /** Attempts by `provider/model`. */
  readonly byProvider: Readonly<Record<string, number>>;
  /** Failures by error code. */
  readonly byError: Readonly<Record<string, number>>;
  /** Micro-units spent, by currency. */
  readonly costMicros: Readonly<Record<string, number>>;
}

/** Times that the percentile is taken of; the oldest are forgotten. */
const rememberedTimes = 1000;

/** Adds up what became of the requests. */
export class GatewayMetrics {
  private readonly statuses = { completed: 0, failed: 0, cancelled: 0, submission_unknown: 0 };
  private readonly providers = new Map<string, number>();
  private readonly errors = new Map<string, number>();
  private readonly costs = new Map<string, number>();
  private readonly times: number[] = [];
  private seconds = 0;
  private made = 0;
  private hits = 0;
  private retries = 0;
  private fallbacks = 0;

  addRetry(): void {
    this.retries += 1;
  }

  add(response: UnifiedResponse): void {
    const { status, attempts, cacheHit, cost, processingSeconds, error } = response;
    this.statuses[status] += 1;
    this.fallbacks += Math.max(0, attempts.length - 1);
    for (const { providerId, model } of attempts) count(this.providers, `${providerId}/${model}`);
    if (error && status !== 'cancelled') count(this.errors, error.code);
    if (cost.micros > 0 && !cacheHit) count(this.costs, cost.currency, cost.micros);
    if (status !== 'completed') return;
    if (cacheHit) {
      this.hits += 1;
      return;
    }
    this.made += 1;
    this.seconds += processingSeconds;
    this.times.push(processingSeconds);
    if (this.times.length > rememberedTimes) this.times.shift();
  }

  snapshot(): MediaMetrics {
    const { completed, failed, cancelled, submission_unknown: submissionUnknown } = this.statuses;
    const judged = completed + failed + submissionUnknown;
    const sorted = [...this.times].sort((left, right) => left - right);
    return {
      total: judged + cancelled,
      completed,
      failed,
      cancelled,
      submissionUnknown,
      successRate: judged > 0 ? completed / judged : null,
      cacheHitRate: completed > 0 ? this.hits / completed : null,
      retries: this.retries,
      fallbacks: this.fallbacks,
      averageSeconds: this.made > 0 ? this.seconds / this.made : null,
      p95Seconds: sorted[Math.ceil(sorted.length * 0.95) - 1] ?? null,
      byProvider: Object.fromEntries(this.providers),
      byError: Object.fromEntries(this.errors),
      costMicros: Object.fromEntries(this.costs),
    };
  }
}

function count(counts: Map<string, number>, name: string, amount = 1): void {
  counts.set(name, (counts.get(name) ?? 0) + amount);
}
