import { throwIfCancelled, VideoGenerationError } from '../../domain/errors/video-generation-error.js';
import type { ModelDescriptor } from '../../domain/generation/model-descriptor.js';
import type { UnifiedRequest } from '../../domain/generation/unified-request.js';
import type { ILogger } from '../../domain/logging/logger.js';
import type { PolicyChanges } from '../../domain/policy/gateway-policies.js';
import type { IProviderRegistry } from '../../domain/provider/provider-registry.js';
import type { IVideoProvider } from '../../domain/provider/video-provider.js';
import type { IConfigManager } from '../../domain/settings/settings.js';
import { nearestName } from '../../domain/suggestion/nearest-name.js';
import type { IClock } from '../../domain/time/clock.js';
import { resolvePolicies } from '../policies/resolve-policies.js';
import { isRetried, retryDelaySeconds, type Random } from '../policies/retry.js';
import { SingleFlight } from '../policies/single-flight.js';
import { callInTime } from '../run-operation/call-provider.js';

export interface ModelDirectoryParts {
  readonly registry: Pick<IProviderRegistry, 'list' | 'get'>;
  readonly config: Pick<IConfigManager, 'settings' | 'provider'>;
  readonly clock: IClock;
  readonly random: Random;
  readonly logger: ILogger;
}

/** What providers said of their models, by provider id: these stand in for the ones that they list. */
export type DescribedModels = ReadonlyMap<string, readonly ModelDescriptor[]>;

/** How long what a provider said of its models is taken for true. */
const rememberedMilliseconds = 3_600_000;

/** How long a provider that could not be asked in passing is not asked so again. */
const leftAloneMilliseconds = 60_000;
/** How long a choice among many may wait for one provider's prices. */
const passingSeconds = 10;

type Urgency = 'needed' | 'in passing';

interface Terms {
  readonly request: UnifiedRequest;
  readonly changes: PolicyChanges | undefined;
  readonly signal: AbortSignal;
}

interface Remembered {
  readonly until: number;
  readonly models: readonly ModelDescriptor[];
}

/** Knows what only the providers can tell of their models: what an unlisted one takes, what one costs today. */
export class ModelDirectory {
  private readonly remembered = new Map<string, Remembered>();
  private readonly leftAlone = new Map<string, number>();
  private readonly flights = new SingleFlight<readonly ModelDescriptor[], never>();

  constructor(private readonly parts: ModelDirectoryParts) {}

  /**
   * Asks for what the request may need to know, before anything is paid. Where the provider's own list is enough
   * to go on with, a failure is only logged.
   * @throws VideoGenerationError MODEL_UNKNOWN, or why the provider that was named could not be asked
   */
  async describe(
    request: UnifiedRequest,
    changes: PolicyChanges | undefined,
    signal: AbortSignal,
  ): Promise<DescribedModels> {
    const { registry, config } = this.parts;
    const named = request.provider !== 'auto';
    const providers = named ? [registry.get(request.provider)] : registry.list();
    const asked = providers
      .filter(({ descriptor: { id, automatic } }) => config.provider(id).enabled && (named || automatic))
      .map((provider) => ({ provider, ids: unclear(provider, request) }))
      .filter(({ ids }) => ids.length > 0);
    const answers = asked.map(async ({ provider, ids }) => {
      const models = await this.ask(provider, ids, { request, changes, signal });
      return [provider.descriptor.id, models] as const;
    });
    return new Map(await Promise.all(answers));
  }

  private async ask(
    provider: IVideoProvider,
    ids: readonly string[],
    terms: Terms,
  ): Promise<readonly ModelDescriptor[]> {
    const { id, models = [] } = provider.descriptor;
    const { request } = terms;
    const listed = models.some((model) => model.id === request.model);
    if (request.provider !== id || listed) return this.askInPassing(provider, ids, terms);
    const found = await this.recall(provider, ids, terms, 'needed');
    if (request.model === undefined || found.some((model) => model.id === request.model)) return found;
    throw unknownModel(id, request.model, models);
  }

