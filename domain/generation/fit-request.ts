import type { ProviderWarning } from '../provider/provider-operation.js';
import type { PromptRequest, RequestIssue, ResolvedReference } from '../provider/video-provider.js';
import type { GenerationTask, ModelDescriptor, ReferenceRole } from './model-descriptor.js';
import {
  defaultDuration,
  describeDurations,
  offeredDuration,
  offeredFrameRate,
  offeredRatio,
  offeredResolution,
  type OfferedValue,
} from './offered-values.js';
import { missingReferences, needsPrompt, taskOf } from './task-references.js';
import type { UnifiedRequest } from './unified-request.js';

/** A reference that was looked at. */
export interface InspectedReference {
  readonly reference: ResolvedReference;
  /** SHA-256 of a local file, hex. */
  readonly contentHash?: string;
  /** Pixels of a local picture or clip. */
  readonly width?: number;
  readonly height?: number;
}

/** A request as one model would be asked with it. */
export interface FittedRequest {
  /** Why the model cannot; each says what would work. Then the request is of no use. */
  readonly issues: readonly RequestIssue[];
  /** What is different from what was asked for. */
  readonly warnings: readonly ProviderWarning[];
  readonly request: PromptRequest;
}

/** What is found on the way. */
class Findings {
  readonly issues: RequestIssue[] = [];
  readonly warnings: ProviderWarning[] = [];

  refuse(where: string, message: string): void {
    this.issues.push({ where, message });
  }

  warn(code: string, message: string): void {
    this.warnings.push({ code, message });
  }

  /** The field is dropped, and that is said. */
  ignore(field: string, why: string): { readonly value?: never } {
    this.warn('UNSUPPORTED_FIELD', `${field} was left away: ${why}.`);
    return {};
  }

  /** The value that is offered for the one that was asked for. */
  settle<Value>(
    field: string,
    wanted: Value,
    offer: OfferedValue<Value>,
    offered: string,
  ): Value | undefined {
    const { value, exact } = offer;
    if (value === undefined) {
      this.refuse(`parameters.${field}`, `${String(wanted)} is not offered; what works: ${offered}`);
    } else if (!exact) {
      this.warn('VALUE_SNAPPED', `${field} is ${String(value)} instead of ${String(wanted)}.`);
    }
    return value;
  }
}

/**
 * Holds a request against a model, before anything is paid. Values become ones that the model offers, by the
 * request's snap mode; whatever is changed or left away is in the warnings, whatever cannot be is in the
 * issues. Pure.
 */
export function fitRequest(
  request: UnifiedRequest,
  model: ModelDescriptor,
  references: readonly InspectedReference[],
): FittedRequest {
  const found = new Findings();
  if (request.mediaType !== model.mediaType) {
    found.refuse('mediaType', `the model makes ${model.mediaType}s, not ${request.mediaType}s`);
  }
  const task = fitTask(request, model, references, found);
  fitPrompt(request.prompt, task, model, found);
  const { parameters } = request;
  const aspectRatio = fitRatio(request, model, references, found);
  const fitted: PromptRequest = {
    input: 'prompt',
    model,
    task,
    prompt: request.prompt,
    ...optional('duration', fitDuration(request, model, found)),
    ...optional('aspectRatio', aspectRatio),
    ...optional('resolution', fitResolution(request, model, aspectRatio, found)),
    ...optional('framesPerSecond', fitFrameRate(request, model, found)),
    ...optional('seed', fitSeed(parameters.seed, model, found)),
    ...optional('negativePrompt', fitNegativePrompt(parameters.negativePrompt, model, found)),
    ...optional('audio', fitAudio(parameters.audio, model, found)),
    references: references.map(({ reference }) => reference),
    providerOptions: parameters.providerOptions,
  };
  return { issues: found.issues, warnings: found.warnings, request: fitted };
}

function optional<Name extends string, Value>(
  name: Name,
  value: Value | undefined,
): Partial<Record<Name, Value>> {
  return (value === undefined ? {} : { [name]: value }) as Partial<Record<Name, Value>>;
}

function fitTask(
  { parameters }: UnifiedRequest,
  model: ModelDescriptor,
  references: readonly InspectedReference[],
  found: Findings,
): GenerationTask {
  const roles = references.map(({ reference }) => reference.role);
  checkCounts(roles, model, found);
  const asked = parameters.task;
  if (asked === undefined) {
    const task = taskOf(model, roles);
    if (task !== undefined) return task;
    const given = roles.length === 0 ? 'no references' : `references as ${[...new Set(roles)].join(', ')}`;
    found.refuse('parameters.references', `the model has no task for ${given}; ${offers(model)}`);
    return model.tasks[0]!;
  }
  if (!model.tasks.includes(asked)) {
    found.refuse('parameters.task', `the model does not do ${asked}; what works: ${model.tasks.join(', ')}`);
  }
  for (const missing of missingReferences(asked, roles)) {
    found.refuse('parameters.references', `${asked} needs a reference as ${missing}`);
  }
  return asked;
}

