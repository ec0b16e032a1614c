import type { PromptRequest, ProviderWarning, RequestIssue, ResolvedReference } from 'aether-video/plugin';
import { frameRateNames, runwayModel } from './runway-models.js';
import type { RunwayEndpoint, RunwayField } from './runway-model.js';
import { optionIssues } from './runway-request-options.js';

/** A submission, ready to be sent. */
export interface RunwayBody {
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>>;
  /** What of the request the endpoint does not know. */
  readonly warnings: readonly ProviderWarning[];
}

type UriOf = (reference: ResolvedReference) => string;

export function endpointOf({ model, task }: PromptRequest): RunwayEndpoint | undefined {
  return runwayModel(model.id)?.endpoints[task];
}

/** Why Runway would refuse the request; each says what would work. */
export function runwayIssues(request: PromptRequest): readonly RequestIssue[] {
  const endpoint = endpointOf(request);
  if (!endpoint) {
    const tasks = Object.keys(runwayModel(request.model.id)?.endpoints ?? {}).join(', ') || 'nothing';
    return [{ where: 'parameters.task', message: `the model does not do ${request.task}; it does ${tasks}` }];
  }
  return [
    ...sizeIssues(request, endpoint),
    ...inputIssues(request, endpoint),
    ...optionIssues(endpoint, request.providerOptions),
  ];
}

/** The request as Runway spells it. Only for requests without {@link runwayIssues}. */
export function runwayBody(request: PromptRequest, endpoint: RunwayEndpoint, uriOf: UriOf): RunwayBody {
  const { referenceTags, ...options } = request.providerOptions;
  const known = fieldsOf(request);
  const fields = Object.entries(known).filter(([name]) => endpoint.fields.includes(name as RunwayField));
  const body = {
    model: request.model.id,
    ...Object.fromEntries(fields),
    ...shapeOf(request, endpoint),
    ...inputOf(request, endpoint, uriOf, referenceTags),
    ...(endpoint.mode && { mode: endpoint.mode }),
    ...options,
  };
  return { path: endpoint.path, body, warnings: warningsOf(request, endpoint, known) };
}

