import { VideoGenerationError } from '../../domain/errors/video-generation-error.js';
import type { InspectedReference } from '../../domain/generation/fit-request.js';
import type { ModelDescriptor } from '../../domain/generation/model-descriptor.js';
import type { UnifiedRequest } from '../../domain/generation/unified-request.js';
import type { PolicyChanges } from '../../domain/policy/gateway-policies.js';
import type {
  IProviderRegistry,
  ProviderCandidate,
  ProviderSelection,
  ScoreParts,
} from '../../domain/provider/provider-registry.js';
import type { IVideoProvider } from '../../domain/provider/video-provider.js';
import type { IConfigManager } from '../../domain/settings/settings.js';
import { unknownNameError } from '../../domain/suggestion/nearest-name.js';
import type { Admission } from '../policies/admission.js';
import { nameOfModel, type HealthSnapshot } from '../policies/model-health.js';
import { resolvePolicies } from '../policies/resolve-policies.js';
import { openModel, routeTo, type ClosedRoute, type ModelRoute } from './model-route.js';
import { costPart, decidingPart, weightedScore } from './provider-score.js';

export interface ModelSelectorParts {
  readonly registry: Pick<IProviderRegistry, 'list' | 'get'>;
  readonly config: Pick<IConfigManager, 'settings' | 'provider'>;
  readonly admission: Pick<Admission, 'freeShare'>;
}

export interface SelectionTerms {
  readonly request: UnifiedRequest;
  readonly references: readonly InspectedReference[];
  /** What providers said of their models, by provider id: these stand in for the ones that they list. */
  readonly described?: ReadonlyMap<string, readonly ModelDescriptor[]>;
  readonly changes?: PolicyChanges | undefined;
  readonly health: HealthSnapshot;
  readonly now: Date;
}

export interface RankedRoutes {
  readonly selection: ProviderSelection;
  /** Best first; those that are left alone for a while come last. */
  readonly routes: readonly ModelRoute[];
}

interface Judged {
  readonly candidate: ProviderCandidate;
  readonly mediaType: ModelDescriptor['mediaType'];
  readonly route?: ModelRoute;
  readonly error?: VideoGenerationError;
}

/**
 * Ranks all models of all providers that could make it, and says why. A named provider without a model means
 * its first model that can.
 * @throws VideoGenerationError PROVIDER_UNKNOWN, MODEL_UNKNOWN, NO_SUITABLE_PROVIDER with each reason; for the
 * one model that was meant INVALID_REQUEST, MODEL_SHUT_DOWN or BUDGET_EXCEEDED
 */
export function rankModels(parts: ModelSelectorParts, terms: SelectionTerms): RankedRoutes {
  const { request } = terms;
  const named = request.provider !== 'auto';
  const providers = named ? [parts.registry.get(request.provider)] : parts.registry.list();
  const judged = providers.flatMap((provider) =>
    modelsOf(provider, terms).map((model) => judge(parts, provider, model, terms)),
  );
  if (judged.length === 0) throw nothingToJudge(parts, request);
  if (!named || request.model !== undefined) judged.sort(byScore);
  const able = judged.filter(({ candidate }) => candidate.unableBecause.length === 0);
  const pausing = judged.filter(({ candidate, route }) => route && candidate.unableBecause.length > 0);
  const routes = [...able, ...pausing].flatMap(({ route }) => route ?? []);
  const [first] = routes;
  if (!first) throw nobodyCan(judged, request);
  const unable = judged.filter(({ route }) => !route);
  const candidates = [...able, ...pausing, ...unable].map(({ candidate }) => candidate);
  const reason = explain(able, request, parts.config.settings.selection.weights);
  return { selection: { ...first.name, reason, candidates }, routes };
}

function modelsOf(
  { descriptor }: IVideoProvider,
  { request, references, described }: SelectionTerms,
): ModelDescriptor[] {
  const { models: listed = [], acceptsAnyModel = false, id } = descriptor;
  const said = described?.get(id) ?? [];
  const models = listed.map((model) => said.find((one) => one.id === model.id) ?? model);
  if (request.model === undefined) return models;
  const known = models.filter((model) => model.id === request.model);
  if (known.length > 0 || !acceptsAnyModel || request.provider !== id) return known;
  const unlisted = said.find((model) => model.id === request.model);
  return [unlisted ?? openModel(request.model, request, references)];
}

function judge(
  parts: ModelSelectorParts,
  provider: IVideoProvider,
  model: ModelDescriptor,
  terms: SelectionTerms,
): Judged {
  const { request, references, changes, health, now } = terms;
  const { descriptor } = provider;
  const named = request.provider === descriptor.id;
  const policies = resolvePolicies(parts.config, descriptor, { named, changes });
  const off = switchedOff(parts, provider, named);
  const route = off ?? routeTo(provider, model, { request, references, policies, now });
  const name = { providerId: descriptor.id, model: model.id };
  if ('reasons' in route) {
    const candidate = { ...name, score: 0, unableBecause: route.reasons };
    return { candidate, mediaType: model.mediaType, error: route.error };
  }
  const measured = health.measurementOf(name);
  const scores: ScoreParts = {
    capability: 1 / (1 + route.warnings.length),
    quality: Math.min(1, Math.max(0, model.pictureQuality)),
    latency: 1 / (1 + measured.secondsPerVideoSecond),
    success: measured.success,
    cost: costPart(route.estimate.micros / Math.max(1, route.request.duration ?? 1)),
    capacity: parts.admission.freeShare(provider, model),
  };
  const score = weightedScore(scores, parts.config.settings.selection.weights);
  const pause = health.closedOff(name);
  const candidate = { ...name, score, parts: scores, unableBecause: pause ? [pause] : [] };
  return { candidate, mediaType: model.mediaType, route };
}

