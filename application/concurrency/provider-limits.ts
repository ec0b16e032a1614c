import type { IVideoProvider } from '../../domain/provider/video-provider.js';
import type { IConfigManager } from '../../domain/settings/settings.js';
import { ConcurrencyLimiter } from './concurrency-limiter.js';

/** One limiter for each provider: its own limit, or a lower one from the settings. */
export class ProviderLimits {
  private readonly limiters = new Map<string, ConcurrencyLimiter>();

  constructor(private readonly config: Pick<IConfigManager, 'settings' | 'provider'>) {}

  limiterOf({ descriptor }: IVideoProvider): ConcurrencyLimiter {
    const { id, maxConcurrent } = descriptor;
    let limiter = this.limiters.get(id);
    if (!limiter) {
      const limit = Math.min(maxConcurrent, this.config.provider(id).maxConcurrent ?? maxConcurrent);
      const { maxQueued } = this.config.settings.global;
      limiter = new ConcurrencyLimiter({ name: `operations of ${id}`, limit, maxQueued });
      this.limiters.set(id, limiter);
    }
    return limiter;
  }

  /** Share of a provider's slots that is free, 0 to 1. */
  freeCapacity(provider: IVideoProvider): number {
    return this.limiterOf(provider).freeShare;
  }
}
