import { VideoGenerationError } from '../../domain/errors/video-generation-error.js';
import { fitRequest, type InspectedReference } from '../../domain/generation/fit-request.js';
import type { ModelDescriptor, ReferenceRole } from '../../domain/generation/model-descriptor.js';
import { deprecationWarnings, isShutDown, shutDownError } from '../../domain/generation/model-lifetime.js';
import type { UnifiedRequest } from '../../domain/generation/unified-request.js';
import type { GatewayPolicies } from '../../domain/policy/gateway-policies.js';
import type { CircuitName } from '../../domain/provider/provider-health-store.js';
import type { Cost, ProviderWarning } from '../../domain/provider/provider-operation.js';
import type { IVideoProvider, PromptRequest, RequestIssue } from '../../domain/provider/video-provider.js';
import { checkRequestBudget } from '../policies/budget.js';

/** One way to make it: a model, with the request as it would be asked. */
export interface ModelRoute {
  readonly provider: IVideoProvider;
  readonly name: CircuitName;
  readonly request: PromptRequest;
  readonly warnings: readonly ProviderWarning[];
  readonly estimate: Cost;
  readonly policies: GatewayPolicies;
}

/** A model that cannot: why, as words that continue a sentence, and as the error if it was the one to use. */
export interface ClosedRoute {
  readonly name: CircuitName;
  readonly reasons: readonly string[];
  readonly error: VideoGenerationError;
}

export interface RouteTerms {
  readonly request: UnifiedRequest;
  readonly references: readonly InspectedReference[];
  readonly policies: GatewayPolicies;
  readonly now: Date;
}

/** Holds the request against one model of a provider: fits, prices, and refuses before anything is paid. */
export function routeTo(
  provider: IVideoProvider,
  model: ModelDescriptor,
  { request, references, policies, now }: RouteTerms,
): ModelRoute | ClosedRoute {
  const { id, models = [] } = provider.descriptor;
  const name = { providerId: id, model: model.id };
  if (isShutDown(model, now)) {
    const reasons = [`was shut down on ${model.shutdownOn}`];
    return { name, reasons, error: shutDownError(id, model, models, now) };
  }
  const fitted = fitRequest(request, model, references);
  const issues = fitted.issues.length > 0 ? fitted.issues : provider.validate(fitted.request);
  if (issues.length > 0) return refused(name, issues);
  const unpriced = priceProblem(provider, model, request, policies);
  if (unpriced) return { name, ...unpriced };
  const estimate = provider.estimate(fitted.request);
  try {
    checkRequestBudget(estimate, ceilingOf(request, policies));
  } catch (thrown) {
    const error = VideoGenerationError.from(thrown);
    return { name, reasons: [`is above the budget (${error.message})`], error };
  }
  const warnings = [
    ...deprecationWarnings(model, now),
    ...priceWarnings(provider, model),
    ...fitted.warnings,
  ];
  return { provider, name, request: fitted.request, warnings, estimate, policies };
}

const hasUnknownPrice = ({ descriptor }: IVideoProvider, { price }: ModelDescriptor): boolean =>
  descriptor.location === 'remote' && price === undefined;

/** A price that nobody knows is not a low one: such a model has to be named, and fits no budget. */
function priceProblem(
  provider: IVideoProvider,
  model: ModelDescriptor,
  request: UnifiedRequest,
  policies: GatewayPolicies,
): Omit<ClosedRoute, 'name'> | undefined {
  if (!hasUnknownPrice(provider, model)) return undefined;
  const who = `The model “${model.id}” of “${provider.descriptor.id}”`;
  if (request.model !== model.id) {
    const message = `${who} has no published price, so it is used only when it is named.`;
    const error = new VideoGenerationError('NO_SUITABLE_PROVIDER', {
      message,
      howToFix: `Name it: model “${model.id}”, with --model on the command line.`,
      details: { model: model.id },
    });
    return { reasons: ['has no published price, so it is used only when it is named'], error };
  }
  if (ceilingOf(request, policies) === undefined && policies.budget.perDayMicros === 0) return undefined;
  const message = `${who} has no published price, so no budget can be kept with it.`;
  const error = new VideoGenerationError('BUDGET_EXCEEDED', { message, details: { model: model.id } });
  return { reasons: ['has no published price, so no budget can be kept with it'], error };
}

function priceWarnings(provider: IVideoProvider, model: ModelDescriptor): ProviderWarning[] {
  if (!hasUnknownPrice(provider, model)) return [];
  const message = `The price of “${model.id}” is not published; only the provider’s answer tells what it cost.`;
  return [{ code: 'PRICE_UNKNOWN', message }];
}

function ceilingOf({ budget }: UnifiedRequest, policies: GatewayPolicies): Cost | undefined {
  const { perRequestMicros: micros, currency } = policies.budget;
  const general = micros === 0 ? undefined : { micros, currency };
  if (!budget || !general) return budget ?? general;
  return budget.currency === general.currency && general.micros < budget.micros ? general : budget;
}

function refused(name: CircuitName, issues: readonly RequestIssue[]): ClosedRoute {
  const reasons = issues.map(({ where, message }) => `cannot: ${where}: ${message}`);
  const list = issues.map(({ where, message }) => `${where}: ${message}`).join('; ');
  const error = new VideoGenerationError('INVALID_REQUEST', {
    message: `The model “${name.model}” of “${name.providerId}” cannot make this: ${list}.`,
    howToFix: 'Change what the message names, choose another model, or set snap to nearest.',
    details: { ...name, issues, submission: 'unsent' },
  });
  return { name, reasons, error };
}

/** What is taken for granted of a model that its provider takes without knowing it: that it can what is asked. */
export function openModel(
  id: string,
  { mediaType, parameters }: UnifiedRequest,
  references: readonly InspectedReference[],
): ModelDescriptor {
  const counts: Partial<Record<ReferenceRole, number>> = {};
  for (const { reference } of references) counts[reference.role] = (counts[reference.role] ?? 0) + 1;
  const { duration, aspectRatio, resolution, fps, task } = parameters;
  const usual =
    mediaType === 'video'
      ? (['text-to-video', 'image-to-video', 'video-to-video'] as const)
      : (['text-to-image', 'edit', 'inpaint', 'control'] as const);
  return {
    id,
    mediaType,
    tasks: task === undefined ? usual : [task],
    ...(duration === undefined ? {} : { durations: { kind: 'list', seconds: [duration] } }),
    aspectRatios: aspectRatio === undefined ? [] : [aspectRatio],
    resolutions: resolution === undefined ? [] : [resolution],
    framesPerSecond: fps === undefined ? [] : [fps],
    audio: 'optional',
    references: counts,
    supportsSeed: true,
    supportsNegativePrompt: true,
    promptLimit: 20_000,
    pictureQuality: 0.5,
  };
}
