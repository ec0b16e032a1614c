import type { ModelDescriptor } from '../../domain/generation/model-descriptor.js';
import type { IVideoProvider } from '../../domain/provider/video-provider.js';
import type { IConfigManager } from '../../domain/settings/settings.js';
import type { IClock } from '../../domain/time/clock.js';
import { ConcurrencyLimiter, type ReleaseSlot } from '../concurrency/concurrency-limiter.js';
import type { ProviderLimits } from '../concurrency/provider-limits.js';
import { nameOfModel } from './model-health.js';
import { RateLimiter } from './rate-limiter.js';

export interface AdmissionParts {
  readonly limits: ProviderLimits;
  readonly config: Pick<IConfigManager, 'settings'>;
  readonly clock: IClock;
}

/**
 * How many operations run at once, of a model, of its provider and in all. Each has a bounded line, first
 * come, first served. The narrowest is entered first, so that a crowded model does not hold the wide slots.
 */
export class Admission {
  private readonly models = new Map<string, ConcurrencyLimiter>();
  private readonly rates = new Map<string, RateLimiter>();
  private readonly all: ConcurrencyLimiter;

  constructor(private readonly parts: AdmissionParts) {
    const { maxConcurrent: limit, maxQueued } = parts.config.settings.gateway;
    this.all = new ConcurrencyLimiter({ name: 'operations in all', limit, maxQueued });
  }

  /**
   * Waits for a slot of each. @param model absent for a whole timeline
   * @param onWaiting called if it has to wait
   * @throws VideoGenerationError QUEUE_FULL or CANCELLED; nothing is held then
   */
  async enter(
    provider: IVideoProvider,
    model: ModelDescriptor | undefined,
    signal: AbortSignal,
    onWaiting: () => void,
  ): Promise<ReleaseSlot> {
    const own = model ? [this.limiterOf(provider, model)] : [];
    const limiters = [...own, this.parts.limits.limiterOf(provider), this.all];
    if (limiters.some(({ busy }) => busy)) onWaiting();
    const held: ReleaseSlot[] = [];
    const release = (): void => held.reverse().forEach((giveBack) => giveBack());
    try {
      for (const limiter of limiters) held.push(await limiter.acquire(signal));
      return release;
    } catch (error) {
      release();
      throw error;
    }
  }

  /** Waits until the provider's rate limit lets one more request of the model through; without one, of timelines. */
  rateOf(provider: IVideoProvider, model?: ModelDescriptor): RateLimiter {
    const name = nameOfModel({ providerId: provider.descriptor.id, model: model?.id ?? '' });
    let rate = this.rates.get(name);
    if (!rate) this.rates.set(name, (rate = new RateLimiter(this.parts.clock, model?.rateLimit)));
    return rate;
  }

  /** Share of the free slots, 0 to 1: that of the fullest. */
  freeShare(provider: IVideoProvider, model: ModelDescriptor): number {
    return Math.min(this.limiterOf(provider, model).freeShare, this.parts.limits.freeCapacity(provider));
  }

  private limiterOf({ descriptor }: IVideoProvider, model: ModelDescriptor): ConcurrencyLimiter {
    const name = nameOfModel({ providerId: descriptor.id, model: model.id });
    let limiter = this.models.get(name);
    if (!limiter) {
      const { maxQueued } = this.parts.config.settings.gateway;
      const limit = model.maxConcurrent ?? descriptor.maxConcurrent;
      limiter = new ConcurrencyLimiter({ name: `operations of ${name}`, limit, maxQueued });
      this.models.set(name, limiter);
    }
    return limiter;
  }
}
