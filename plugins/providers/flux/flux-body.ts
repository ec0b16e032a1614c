import type { PromptRequest, ProviderWarning, RequestIssue } from 'aether-video/plugin';
import { inputFields, inputIssues, type ContentOf } from './flux-inputs.js';
import type { FluxModel } from './flux-model.js';
import { fluxModel } from './flux-models.js';
import { optionFields, optionIssues } from './flux-request-options.js';
import { sizeIssues, sizeOf } from './flux-size.js';

/** A submission, ready to be sent. */
export interface FluxBody {
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>>;
  /** What of the request the model does not know. */
  readonly warnings: readonly ProviderWarning[];
}

/** Why Black Forest Labs would refuse the request; each says what would work. */
export function fluxIssues(request: PromptRequest): readonly RequestIssue[] {
  const model = fluxModel(request.model.id);
  if (!model) return [{ where: 'model', message: `there is no model ${request.model.id}` }];
  const { tasks } = model.descriptor;
  if (!tasks.includes(request.task)) {
    const message = `the model does not do ${request.task}; it does ${tasks.join(', ')}`;
    return [{ where: 'parameters.task', message }];
  }
  return [
    ...sizeIssues(request, model.shape),
    ...inputIssues(request, model),
    ...optionIssues(model, request.providerOptions),
  ];
}

/** The request as the API spells it. Only for requests without {@link fluxIssues}. */
export function fluxBody(request: PromptRequest, model: FluxModel, contentOf: ContentOf): FluxBody {
  const path = `/v1/${model.descriptor.id}`;
  const inputs = inputFields(request, model, contentOf);
  const options = optionFields(request.providerOptions);
  if (inputs.mode === 'draft_enhance') {
    // The draft holds all else; the API refuses whatever stands beside it.
    const { draft_cache, safety_tolerance } = options;
    const body = { ...inputs, draft_cache, ...(safety_tolerance === undefined ? {} : { safety_tolerance }) };
    return { path, body, warnings: [draftDecides] };
  }
  const { prompt, seed } = request;
  const body = {
    ...(prompt === '' ? {} : { prompt }),
    ...shapeFields(request, model),
    ...(seed === undefined || !model.descriptor.supportsSeed ? {} : { seed }),
    ...(model.input === 'video' && clipFields(request)),
    ...inputs,
    ...options,
  };
  return { path, body, warnings: warningsOf(request, model) };
}

const draftDecides: ProviderWarning = {
  code: 'UNSUPPORTED_FIELD',
  message: 'Everything but draftCache and safetyTolerance was left away: the draft decides it.',
};

function shapeFields(request: PromptRequest, { shape }: FluxModel): object {
  const { aspectRatio, resolution } = request;
  switch (shape.by) {
    case 'pixels':
      return { ...sizeOf(request, shape) };
    case 'ratio':
      return { aspect_ratio: aspectRatio };
    case 'ratio-and-class':
      return { aspect_ratio: aspectRatio, resolution: resolution === '1080p' ? 'fhd' : 'hd' };
    case 'input':
      return {};
  }
}

function clipFields({ duration, audio }: PromptRequest): object {
  return {
    ...(duration === undefined ? {} : { duration }),
    ...(audio === undefined ? {} : { generate_audio: audio }),
    version: 'latest',
  };
}

function warningsOf(
  { seed, negativePrompt }: PromptRequest,
  { descriptor }: FluxModel,
): readonly ProviderWarning[] {
  const lost: string[] = [];
  if (seed !== undefined && !descriptor.supportsSeed) lost.push('seed');
  if (negativePrompt !== undefined) lost.push('negativePrompt');
  return lost.map((field) => ({
    code: 'UNSUPPORTED_FIELD',
    message: `${field} was left away: ${descriptor.id} does not know it.`,
  }));
}
