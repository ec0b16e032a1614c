import type { PromptRequest, ReferenceRole, RequestIssue, ResolvedReference } from 'aether-video/plugin';
import { mimeTypeOf } from './reference-files.js';

export function withRole(request: PromptRequest, role: ReferenceRole): readonly ResolvedReference[] {
  return request.references.filter((reference) => reference.role === role);
}

/** What a clip begins and ends with: of a single picture it is the first frame. */
export interface ClipFrames {
  readonly first?: ResolvedReference;
  readonly last?: ResolvedReference;
}

export function framesOf(request: PromptRequest): ClipFrames {
  if (request.task !== 'image-to-video') return {};
  const [last] = withRole(request, 'last-frame');
  const images = withRole(request, 'image');
  const [first = last || images.length > 1 ? undefined : images[0]] = withRole(request, 'first-frame');
  return { ...(first && { first }), ...(last && { last }) };
}

/** Pictures of what is to appear, not of a moment of the clip. */
export function picturesOf(request: PromptRequest): readonly ResolvedReference[] {
  const { first } = framesOf(request);
  return withRole(request, 'image').filter((reference) => reference !== first);
}

const where = 'parameters.references';
const pictureTypes = ['image/jpeg', 'image/png', 'image/webp'];

/** What is wrong with the frames of a request; what they may stand beside is each service's own matter. */
export function frameIssues(request: PromptRequest): RequestIssue[] {
  const { first, last } = framesOf(request);
  if (request.task !== 'image-to-video') {
    return request.references
      .filter(({ role }) => role === 'first-frame' || role === 'last-frame')
      .map(({ role }) => ({ where, message: `a reference as ${role} is for image-to-video only` }));
  }
  if (first) return [];
  return [
    last
      ? { where, message: 'a clip with a last frame needs a first frame, too' }
      : {
          where,
          message:
            'name one of the pictures first-frame, or ask for the task text-to-video to have them appear in the clip',
        },
  ];
}

/** The clip that a task works on. */
export function clipIssues(request: PromptRequest, needsClip: boolean): RequestIssue[] {
  const clips = withRole(request, 'video').length;
  if (needsClip && clips !== 1) {
    return [{ where, message: `${request.task} needs one reference as video, not ${clips}` }];
  }
  return needsClip || clips === 0 ? [] : [{ where, message: `${request.task} takes no reference as video` }];
}

/** What the pictures and clips of a request are, as far as that is known before anything is sent. */
export function typeIssues(request: PromptRequest, clipTypes: readonly string[]): RequestIssue[] {
  return request.references.flatMap((reference) => {
    const type = 'url' in reference ? mimeTypeOf(reference.url) : reference.mimeType;
    const taken = reference.role === 'video' ? clipTypes : pictureTypes;
    if (type === undefined || taken.includes(type)) return [];
    const message = `a reference as ${reference.role} is one of ${taken.join(', ')}, not ${type}`;
    return [{ where, message }];
  });
}
