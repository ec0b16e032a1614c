import { cancellationOf, VideoGenerationError } from '../../domain/errors/video-generation-error.js';
import type { ILogger } from '../../domain/logging/logger.js';
import type {
  Cost,
  OperationStatus,
  OperationOutput,
  ProviderOperation,
  ProviderWarning,
} from '../../domain/provider/provider-operation.js';
import type {
  IProviderRegistry,
  ProviderRequirements,
  ProviderSelection,
} from '../../domain/provider/provider-registry.js';
import type { IVideoProvider, ProviderCall, ProviderRequest } from '../../domain/provider/video-provider.js';
import type { IConfigManager } from '../../domain/settings/settings.js';
import type { IClock } from '../../domain/time/clock.js';
import type { ProviderLimits } from '../concurrency/provider-limits.js';
import { withDeadline } from '../concurrency/with-deadline.js';
import { checkOperation, checkStatus } from './check-operation.js';
import { pollDelaySeconds } from './poll-interval.js';

/** How long a provider may take to stop an operation. */
const cancelSeconds = 8;

export interface GatewayParts {
  readonly registry: IProviderRegistry;
  readonly limits: ProviderLimits;
  readonly config: Pick<IConfigManager, 'settings' | 'provider'>;
  readonly clock: IClock;
}

/** One logical piece of work for whichever provider is best able. */
export interface GatewayRequest {
  readonly requirements: ProviderRequirements;
  readonly request: ProviderRequest;
}

/** Where the work stands: the provider's own words, or that it has to wait for a free slot. */
export type GatewayProgress =
  | { readonly state: 'waiting'; readonly providerId: string }
  | Extract<OperationStatus, { state: 'queued' | 'running' }>;

export interface GatewayCall {
  readonly signal: AbortSignal;
  /** One for each logical piece of work, made outside of any retry. */
  readonly idempotencyKey: string;
  readonly logger: ILogger;
  readonly workspace: string;
  onSelected?(selection: ProviderSelection): void;
  onProgress?(progress: GatewayProgress): void;
}

export interface GatewayResult {
  readonly selection: ProviderSelection;
  readonly output: OperationOutput;
  readonly cost: Cost;
  readonly warnings: readonly ProviderWarning[];
}

type Success = Extract<OperationStatus, { state: 'succeeded' }>;

/**
 * The only road to a provider: select → wait for a slot → validate → start → status until final → record.
 * `start` is called once and never again; whether it may be sent a second time is decided here alone.
 */
export class ProviderGateway {
  constructor(private readonly parts: GatewayParts) {}

  /** @throws VideoGenerationError of the provider, or NO_SUITABLE_PROVIDER, QUEUE_FULL, TIMEOUT, CANCELLED… */
  async generate({ requirements, request }: GatewayRequest, call: GatewayCall): Promise<GatewayResult> {
    const { registry, limits } = this.parts;
    const selection = registry.select(requirements);
    call.onSelected?.(selection);
    const provider = registry.get(selection.providerId);
    const limiter = limits.limiterOf(provider);
    if (limiter.busy) call.onProgress?.({ state: 'waiting', providerId: selection.providerId });
    const release = await limiter.acquire(call.signal);
    try {
      refuseWhatItCannot(provider, request);
      const success = await this.measured(provider, requirements.durationSeconds, () =>
        this.runInTime(provider, request, call),
      );
      const { output, cost, warnings } = success;
      return { selection, output, cost, warnings };
    } finally {
      release();
    }
  }

