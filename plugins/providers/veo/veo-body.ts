import type { PromptRequest, ProviderWarning, RequestIssue, ResolvedReference } from 'aether-video/plugin';
import { cloudAddressOf } from './cloud-storage.js';
import { mimeTypeOf, type InlineFile } from './reference-files.js';
import { optionIssues, veoRequestOptions, withCamera } from './request-options.js';
import { clipIssues, frameIssues, framesOf, picturesOf, typeIssues, withRole } from './request-references.js';
import { extensionSeconds, referenceSeconds, takesReferencePictures, veoModelOf } from './veo-models.js';

const where = 'parameters.references';

/** Why Veo would refuse the request; each says what would work. */
export function veoIssues(request: PromptRequest): readonly RequestIssue[] {
  const { model, task, providerOptions } = request;
  if (!model.tasks.includes(task)) {
    const message = `the model does not do ${task}; it does ${model.tasks.join(', ')}`;
    return [{ where: 'parameters.task', message }];
  }
  return [
    ...frameIssues(request),
    ...clipIssues(request, task === 'extend'),
    ...pictureIssues(request),
    ...addressIssues(request.references),
    ...typeIssues(request, ['video/mp4']),
    ...extensionIssues(request),
    ...optionIssues(veoRequestOptions, providerOptions),
  ];
}

function pictureIssues(request: PromptRequest): RequestIssue[] {
  if (picturesOf(request).length === 0) return [];
  const model = veoModelOf(request.model.id);
  if (model && !takesReferencePictures(model)) {
    return [{ where, message: `${request.model.id} takes pictures as first-frame and last-frame only` }];
  }
  const { task, prompt, duration } = request;
  if (task !== 'text-to-video') {
    return [{ where, message: `pictures beside the frames or the clip are not taken for ${task}` }];
  }
  if (prompt.trim() === '') return [{ where: 'prompt', message: 'reference pictures need a prompt' }];
  if (duration === referenceSeconds) return [];
  return [
    {
      where: 'parameters.duration',
      message: `with reference pictures a clip has ${referenceSeconds} s, not ${duration}`,
    },
  ];
}

/** Vertex AI fetches nothing but objects of Cloud Storage. */
function addressIssues(references: readonly ResolvedReference[]): RequestIssue[] {
  return references.flatMap((reference) => {
    if (!('url' in reference)) return [];
    if (cloudAddressOf(reference.url) === undefined) {
      const message =
        'Vertex AI takes local files and https://storage.googleapis.com/BUCKET/NAME, no other address';
      return [{ where, message }];
    }
    if (mimeTypeOf(reference.url) !== undefined) return [];
    return [{ where, message: 'the address has to end in .jpg, .png, .webp or .mp4' }];
  });
}

function extensionIssues({ task, resolution }: PromptRequest): RequestIssue[] {
  if (task !== 'extend' || resolution === undefined || resolution === '720p') return [];
  return [
    { where: 'parameters.resolution', message: `clips are extended at 720p only, not at ${resolution}` },
  ];
}

/** Seconds that are made: an extension always adds as many. */
export function secondsOf({ task, duration }: PromptRequest): number {
  return task === 'extend' ? extensionSeconds : (duration ?? referenceSeconds);
}

export interface VeoBody {
  readonly body: unknown;
  readonly warnings: readonly ProviderWarning[];
}

/**
 * The request in the words of `predictLongRunning`. Only for requests without {@link veoIssues}.
 * @param storageUri folder for the result; without it the clip comes inside the answer
 */
export function veoBody(
  request: PromptRequest,
  files: ReadonlyMap<ResolvedReference, InlineFile>,
  storageUri: string | undefined,
): VeoBody {
  const { camera, labels, ...options } = veoRequestOptions.parse(request.providerOptions);
  const prompt = withCamera(request.prompt, camera);
  const parameters = {
    sampleCount: 1,
    durationSeconds: secondsOf(request),
    ...defined('aspectRatio', request.aspectRatio),
    ...defined('resolution', request.resolution),
    ...defined('seed', request.seed),
    ...defined('negativePrompt', request.negativePrompt),
    generateAudio: request.audio ?? true,
    ...options,
    ...defined('storageUri', storageUri),
  };
  const instance = { ...(prompt.trim() !== '' && { prompt }), ...inputsOf(request, files) };
  return {
    body: { instances: [instance], parameters, ...defined('labels', labels) },
    warnings: warningsOf(request),
  };
}

function inputsOf(request: PromptRequest, files: ReadonlyMap<ResolvedReference, InlineFile>): object {
  const content = (reference: ResolvedReference): object => contentOf(reference, files);
  const { first, last } = framesOf(request);
  const [clip] = withRole(request, 'video');
  const pictures = picturesOf(request).map((picture) => ({
    image: content(picture),
    referenceType: 'asset',
  }));
  return {
    ...(first && { image: content(first) }),
    ...(last && { lastFrame: content(last) }),
    ...(clip && { video: content(clip) }),
    ...(pictures.length > 0 && { referenceImages: pictures }),
  };
}

function contentOf(reference: ResolvedReference, files: ReadonlyMap<ResolvedReference, InlineFile>): object {
  if ('url' in reference) {
    return { gcsUri: cloudAddressOf(reference.url), mimeType: mimeTypeOf(reference.url) };
  }
  const file = files.get(reference);
  return { bytesBase64Encoded: file?.data, mimeType: file?.mimeType };
}

function warningsOf({ task, duration }: PromptRequest): ProviderWarning[] {
  if (task !== 'extend' || duration === undefined) return [];
  const message = `duration is ${extensionSeconds} instead of ${duration}: an extension always adds ${extensionSeconds} s.`;
  return [{ code: 'VALUE_SNAPPED', message }];
}

function defined<Name extends string, Value>(
  name: Name,
  value: Value | undefined,
): Partial<Record<Name, Value>> {
  return (value === undefined ? {} : { [name]: value }) as Partial<Record<Name, Value>>;
}
