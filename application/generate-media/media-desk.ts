import { VideoGenerationError } from '../../domain/errors/video-generation-error.js';
import type { ModelDescriptor } from '../../domain/generation/model-descriptor.js';
import type { CacheSelection } from '../../domain/generation/result-cache.js';
import type { UnifiedRequestInput } from '../../domain/generation/unified-request.js';
import type { UnifiedResponse } from '../../domain/generation/unified-response.js';
import type { JournalEntry } from '../../domain/money/operation-journal.js';
import type { CircuitName, CircuitState } from '../../domain/provider/provider-health-store.js';
import type { IProviderRegistry } from '../../domain/provider/provider-registry.js';
import type { IConfigManager } from '../../domain/settings/settings.js';
import type { MediaGateway } from './media-gateway.js';
import type { MediaBatchOptions, MediaEstimate, MediaOptions } from './media-options.js';
import type { Resolution, ResumedOperation } from './unfinished-work.js';

export interface MediaDeskParts {
  readonly media: MediaGateway;
  readonly registry: IProviderRegistry;
  readonly config: Pick<IConfigManager, 'provider'>;
}

/** What a provider's models can do, and whether it is used. */
export interface ProviderCapabilities {
  readonly providerId: string;
  readonly enabled: boolean;
  readonly models: readonly ModelDescriptor[];
  /** True: it can be asked for models beside these. */
  readonly acceptsAnyModel: boolean;
}

/** Ends work here without ending it at its provider. */
export function serviceEnded(): VideoGenerationError {
  return new VideoGenerationError('CANCELLED', {
    message: 'The service was ended; paid work is taken up at the next start.',
    details: { detached: true },
  });
}

/** Clips and pictures from prompts: the half of the service that may cost money. */
export class MediaDesk {
  private readonly closing = new AbortController();
  private readonly underWay = new Set<Promise<unknown>>();

  constructor(private readonly desk: MediaDeskParts) {}

  /** Makes one clip or picture. Never rejects: what went wrong is in the response. */
  generate(request: UnifiedRequestInput, options: MediaOptions = {}): Promise<UnifiedResponse> {
    const signal = this.signalWith(options.signal);
    return this.track(this.desk.media.generate(request, { ...options, signal }));
  }

  /** Makes several, a few at once. The responses are in the requests' order; one failure sinks no other. */
  batchGenerate(
    requests: readonly UnifiedRequestInput[],
    options: MediaBatchOptions = {},
  ): Promise<UnifiedResponse[]> {
    const signal = this.signalWith(options.signal);
    return this.track(this.desk.media.generateMany(requests, { ...options, signal }));
  }

  /** Which model would make it, why, and at what price. Nothing is submitted. @throws VideoGenerationError */
  estimate(request: UnifiedRequestInput, options: MediaOptions = {}): Promise<MediaEstimate> {
    return this.desk.media.estimate(request, options);
  }

  /** What each provider's models can do. @throws VideoGenerationError PROVIDER_UNKNOWN */
  getCapabilities(providerId?: string): ProviderCapabilities[] {
    const { registry, config } = this.desk;
    const providers = providerId === undefined ? registry.list() : [registry.get(providerId)];
    return providers
      .filter(({ descriptor }) => descriptor.accepts.includes('prompt'))
      .map(({ descriptor: { id, models = [], acceptsAnyModel = false } }) => ({
        providerId: id,
        enabled: config.provider(id).enabled,
        models,
        acceptsAnyModel,
      }));
  }

  /** Forgets finished results; the files that were delivered stay. @returns how many */
  invalidateCache(selection: { readonly provider?: string; readonly model?: string }): Promise<number> {
    const { provider, model } = selection;
    const chosen: CacheSelection = {
      ...(provider === undefined ? {} : { providerId: provider }),
      ...(model === undefined ? {} : { model }),
    };
    return this.desk.media.invalidateCache(chosen);
  }

  /** Forgets all finished results. @returns how many */
  clearCache(): Promise<number> {
    return this.desk.media.clearCache();
  }

  /** How the circuit breaker of each model that was asked stands, with the time of reopening. */
  getCircuits(): Promise<readonly (CircuitName & CircuitState)[]> {
    return this.desk.media.circuits();
  }

  /** Paid work that is not final, oldest first. */
  listUnfinished(): Promise<readonly JournalEntry[]> {
    return this.desk.media.unfinished.list();
  }

  /**
   * What an earlier process began for the very same request and did not finish. Generate with its `requestId` to
   * have that, instead of paying twice.
   */
  findUnfinished(request: UnifiedRequestInput): Promise<JournalEntry | undefined> {
    return this.desk.media.unfinishedOf(request);
  }

  /** Takes up all paid work that a crash left: polled, downloaded, delivered. */
  resumeUnfinished(signal?: AbortSignal): Promise<ResumedOperation[]> {
    return this.track(this.desk.media.unfinished.resumeAll(this.signalWith(signal)));
  }

  /** Says what a person found out about a `submission_unknown`. @throws VideoGenerationError */
  resolveOperation(key: string, resolution: Resolution): Promise<JournalEntry> {
    return this.desk.media.unfinished.resolve(key, resolution);
  }

  /** Leaves paid work to its providers: it is taken up at the next start. */
  protected async letGo(): Promise<void> {
    this.closing.abort(serviceEnded());
    await Promise.allSettled(this.underWay);
  }

  private signalWith(signal: AbortSignal | undefined): AbortSignal {
    // A signal of its own for each: what waits together must not listen to one.
    return AbortSignal.any(signal ? [signal, this.closing.signal] : [this.closing.signal]);
  }

  protected async track<Result>(work: Promise<Result>): Promise<Result> {
    this.underWay.add(work);
    try {
      return await work;
    } finally {
      this.underWay.delete(work);
    }
  }
}