  /** Feeds what happened into the registry's averages, unless it says nothing about the provider. */
  private async measured(
    provider: IVideoProvider,
    videoSeconds: number,
    work: () => Promise<Success>,
  ): Promise<Success> {
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

  private runInTime(provider: IVideoProvider, request: ProviderRequest, call: GatewayCall): Promise<Success> {
    const { id, timeoutSeconds } = provider.descriptor;
    const { config, clock } = this.parts;
    const seconds =
      config.provider(id).timeoutSeconds ?? timeoutSeconds ?? config.settings.global.timeoutSeconds;
    const timeout = (): VideoGenerationError =>
      new VideoGenerationError('TIMEOUT', {
        message: `The provider “${id}” did not finish within ${seconds} s.`,
        howToFix: `Try again, or raise providers.${id}.timeoutSeconds in the settings.`,
        details: { providerId: id, timeoutSeconds: seconds },
      });
    return withDeadline({ clock, signal: call.signal, seconds, timeout }, (signal) =>
      this.run(provider, request, { ...call, signal }),
    );
  }

  private async run(provider: IVideoProvider, request: ProviderRequest, call: GatewayCall): Promise<Success> {
    const { signal, idempotencyKey, workspace } = call;
    const { id } = provider.descriptor;
    const logger = call.logger.child({ provider: id });
    const providerCall: ProviderCall = { signal, idempotencyKey, logger, workspace };
    let operation: ProviderOperation | undefined;
    try {
      // The seam: journal, retry and fallback of a submission belong around this one line.
      operation = checkOperation(id, await provider.start(request, providerCall));
      return await this.follow(provider, operation, providerCall, call.onProgress?.bind(call));
    } catch (error) {
      if (!signal.aborted) throw asProviderError(id, error);
      if (operation) await this.stop(provider, operation, providerCall);
      throw cancellationOf(signal);
    }
  }

  private async follow(
    provider: IVideoProvider,
    operation: ProviderOperation,
    call: ProviderCall,
    onProgress: GatewayCall['onProgress'],
  ): Promise<Success> {
    const { id, location } = provider.descriptor;
    const { clock } = this.parts;
    for (let polls = 1; ; polls += 1) {
      const asked = clock.monotonic();
      const status = checkStatus(id, await untilAborted(provider.status(operation, call), call.signal));
      if (status.state === 'succeeded') return status;
      if (status.state === 'failed') throw VideoGenerationError.fromJSON(status.error);
      if (status.state === 'cancelled') throw stoppedByItself(id);
      onProgress?.(status);
      const answeredAfterSeconds = (clock.monotonic() - asked) / 1000;
      const delay = pollDelaySeconds({ location, status, polls, answeredAfterSeconds });
      if (delay > 0) await clock.sleep(delay * 1000, call.signal);
    }
  }

  /** Tells the provider to stop, with a signal and a deadline of its own, because ours has been used up. */
  private async stop(
    provider: IVideoProvider,
    operation: ProviderOperation,
    call: ProviderCall,
  ): Promise<void> {
    if (!provider.cancel) {
      call.logger.warn('The provider cannot cancel; its operation may go on.', { operation });
      return;
    }
    const timeout = (): VideoGenerationError =>
      new VideoGenerationError('TIMEOUT', {
        message: `Cancelling took longer than ${cancelSeconds} s.`,
      });
    try {
      const { signal } = new AbortController();
      await withDeadline({ clock: this.parts.clock, signal, seconds: cancelSeconds, timeout }, (stopping) =>
        untilAborted(provider.cancel!(operation, { ...call, signal: stopping }), stopping),
      );
    } catch (error) {
      const { code, message } = VideoGenerationError.from(error);
      call.logger.warn('The provider did not cancel its operation.', { operation, code, reason: message });
    }
  }
}

function refuseWhatItCannot(provider: IVideoProvider, request: ProviderRequest): void {
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

/** Ours as it is; anything else becomes a failure of the provider, not of the framework. */
function asProviderError(providerId: string, thrown: unknown): VideoGenerationError {
  if (VideoGenerationError.isInstance(thrown)) return thrown;
  const what = thrown instanceof Error ? thrown.message : String(thrown);
  return new VideoGenerationError('PROVIDER_ERROR', {
    message: `The provider “${providerId}” failed: ${what}`,
    details: { providerId },
    cause: thrown,
  });
}

function stoppedByItself(providerId: string): VideoGenerationError {
  return new VideoGenerationError('PROVIDER_ERROR', {
    message: `The provider “${providerId}” stopped the work by itself.`,
    details: { providerId },
  });
}

/** Does not wait for a plugin that ignores its signal. */
function untilAborted<Result>(work: Promise<Result>, signal: AbortSignal): Promise<Result> {
  return new Promise((resolve, reject) => {
    const aborted = (): void => reject(cancellationOf(signal));
    if (signal.aborted) aborted();
    else signal.addEventListener('abort', aborted, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', aborted));
  });
}