  /** The provider's own list is enough to go on with: a failure is logged, and not repeated at once. */
  private async askInPassing(
    provider: IVideoProvider,
    ids: readonly string[],
    terms: Terms,
  ): Promise<readonly ModelDescriptor[]> {
    const { clock, logger } = this.parts;
    const { id } = provider.descriptor;
    if ((this.leftAlone.get(id) ?? 0) > clock.monotonic()) return [];
    try {
      return await this.recall(provider, ids, terms, 'in passing');
    } catch (thrown) {
      throwIfCancelled(terms.signal);
      this.leftAlone.set(id, clock.monotonic() + leftAloneMilliseconds);
      const { code } = VideoGenerationError.from(thrown);
      logger.info('What models cost today could not be asked.', { provider: id, code });
      return [];
    }
  }

  private async recall(
    provider: IVideoProvider,
    ids: readonly string[],
    { changes, signal }: Terms,
    how: Urgency,
  ): Promise<readonly ModelDescriptor[]> {
    const name = [provider.descriptor.id, ...ids].join('\n');
    const known = this.remembered.get(name);
    if (known && known.until > this.parts.clock.monotonic()) return known.models;
    const call = { signal, onEvent: () => undefined };
    const { result } = await this.flights.run(`${how}\n${name}`, call, async (flight) => {
      const models = await this.askProvider(provider, ids, { changes, signal: flight.signal }, how);
      this.remembered.set(name, { models, until: this.parts.clock.monotonic() + rememberedMilliseconds });
      return models;
    });
    return result;
  }

  /** Asking costs nothing, so it is tried again as the policy says; in passing it is asked once, and briefly. */
  private async askProvider(
    provider: IVideoProvider,
    ids: readonly string[],
    { changes, signal }: Omit<Terms, 'request'>,
    how: Urgency,
  ): Promise<readonly ModelDescriptor[]> {
    const { config, clock, random, logger } = this.parts;
    const { descriptor } = provider;
    const { retry, timeouts } = resolvePolicies(config, descriptor, { named: true, changes });
    const needed = how === 'needed';
    const seconds = needed ? timeouts.callSeconds : Math.min(timeouts.callSeconds, passingSeconds);
    const attempts = needed ? retry.attempts : 1;
    const terms = { clock, providerId: descriptor.id, what: 'what its models are', seconds, signal };
    for (let tries = 1; ; tries += 1) {
      try {
        return await callInTime(terms, (scope) => provider.describeModels!(ids, { signal: scope, logger }));
      } catch (thrown) {
        const error = VideoGenerationError.from(thrown);
        if (tries >= attempts || signal.aborted || !isRetried(retry, error)) throw error;
        await clock.sleep(retryDelaySeconds(retry, tries, error, random) * 1000, signal);
      }
    }
  }
}

/** The models that the request may mean and that the provider's list does not say enough of. */
function unclear(asked: IVideoProvider, { model: wanted, provider }: UnifiedRequest): readonly string[] {
  if (!asked.describeModels) return [];
  const { id, models = [], acceptsAnyModel = false } = asked.descriptor;
  const meant = wanted === undefined ? models : models.filter((model) => model.id === wanted);
  if (wanted !== undefined && meant.length === 0) return acceptsAnyModel && provider === id ? [wanted] : [];
  return meant.filter(({ price }) => price === undefined).map((model) => model.id);
}

function unknownModel(id: string, model: string, listed: readonly ModelDescriptor[]): VideoGenerationError {
  const nearest = nearestName(
    model,
    listed.map((one) => one.id),
  );
  return new VideoGenerationError('MODEL_UNKNOWN', {
    message: `“${id}” has no model “${model}”.${nearest === undefined ? '' : ` Did you mean “${nearest}”?`}`,
    howToFix: 'Write the name exactly as the provider’s own list of models does.',
    details: { provider: id, model, nearest, submission: 'unsent' },
  });
}
