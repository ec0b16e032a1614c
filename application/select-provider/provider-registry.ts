import { VideoGenerationError } from '../../domain/errors/video-generation-error.js';
import type {
  IProviderRegistry,
  MeasuredOutcome,
  ProviderCandidate,
  ProviderRequirements,
  ProviderSelection,
  ScoreWeights,
} from '../../domain/provider/provider-registry.js';
import type { ProviderMeasurement } from '../../domain/provider/provider-health-store.js';
import type { IPluginCatalog } from '../../domain/plugin/plugin-catalog.js';
import type { PluginStatus } from '../../domain/plugin/plugin-status.js';
import type { IVideoProvider } from '../../domain/provider/video-provider.js';
import type { IConfigManager } from '../../domain/settings/settings.js';
import { unknownNameError } from '../../domain/suggestion/nearest-name.js';
import { measure, priorMeasurement } from './provider-measurements.js';
import { decidingPart, reasonsAgainst, scoreParts, weightedScore } from './provider-score.js';

const namedInMessage = 5;

export interface ProviderRegistryParts {
  readonly config: Pick<IConfigManager, 'settings' | 'provider'>;
  /** Share of a provider's operation slots that are free, 0 to 1. */
  freeCapacity(provider: IVideoProvider): number;
  /** Plugins that were found, with the reason for each that does not work. */
  readonly plugins?: Pick<IPluginCatalog, 'list'>;
}

/** Best first; ties by id; the unable last. */
function byRank(left: ProviderCandidate, right: ProviderCandidate): number {
  if (left.score !== right.score) return right.score - left.score;
  return left.providerId < right.providerId ? -1 : 1;
}

/** Knows the providers and chooses among them. One pass over all of them, then one sort for the answer. */
export class ProviderRegistry implements IProviderRegistry {
  private readonly providers = new Map<string, IVideoProvider>();
  private readonly measurements = new Map<string, ProviderMeasurement>();

  constructor(private readonly parts: ProviderRegistryParts) {}

  register(provider: IVideoProvider): void {
    const { id } = provider.descriptor;
    if (this.providers.has(id)) {
      throw new VideoGenerationError('PLUGIN_DUPLICATE_ID', {
        message: `There is already a provider “${id}”.`,
        details: { kind: 'provider', id },
      });
    }
    this.providers.set(id, provider);
  }

  unregister(providerId: string): void {
    this.providers.delete(providerId);
    this.measurements.delete(providerId);
  }

  get(providerId: string): IVideoProvider {
    const provider = this.providers.get(providerId);
    if (provider) return provider;
    const broken = this.parts.plugins
      ?.list()
      .find(({ kind, id }) => kind === 'provider' && id === providerId);
    if (broken?.reason !== undefined) throw notReady(providerId, broken);
    const known = [...this.providers.keys()];
    throw unknownNameError({ code: 'PROVIDER_UNKNOWN', what: 'provider', name: providerId, known });
  }

  list(): readonly IVideoProvider[] {
    return [...this.providers.values()];
  }

  select(requirements: ProviderRequirements): ProviderSelection {
    const { providerId } = requirements;
    if (providerId !== undefined) this.get(providerId);
    const { weights } = this.parts.config.settings.selection;
    const candidates = Array.from(this.providers.values(), (provider) =>
      this.candidate(provider, requirements, weights),
    ).sort(byRank);
    const chosen =
      providerId === undefined
        ? candidates[0]
        : candidates.find((candidate) => candidate.providerId === providerId);
    if (!chosen || chosen.unableBecause.length > 0) throw noSuitableProvider(candidates, providerId);
    const reason = explain(chosen, candidates, weights, providerId !== undefined);
    return { providerId: chosen.providerId, reason, candidates };
  }

  record(providerId: string, outcome: MeasuredOutcome): void {
    if (!this.providers.has(providerId)) return;
    this.measurements.set(providerId, measure(this.measurementOf(providerId), outcome));
  }

  private measurementOf(providerId: string): ProviderMeasurement {
    return this.measurements.get(providerId) ?? priorMeasurement;
  }

  private candidate(
    provider: IVideoProvider,
    requirements: ProviderRequirements,
    weights: ScoreWeights,
  ): ProviderCandidate {
    const { descriptor } = provider;
    const providerId = descriptor.id;
    const unableBecause = reasonsAgainst(descriptor, requirements, {
      enabled: this.parts.config.provider(providerId).enabled,
      named: requirements.providerId === providerId,
    });
    if (unableBecause.length > 0) return { providerId, score: 0, unableBecause };
    const parts = scoreParts(descriptor, requirements, {
      freeCapacity: this.parts.freeCapacity(provider),
      measurement: this.measurementOf(providerId),
    });
    const score = weightedScore(parts, weights);
    return { providerId, score, parts, unableBecause: score > 0 ? [] : ['has a score of 0'] };
  }
}

/** It is installed, but its plugin does not work: that reason helps, not the names of others. */
function notReady(providerId: string, { reason, howToFix, state }: PluginStatus): VideoGenerationError {
  return new VideoGenerationError('PROVIDER_UNKNOWN', {
    message: `The provider “${providerId}” cannot be used: ${reason}`,
    howToFix: howToFix ?? 'Run `aether plugins` to see why.',
    details: { name: providerId, state },
  });
}

function explain(
  chosen: ProviderCandidate,
  ranked: readonly ProviderCandidate[],
  weights: ScoreWeights,
  named: boolean,
): string {
  const score = chosen.score.toFixed(2);
  if (named) return `named in the request or the settings; score ${score}`;
  const next = ranked[1];
  if (!next || next.unableBecause.length > 0) return `the only provider that can do it; score ${score}`;
  const part = decidingPart(chosen.parts!, next.parts!, weights);
  const equal = chosen.score === next.score || part === undefined;
  const beginning = `highest score ${score}; next ${next.providerId} ${next.score.toFixed(2)}`;
  return `${beginning}; decided by ${equal ? 'id, because the scores are equal' : part}`;
}

function noSuitableProvider(
  candidates: readonly ProviderCandidate[],
  providerId: string | undefined,
): VideoGenerationError {
  const asked =
    providerId === undefined
      ? candidates
      : candidates.filter((candidate) => candidate.providerId === providerId);
  const reasons = asked
    .slice(0, namedInMessage)
    .map((candidate) => `${candidate.providerId} ${candidate.unableBecause.join(' and ')}`);
  const more = asked.length > namedInMessage ? `; and ${asked.length - namedInMessage} more` : '';
  const subject =
    providerId === undefined ? 'No provider can' : `The provider “${providerId}” was named, but cannot`;
  const because = reasons.length === 0 ? 'none is installed' : reasons.join('; ') + more;
  return new VideoGenerationError('NO_SUITABLE_PROVIDER', {
    message: `${subject} make this video: ${because}.`,
    details: {
      reasons: Object.fromEntries(asked.map((candidate) => [candidate.providerId, candidate.unableBecause])),
    },
  });
}