function fieldsOf(request: PromptRequest): Partial<Record<RunwayField, unknown>> {
  const { prompt, duration, seed, audio, negativePrompt, framesPerSecond } = request;
  const values = {
    promptText: prompt === '' ? undefined : prompt,
    duration,
    seed,
    audio,
    negativePrompt,
    targetFramerate: framesPerSecond === undefined ? undefined : frameRateNames.get(framesPerSecond),
  };
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

const fieldNames: Readonly<Record<RunwayField, string>> = {
  promptText: 'prompt',
  duration: 'duration',
  seed: 'seed',
  audio: 'audio',
  negativePrompt: 'negativePrompt',
  targetFramerate: 'fps',
};

function warningsOf(
  { model, task, aspectRatio, resolution }: PromptRequest,
  { fields, shape }: RunwayEndpoint,
  known: Partial<Record<RunwayField, unknown>>,
): ProviderWarning[] {
  const lost = (Object.keys(known) as RunwayField[])
    .filter((name) => !fields.includes(name))
    .map((name) => fieldNames[name]);
  if (aspectRatio !== undefined && (shape.by === 'resolution' || shape.by === 'input')) {
    lost.push('aspectRatio');
  }
  if (resolution !== undefined && shape.by === 'input') lost.push('resolution');
  return lost.map((field) => ({
    code: 'UNSUPPORTED_FIELD',
    message: `${field} was left away: ${model.id} does not know it for ${task}.`,
  }));
}

function shapeOf({ aspectRatio, resolution }: PromptRequest, { shape }: RunwayEndpoint): object {
  switch (shape.by) {
    case 'pixels':
      return { ratio: shape.sizes[resolution ?? '']?.[aspectRatio ?? ''] };
    case 'words':
      return { ratio: aspectRatio, resolution };
    case 'resolution':
      return { resolution };
    case 'input':
      return {};
  }
}

function sizeIssues({ aspectRatio, resolution }: PromptRequest, { shape }: RunwayEndpoint): RequestIssue[] {
  if (shape.by !== 'pixels') return [];
  const bySize = shape.sizes[resolution ?? ''];
  if (!bySize) {
    const known = Object.keys(shape.sizes).join(', ');
    return [
      { where: 'parameters.resolution', message: `${resolution} is not offered; what works: ${known}` },
    ];
  }
  if (bySize[aspectRatio ?? ''] !== undefined) return [];
  const known = Object.keys(bySize).join(', ');
  const message = `${aspectRatio} is not offered at ${resolution} for this task; what works: ${known}`;
  return [{ where: 'parameters.aspectRatio', message }];
}

const withRole = (request: PromptRequest, role: ResolvedReference['role']): ResolvedReference[] =>
  request.references.filter((reference) => reference.role === role);

/** The frames of a clip: a single reference as `image` counts as the first. */
function framesOf(request: PromptRequest): readonly ResolvedReference[] {
  const frames = [...withRole(request, 'first-frame'), ...withRole(request, 'last-frame')];
  return frames.length > 0 ? frames : withRole(request, 'image').slice(0, 1);
}

/** The roles that an endpoint looks at. */
function rolesOf(request: PromptRequest, { input }: RunwayEndpoint): readonly ResolvedReference['role'][] {
  switch (input.kind) {
    case 'text':
      return input.pictures === 'references' ? ['image', 'audio'] : input.pictures ? ['image'] : [];
    case 'frames': {
      const named = request.references.some(({ role }) => role === 'first-frame' || role === 'last-frame');
      return named ? ['first-frame', 'last-frame'] : ['image'];
    }
    case 'video':
      return input.pictures ? ['video', 'image'] : ['video'];
    case 'performance':
      return ['performance', 'character'];
  }
}

function inputIssues(request: PromptRequest, endpoint: RunwayEndpoint): RequestIssue[] {
  const where = 'parameters.references';
  const { model, task, references } = request;
  const roles = rolesOf(request, endpoint);
  const issues = references
    .filter(({ role }) => !roles.includes(role))
    .map(({ role }) => ({ where, message: `${model.id} takes no reference as ${role} here` }));
  const need = (role: ResolvedReference['role'], least: number): void => {
    const given = withRole(request, role).length;
    if (given < least) issues.push({ where, message: `${task} needs ${least} as ${role}, not ${given}` });
  };
  if (endpoint.input.kind === 'performance') for (const role of roles) need(role, 1);
  if (endpoint.input.kind === 'video') need('video', 1);
  if (endpoint.leastPictures !== undefined) need('image', endpoint.leastPictures);
  if (endpoint.input.kind === 'frames' && framesOf(request).length === 0) need('first-frame', 1);
  if (endpoint.input.kind === 'frames' && roles[0] === 'image' && withRole(request, 'image').length > 1) {
    issues.push({ where, message: `name one of the pictures first-frame: ${task} begins with it` });
  }
  return issues;
}

function inputOf(request: PromptRequest, { input }: RunwayEndpoint, uriOf: UriOf, tags: unknown): object {
  const pictures = withRole(request, 'image').map((reference) => ({ uri: uriOf(reference) }));
  switch (input.kind) {
    case 'text':
      return { ...picturesOf(input.pictures, pictures, tags), ...soundsOf(request, uriOf) };
    case 'frames':
      return { promptImage: promptImageOf(framesOf(request), uriOf) };
    case 'video': {
      const [video] = withRole(request, 'video');
      return { [input.field]: video && uriOf(video), ...picturesOf('references', pictures, undefined) };
    }
    case 'performance':
      return performanceOf(request, uriOf);
  }
}

function picturesOf(field: string | undefined, pictures: readonly { uri: string }[], tags: unknown): object {
  if (field === undefined || pictures.length === 0) return {};
  const names = Array.isArray(tags) ? (tags as string[]) : [];
  return {
    [field]: pictures.map((picture, index) => ({ ...picture, ...(names[index] && { tag: names[index] }) })),
  };
}

function soundsOf(request: PromptRequest, uriOf: UriOf): object {
  const sounds = withRole(request, 'audio');
  if (sounds.length === 0) return {};
  return { referenceAudio: sounds.map((reference) => ({ type: 'audio', uri: uriOf(reference) })) };
}

function promptImageOf(frames: readonly ResolvedReference[], uriOf: UriOf): unknown {
  const [only] = frames;
  if (frames.length === 1 && only && only.role !== 'last-frame') return uriOf(only);
  return frames.map((frame) => ({
    uri: uriOf(frame),
    position: frame.role === 'last-frame' ? 'last' : 'first',
  }));
}

function performanceOf(request: PromptRequest, uriOf: UriOf): object {
  const [character] = withRole(request, 'character');
  const [performance] = withRole(request, 'performance');
  return {
    character: character && { type: isClip(character) ? 'video' : 'image', uri: uriOf(character) },
    reference: performance && { type: 'video', uri: uriOf(performance) },
  };
}

function isClip(reference: ResolvedReference): boolean {
  if ('path' in reference) return reference.mimeType.startsWith('video/');
  return /\.(mp4|mov|webm|mkv|m4v|ogv)$/i.test(new URL(reference.url).pathname);
}