function switchedOff(
  { config }: ModelSelectorParts,
  { descriptor }: IVideoProvider,
  named: boolean,
): ClosedRoute | undefined {
  const { id, automatic } = descriptor;
  const reasons = config.provider(id).enabled
    ? automatic || named
      ? []
      : ['is used only when it is named']
    : [`is switched off in the settings (providers.${id}.enabled)`];
  if (reasons.length === 0) return undefined;
  const error = new VideoGenerationError('NO_SUITABLE_PROVIDER', {
    message: `The provider “${id}” ${reasons.join(' and ')}.`,
    details: { providerId: id },
  });
  return { name: { providerId: id, model: '' }, reasons, error };
}

const candidateName = ({ providerId, model = '' }: ProviderCandidate): string =>
  nameOfModel({ providerId, model });

/** Best first; ties by name. */
function byScore({ candidate: left }: Judged, { candidate: right }: Judged): number {
  if (left.score !== right.score) return right.score - left.score;
  return candidateName(left) < candidateName(right) ? -1 : 1;
}

function explain(able: readonly Judged[], request: UnifiedRequest, weights: ScoreParts): string {
  const [first, next] = able;
  if (!first) return 'all that can are left alone for a while';
  const { candidate } = first;
  const score = candidate.score.toFixed(2);
  if (request.provider !== 'auto') {
    return request.model === undefined
      ? `the first model of the named provider that can; score ${score}`
      : `named in the request; score ${score}`;
  }
  if (!next) return `the only model that can; score ${score}`;
  const part = decidingPart(candidate.parts!, next.candidate.parts!, weights);
  const equal = part === undefined || candidate.score === next.candidate.score;
  const decided = equal ? 'name, because the scores are equal' : part;
  const other = `${candidateName(next.candidate)} ${next.candidate.score.toFixed(2)}`;
  return `highest score ${score}; next ${other}; decided by ${decided}`;
}

function nothingToJudge({ registry }: ModelSelectorParts, request: UnifiedRequest): VideoGenerationError {
  const providers = request.provider === 'auto' ? registry.list() : [registry.get(request.provider)];
  const known = providers.flatMap(({ descriptor }) => (descriptor.models ?? []).map(({ id }) => id));
  if (request.model !== undefined && known.length > 0) {
    return unknownNameError({ code: 'MODEL_UNKNOWN', what: 'model', name: request.model, known });
  }
  if (providers.some(({ descriptor }) => descriptor.acceptsAnyModel) && request.provider !== 'auto') {
    return new VideoGenerationError('INVALID_REQUEST', {
      message: `“${request.provider}” knows too many models to choose one: name it, as model.`,
      howToFix: 'Add --model with the name as the provider spells it, or “model” to the request.',
      details: { provider: request.provider, submission: 'unsent' },
    });
  }
  const who =
    request.provider === 'auto'
      ? 'No provider is installed that'
      : `The provider “${request.provider}” does not`;
  const verb = request.provider === 'auto' ? 'makes' : 'make';
  return new VideoGenerationError('NO_SUITABLE_PROVIDER', {
    message: `${who} ${verb} clips and pictures from prompts.`,
    details: { provider: request.provider },
  });
}

const namedInMessage = 5;

/** Of a named provider the reason of its first model of the right kind: that is the one that was meant. */
function nobodyCan(judged: readonly Judged[], request: UnifiedRequest): VideoGenerationError {
  const { provider, model, mediaType } = request;
  const meant = judged.find((one) => one.mediaType === mediaType);
  if (provider !== 'auto' && model === undefined && !meant) {
    return new VideoGenerationError('INVALID_REQUEST', {
      message: `No model that “${provider}” lists makes ${mediaType}s.`,
      howToFix: 'Name a model that does, where the provider takes any, or choose another provider.',
      details: { provider, mediaType, submission: 'unsent' },
    });
  }
  if (provider !== 'auto' || judged.length === 1) return (meant ?? judged[0]!).error!;
  const lines = judged.map(
    ({ candidate }) => `${candidateName(candidate)} ${candidate.unableBecause.join(' and ')}`,
  );
  const more = lines.length > namedInMessage ? `; and ${lines.length - namedInMessage} more` : '';
  return new VideoGenerationError('NO_SUITABLE_PROVIDER', {
    message: `No model can make this: ${lines.slice(0, namedInMessage).join('; ')}${more}.`,
    details: {
      reasons: Object.fromEntries(
        judged.map(({ candidate }) => [candidateName(candidate), candidate.unableBecause]),
      ),
      submission: 'unsent',
    },
  });
}