function offers({ tasks, references }: ModelDescriptor): string {
  const roles = Object.keys(references);
  return `it does ${tasks.join(', ')} and looks at ${roles.length === 0 ? 'nothing' : roles.join(', ')}`;
}

function checkCounts(roles: readonly ReferenceRole[], model: ModelDescriptor, found: Findings): void {
  for (const role of new Set(roles)) {
    const given = roles.filter((one) => one === role).length;
    const limit = model.references[role] ?? 0;
    if (given <= limit) continue;
    const takes = limit === 0 ? `none as ${role}; ${offers(model)}` : `at most ${limit} as ${role}`;
    found.refuse('parameters.references', `${given} references as ${role}, but the model takes ${takes}`);
  }
}

function fitPrompt(prompt: string, task: GenerationTask, model: ModelDescriptor, found: Findings): void {
  const limit = model.promptLimit;
  if (prompt.length > limit) {
    found.refuse('prompt', `it has ${prompt.length} characters; the model takes up to ${limit}`);
  }
  if (prompt.trim() === '' && needsPrompt(task)) found.refuse('prompt', `${task} needs a prompt`);
}

function fitDuration(
  { parameters, snap, mediaType }: UnifiedRequest,
  { durations, mediaType: made }: ModelDescriptor,
  found: Findings,
): number | undefined {
  const { duration } = parameters;
  if (duration === undefined) return durations ? defaultDuration(durations) : undefined;
  if (mediaType === 'image' || made === 'image') return found.ignore('duration', 'a picture has none').value;
  if (!durations) return found.ignore('duration', 'the model decides it').value;
  const offer = offeredDuration(durations, duration, snap);
  return found.settle('duration', duration, offer, describeDurations(durations));
}

function fitRatio(
  { parameters, snap }: UnifiedRequest,
  { aspectRatios }: ModelDescriptor,
  references: readonly InspectedReference[],
  found: Findings,
): string | undefined {
  const { aspectRatio } = parameters;
  if (aspectRatio !== undefined) {
    if (aspectRatios.length === 0) return found.ignore('aspectRatio', 'the model decides it').value;
    const offer = offeredRatio(aspectRatios, aspectRatio, snap);
    return found.settle('aspectRatio', aspectRatio, offer, aspectRatios.join(', '));
  }
  // A clip that starts from a picture has the picture's own shape, as far as that is offered.
  const shown = references.find(({ width = 0, height = 0 }) => width > 0 && height > 0);
  if (!shown) return aspectRatios[0];
  return offeredRatio(aspectRatios, `${shown.width}:${shown.height}`, 'nearest').value ?? aspectRatios[0];
}

function fitResolution(
  { parameters, snap }: UnifiedRequest,
  { resolutions }: ModelDescriptor,
  aspectRatio: string | undefined,
  found: Findings,
): string | undefined {
  const { resolution } = parameters;
  if (resolution === undefined) return resolutions[0];
  if (resolutions.length === 0) return found.ignore('resolution', 'the model decides it').value;
  const offer = offeredResolution(resolutions, resolution, snap, aspectRatio);
  return found.settle('resolution', resolution, offer, resolutions.join(', '));
}

function fitFrameRate(
  { parameters, snap }: UnifiedRequest,
  { framesPerSecond }: ModelDescriptor,
  found: Findings,
): number | undefined {
  const { fps } = parameters;
  if (fps === undefined) return framesPerSecond[0];
  if (framesPerSecond.length === 0) return found.ignore('fps', 'the model decides it').value;
  return found.settle('fps', fps, offeredFrameRate(framesPerSecond, fps, snap), framesPerSecond.join(', '));
}

function fitSeed(seed: number | undefined, model: ModelDescriptor, found: Findings): number | undefined {
  if (seed === undefined || model.supportsSeed) return seed;
  return found.ignore('seed', 'the model does not take one, so the result cannot be repeated').value;
}

function fitNegativePrompt(
  text: string | undefined,
  model: ModelDescriptor,
  found: Findings,
): string | undefined {
  if (text === undefined || model.supportsNegativePrompt) return text;
  return found.ignore('negativePrompt', 'the model does not take one').value;
}

function fitAudio(
  audio: boolean | undefined,
  { audio: offered, mediaType }: ModelDescriptor,
  found: Findings,
): boolean | undefined {
  if (audio === undefined) return undefined;
  if (mediaType === 'image') return audio ? found.ignore('audio', 'a picture has no sound').value : undefined;
  if (offered === 'optional') return audio;
  if (audio === (offered === 'always')) return undefined;
  return found.ignore('audio', audio ? 'the model makes silent clips' : 'the model always makes sound').value;
}
