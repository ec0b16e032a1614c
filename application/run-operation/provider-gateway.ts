import { VideoGenerationError } from '../../domain/errors/video-generation-error.js';
import type { ProviderDescriptor } from '../../domain/provider/provider-descriptor.js';
import type {
  Cost,
  OperationOutput,
  OperationStatus,
  ProviderWarning,
} from '../../domain/provider/provider-operation.js';
import type {
  IProviderRegistry,
  ProviderRequirements,
  ProviderSelection,
} from '../../domain/provider/provider-registry.js';
import type { IVideoProvider, TimelineRequest } from '../../domain/provider/video-provider.js';
import type { IConfigManager } from '../../domain/settings/settings.js';
import type { IClock } from '../../domain/time/clock.js';
import type { ProviderLimits } from '../concurrency/provider-limits.js';
import { asProviderError } from './call-provider.js';
import type { GatewayCall } from './gateway-call.js';
import { runLocally } from './run-locally.js';
import type { TimelineOperations } from './timeline-operations.js';

export interface GatewayParts {
  readonly registry: IProviderRegistry;
  readonly limits: ProviderLimits;
  readonly config: Pick<IConfigManager, 'settings' | 'provider'>;
  readonly clock: IClock;
  /** For whatever may cost money. */
  readonly paid: TimelineOperations;
}

/** One logical piece of work for whichever provider is best able. */
export interface GatewayRequest {
  readonly requirements: ProviderRequirements;
  readonly request: TimelineRequest;
}

export interface GatewayResult {
  readonly selection: ProviderSelection;
  readonly output: OperationOutput;
  readonly cost: Cost;
  readonly warnings: readonly ProviderWarning[];
}

type Made = Omit<GatewayResult, 'selection'>;

/** True if work there may be charged: it is journalled, held against the budget, and taken up after a crash. */
export function mayCharge({ location, microsPerSecond }: ProviderDescriptor): boolean {
  return location === 'remote' || microsPerSecond > 0;
}

/**
 * The only road of a timeline to a provider: select → validate → wait for a slot → make → record. What is free
 * and local is rendered at once ({@link runLocally}); everything else is paid work under the same journal,
 * budget, polling, custody and recovery as clips and pictures ({@link TimelineOperations}).
 */
export class ProviderGateway {
  constructor(private readonly parts: GatewayParts) {}

  /** @throws VideoGenerationError of the provider, or NO_SUITABLE_PROVIDER, QUEUE_FULL, TIMEOUT, CANCELLED… */
  async generate({ requirements, request }: GatewayRequest, call: GatewayCall): Promise<GatewayResult> {
    const { registry, paid } = this.parts;
    const selection = registry.select(requirements);
    call.onSelected?.(selection);
    const provider = registry.get(selection.providerId);
    refuseWhatItCannot(provider, request);
    const named = requirements.providerId !== undefined;
    const measured = <Result>(work: () => Promise<Result>): Promise<Result> =>
      this.measured(provider, requirements.durationSeconds, work);
    const made = mayCharge(provider.descriptor)
      ? await paid.make({ provider, request, named, measured }, call)
      : await this.rendered(provider, request, call, measured);
    return { selection, ...made };
  }

  /** Feeds what happened into the registry's averages, unless it says nothing about the provider. */
  private async measured<Result>(
    provider: IVideoProvider,
    videoSeconds: number,
    work: () => Promise<Result>,
  ): Promise<Result> {
    const { registry, clock } = this.parts;
    const started = clock.monotonic();
    const record = (succeeded: boolean): void => {
      const seconds = (clock.monotonic() - started) / 1000;
      const secondsPerVideoSecond = seconds / Math.max(1, videoSeconds);
      registry.record(provider.descriptor.id, { succeeded, secondsPerVideoSecond });
    };
    try {
      const success = await work();
      record(true);
      return success;
    } catch (error) {
      const { category } = VideoGenerationError.from(error);
      if (category !== 'cancelled' && category !== 'input') record(false);
      throw error;
    }
  }

  private async rendered(
    provider: IVideoProvider,
    request: TimelineRequest,
    call: GatewayCall,
    measured: (work: () => Promise<Made>) => Promise<Made>,
  ): Promise<Made> {
    const { config, clock, limits } = this.parts;
    const { id, timeoutSeconds } = provider.descriptor;
    const seconds =
      config.provider(id).timeoutSeconds ?? timeoutSeconds ?? config.settings.global.timeoutSeconds;
    const { signal, idempotencyKey, workspace } = call;
    const logger = call.logger.child({ provider: id });
    const limiter = limits.limiterOf(provider);
    if (limiter.busy) call.onProgress?.({ state: 'waiting', providerId: id });
    const release = await limiter.acquire(signal);
    try {
      const onProgress = (status: Extract<OperationStatus, { state: 'queued' | 'running' }>): void =>
        call.onProgress?.(status);
      return await measured(async () => {
        const work = { provider, request, clock, seconds, onProgress };
        const success = await runLocally(work, { signal, idempotencyKey, logger, workspace });
        call.onSpent?.(success.cost);
        return { output: success.output, cost: success.cost, warnings: success.warnings };
      });
    } finally {
      release();
    }
  }
}

function refuseWhatItCannot(provider: IVideoProvider, request: TimelineRequest): void {
  const { id } = provider.descriptor;
  let issues;
  try {
    issues = provider.validate(request);
  } catch (error) {
    throw asProviderError(id, error);
  }
  if (issues.length === 0) return;
  const list = issues.map(({ where, message }) => `${where}: ${message}`).join('; ');
  throw new VideoGenerationError('INVALID_REQUEST', {
    message: `The provider “${id}” cannot make this video: ${list}`,
    howToFix: 'Change what the message names, or choose another provider.',
    details: { providerId: id, issues },
  });
}
