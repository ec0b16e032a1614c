import type {
  GenerationTask,
  PromptRequest,
  ProviderWarning,
  RequestIssue,
  ResolvedReference,
} from 'aether-video/plugin';
import { omniPrompt } from './omni-prompt.js';
import { mimeTypeOf, type InlineFile } from './reference-files.js';
import { omniRequestOptions, optionIssues, withCamera } from './request-options.js';
import { clipIssues, frameIssues, framesOf, picturesOf, typeIssues, withRole } from './request-references.js';

/** Tasks that work on a clip which is handed in. */
const clipTasks: readonly GenerationTask[] = ['video-to-video', 'extend', 'upscale'];

const clipTypes = ['video/mp4', 'video/quicktime', 'video/webm'];

/** Tasks whose result has the length and the shape of another clip. */
const shapedTasks: readonly GenerationTask[] = ['video-to-video', 'upscale'];

/** Why Gemini Omni would refuse the request; each says what would work. */
export function omniIssues(request: PromptRequest): readonly RequestIssue[] {
  const { model, task, prompt, providerOptions } = request;
  if (!model.tasks.includes(task)) {
    const message = `the model does not do ${task}; it does ${model.tasks.join(', ')}`;
    return [{ where: 'parameters.task', message }];
  }
  const issues = [
    ...frameIssues(request),
    ...clipIssues(request, clipTasks.includes(task)),
    ...typeIssues(request, clipTypes),
    ...optionIssues(omniRequestOptions, providerOptions),
  ];
  if (task === 'upscale' && picturesOf(request).length > 0) {
    issues.push({ where: 'parameters.references', message: 'upscale takes no pictures' });
  }
  if (task === 'video-to-video' && prompt.trim() === '') {
    issues.push({ where: 'prompt', message: 'say what is to be changed in the clip' });
  }
  return issues;
}

/** The task as Interactions spells it. */
function interactionTask(request: PromptRequest): string {
  switch (request.task) {
    case 'video-to-video':
      return 'edit';
    case 'extend':
    case 'upscale':
      return request.task;
    default: {
      if (framesOf(request).first) return 'image_to_video';
      return picturesOf(request).length > 0 ? 'reference_to_video' : 'text_to_video';
    }
  }
}

export interface OmniBody {
  readonly body: unknown;
  readonly warnings: readonly ProviderWarning[];
}

/** The request in the words of the Interactions API. Only for requests without {@link omniIssues}. */
export function omniBody(
  request: PromptRequest,
  files: ReadonlyMap<ResolvedReference, InlineFile>,
): OmniBody {
  const { camera } = omniRequestOptions.parse(request.providerOptions);
  const { task, resolution, aspectRatio, duration } = request;
  const isShaped = shapedTasks.includes(task);
  const format = {
    type: 'video',
    // What is inside an answer may have 4 MB.
    delivery: 'uri',
    ...(resolution !== undefined && { resolution }),
    ...(!isShaped && task !== 'extend' && aspectRatio !== undefined && { aspect_ratio: aspectRatio }),
    ...(!isShaped && duration !== undefined && { duration: `${duration}s` }),
  };
  const body = {
    model: request.model.id,
    input: inputOf(request, files, omniPrompt(request, withCamera(request.prompt, camera))),
    background: true,
    store: true,
    response_format: format,
    generation_config: { video_config: { task: interactionTask(request) } },
  };
  return { body, warnings: warningsOf(request) };
}

/** Clip, then pictures, then words: the tags in the words count in this order. */
function inputOf(
  request: PromptRequest,
  files: ReadonlyMap<ResolvedReference, InlineFile>,
  text: string,
): object[] {
  const { first, last } = framesOf(request);
  const pictures = [first, last, ...picturesOf(request)].filter((one) => one !== undefined);
  return [
    ...withRole(request, 'video').map((clip) => contentOf('video', clip, files)),
    ...pictures.map((picture) => contentOf('image', picture, files)),
    ...(text === '' ? [] : [{ type: 'text', text }]),
  ];
}

function contentOf(
  type: 'image' | 'video',
  reference: ResolvedReference,
  files: ReadonlyMap<ResolvedReference, InlineFile>,
): object {
  if ('url' in reference) {
    const mimeType = mimeTypeOf(reference.url);
    return { type, uri: reference.url, ...(mimeType !== undefined && { mime_type: mimeType }) };
  }
  const file = files.get(reference);
  return { type, data: file?.data, mime_type: file?.mimeType };
}

/** What of the request is not passed on. */
function warningsOf({
  task,
  model,
  duration,
  aspectRatio,
  seed,
  negativePrompt,
}: PromptRequest): ProviderWarning[] {
  const isShaped = shapedTasks.includes(task);
  const lost = Object.entries({
    duration: isShaped ? duration : undefined,
    aspectRatio: isShaped || task === 'extend' ? aspectRatio : undefined,
    seed,
    negativePrompt,
  }).filter(([, value]) => value !== undefined);
  return lost.map(([field]) => ({
    code: 'UNSUPPORTED_FIELD',
    message: `${field} was left away: ${model.id} does not know it for ${task}.`,
  }));
}
