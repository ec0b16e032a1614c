import type { PromptRequest, RequestIssue, ResolvedReference } from 'aether-video/plugin';
import type { FluxInput, FluxModel } from './flux-model.js';

/** A file in base64, or an address. */
export type ContentOf = (reference: ResolvedReference) => string;

type Role = ResolvedReference['role'];

/** Ways in that take files alone. */
const filesAlone: readonly FluxInput[] = ['picture-prompt', 'fill', 'expand', 'control'];

/** FLUX 3 takes so many key frames. */
const mostFrames = 10;

const withRole = ({ references }: PromptRequest, role: Role): ResolvedReference[] =>
  references.filter((reference) => reference.role === role);

/** The key frames of a clip in their order. */
export function framesOf(request: PromptRequest): ResolvedReference[] {
  return (['first-frame', 'image', 'last-frame'] as const).flatMap((role) => withRole(request, role));
}

/** What of the pictures and clips of a request the model would not take. */
export function inputIssues(request: PromptRequest, { input }: FluxModel): RequestIssue[] {
  const where = 'parameters.references';
  const issues: RequestIssue[] = [];
  const roles = rolesOf(request, input);
  for (const { role } of request.references) {
    if (roles.includes(role)) continue;
    issues.push({ where, message: `${request.model.id} takes no reference as ${role} for ${request.task}` });
  }
  if (filesAlone.includes(input) && request.references.some((reference) => 'url' in reference)) {
    issues.push({ where, message: `${request.model.id} takes files, not addresses: download it first` });
  }
  if (request.prompt.trim() === '' && (input === 'control' || input === 'video')) {
    issues.push({ where: 'prompt', message: `${request.model.id} needs a prompt` });
  }
  for (const role of neededRoles(request, input)) {
    if (withRole(request, role).length > 0) continue;
    issues.push({ where, message: `${request.task} needs a reference as ${role}` });
  }
  if (input === 'expand') issues.push(...marginIssues(request));
  return input === 'video' ? [...issues, ...frameIssues(request)] : issues;
}

function rolesOf({ task, providerOptions }: PromptRequest, input: FluxInput): readonly Role[] {
  switch (input) {
    case 'pictures':
    case 'picture-prompt':
    case 'expand':
      return ['image'];
    case 'fill':
      return ['image', 'mask'];
    case 'control':
      return ['control'];
    case 'video':
      if (providerOptions.draftCache !== undefined) return [];
      if (task === 'extend') return ['video'];
      return task === 'image-to-video' ? ['first-frame', 'image', 'last-frame'] : [];
  }
}

function neededRoles({ task, providerOptions }: PromptRequest, input: FluxInput): readonly Role[] {
  if (input === 'fill') return ['image', 'mask'];
  if (input === 'control') return ['control'];
  if (input === 'expand' || task === 'edit') return ['image'];
  return task === 'extend' && providerOptions.draftCache === undefined ? ['video'] : [];
}

function marginIssues({ providerOptions }: PromptRequest): RequestIssue[] {
  const { top, bottom, left, right } = providerOptions;
  if ([top, bottom, left, right].some((pixels) => typeof pixels === 'number' && pixels > 0)) return [];
  const message = 'say by how many pixels the picture grows: top, bottom, left, right (up to 2048)';
  return [{ where: 'parameters.providerOptions', message }];
}

function frameIssues(request: PromptRequest): RequestIssue[] {
  const { keyframeSeconds: times, draftCache } = request.providerOptions;
  const timesAt = 'parameters.providerOptions.keyframeSeconds';
  if (request.task !== 'image-to-video' || draftCache !== undefined) {
    return times === undefined ? [] : [{ where: timesAt, message: 'there are no key frames to place' }];
  }
  const frames = framesOf(request);
  const where = 'parameters.references';
  const issues: RequestIssue[] = [];
  if (frames.every(({ role }) => role === 'last-frame')) {
    issues.push({ where, message: 'image-to-video needs a first-frame, too' });
  }
  if (frames.length > mostFrames) {
    issues.push({
      where,
      message: `${frames.length} key frames, but ${request.model.id} takes ${mostFrames}`,
    });
  }
  if (!Array.isArray(times)) return issues;
  const seconds = times as number[];
  if (seconds.length !== frames.length) {
    issues.push({ where: timesAt, message: `${seconds.length} times for ${frames.length} key frames` });
  }
  const { duration = Infinity } = request;
  if (seconds.some((time, index) => time > duration || time <= (seconds[index - 1] ?? -1))) {
    issues.push({ where: timesAt, message: 'each is later than the one before, and none after the end' });
  }
  return issues;
}

/** The pictures and clips of a request as the API spells them. */
export function inputFields(
  request: PromptRequest,
  { input }: FluxModel,
  contentOf: ContentOf,
): Record<string, unknown> {
  const [picture] = withRole(request, 'image');
  const content = (reference: ResolvedReference | undefined): unknown => reference && contentOf(reference);
  switch (input) {
    case 'pictures':
      return picturesOf(request, contentOf);
    case 'picture-prompt':
      return picture ? { image_prompt: content(picture) } : {};
    case 'fill':
      return { image: content(picture), mask: content(withRole(request, 'mask')[0]) };
    case 'expand':
      return { image: content(picture) };
    case 'control': {
      const name = request.providerOptions.preprocessed === true ? 'preprocessed_image' : 'control_image';
      return { [name]: content(withRole(request, 'control')[0]) };
    }
    case 'video':
      return clipFields(request, contentOf);
  }
}

function picturesOf(request: PromptRequest, contentOf: ContentOf): Record<string, unknown> {
  const pictures = withRole(request, 'image').map((reference, index) => [
    index === 0 ? 'input_image' : `input_image_${index + 1}`,
    contentOf(reference),
  ]);
  return Object.fromEntries(pictures) as Record<string, unknown>;
}

function clipFields(request: PromptRequest, contentOf: ContentOf): Record<string, unknown> {
  const { task, providerOptions } = request;
  if (providerOptions.draftCache !== undefined) return { mode: 'draft_enhance' };
  if (task === 'extend') {
    const [video] = withRole(request, 'video');
    return { mode: 'v2v', start_video: video && contentOf(video) };
  }
  if (task === 'text-to-video') return { mode: 't2v' };
  const frames = framesOf(request).map(contentOf);
  const times = providerOptions.keyframeSeconds as number[] | undefined;
  return { mode: 'i2v', keyframes: times ? frames.map((frame, index) => [times[index], frame]) : frames };
}
