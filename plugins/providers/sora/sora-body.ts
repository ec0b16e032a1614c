import type { PromptRequest, ProviderWarning } from 'aether-video/plugin';
import type { ServerCall } from './sora-client.js';
import type { SoraModel } from './sora-models.js';
import type { SoraOptions } from './sora-options.js';
import { fileOf, ownVideoId, pictureOf, videoOf } from './sora-references.js';
import type { ExtraField, ServerTraits } from './sora-servers.js';

/** All that spells a request for one server. */
export interface Spelling {
  readonly options: SoraOptions;
  readonly traits: ServerTraits;
  readonly model: SoraModel;
}

/** A submission, ready to be sent. */
export interface SoraSubmission {
  /** Answered with the video object. */
  readonly call: ServerCall;
  /** What of the request the server does not know. */
  readonly warnings: readonly ProviderWarning[];
}

type Fields = Record<string, unknown>;

/** The request as the server wants it. Only for requests without issues. */
export async function soraSubmission(request: PromptRequest, spelling: Spelling): Promise<SoraSubmission> {
  const { options, traits } = spelling;
  const video = videoOf(request);
  const id = video && ownVideoId(options.baseUrl, video);
  const { prompt } = request;
  const own = `/videos/${encodeURIComponent(id ?? '')}`;
  if (request.task === 'still') {
    return { call: { method: 'GET', path: own }, warnings: warningsOf(request, []) };
  }
  if (request.task === 'remix') {
    return { call: post(`${own}/remix`, { prompt }, false), warnings: warningsOf(request, []) };
  }
  if (request.task === 'text-to-video' || request.task === 'image-to-video') {
    return creation(request, spelling);
  }
  const source = id === undefined ? await fileOf(video as Parameters<typeof fileOf>[0], 'video') : { id };
  const isExtension = request.task === 'extend';
  const length = isExtension ? lengthOf(request, traits) : {};
  const path = isExtension ? '/videos/extensions' : '/videos/edits';
  const isMultipart = id === undefined || traits.body === 'multipart';
  const warnings = warningsOf(request, isExtension ? ['duration'] : []);
  return { call: post(path, { prompt, ...length, video: source }, isMultipart), warnings };
}

async function creation(request: PromptRequest, { traits, model }: Spelling): Promise<SoraSubmission> {
  const picture = pictureOf(request);
  const isFile = picture !== undefined && 'path' in picture;
  const isMultipart = traits.body === 'multipart' || (isFile && traits.body === 'json-without-files');
  const size = model.sizes[request.resolution ?? '']?.[request.aspectRatio ?? ''];
  const extras = extrasOf(request, traits.extras[isMultipart ? 'multipart' : 'json']);
  const body: Fields = {
    prompt: request.prompt,
    model: request.model.id,
    ...(size !== undefined && { size }),
    ...lengthOf(request, traits),
    ...extras.fields,
    ...(picture && (await pictureField(picture, traits, isMultipart))),
  };
  const taken = ['duration', 'aspectRatio', 'resolution', ...extras.taken];
  return { call: post('/videos', body, isMultipart), warnings: warningsOf(request, taken) };
}

async function pictureField(
  picture: NonNullable<ReturnType<typeof pictureOf>>,
  { pictureAddress = 'input_reference' }: ServerTraits,
  isMultipart: boolean,
): Promise<Fields> {
  if ('path' in picture) {
    const file = await fileOf(picture, 'first-frame');
    if (isMultipart) return { input_reference: file };
    const data = Buffer.from(await file.arrayBuffer()).toString('base64');
    return { input_reference: { image_url: `data:${picture.mimeType};base64,${data}` } };
  }
  const address = { image_url: picture.url };
  // vLLM-Omni wants JSON text in a multipart field of its own; OpenAI spells objects as `name[key]`.
  const isText = isMultipart && pictureAddress === 'image_reference';
  return { [pictureAddress]: isText ? JSON.stringify(address) : address };
}

function lengthOf({ duration }: PromptRequest, { secondsAs }: ServerTraits): Fields {
  if (duration === undefined) return {};
  return { seconds: secondsAs === 'number' ? duration : String(duration) };
}

/** Our field, its name at the server, and how it is asked for. */
const extraFields = [
  ['seed', 'seed'],
  ['negativePrompt', 'negative_prompt'],
  ['framesPerSecond', 'fps'],
  ['audio', 'generate_sound'],
] as const satisfies readonly (readonly [keyof PromptRequest, ExtraField])[];

function extrasOf(
  request: PromptRequest,
  known: readonly ExtraField[],
): { readonly fields: Fields; readonly taken: readonly string[] } {
  const given = extraFields.filter(([ours, theirs]) => request[ours] !== undefined && known.includes(theirs));
  return {
    fields: Object.fromEntries(given.map(([ours, theirs]) => [theirs, request[ours]])),
    taken: given.map(([ours]) => ours),
  };
}

/** Fields of a request that a server may not look at, by the names that users know. */
const optionalFields = {
  duration: 'duration',
  aspectRatio: 'aspectRatio',
  resolution: 'resolution',
  seed: 'seed',
  negativePrompt: 'negativePrompt',
  framesPerSecond: 'fps',
  audio: 'audio',
} as const satisfies Readonly<Partial<Record<keyof PromptRequest, string>>>;

/** Where the request names nothing, the model's defaults stand in it: nobody misses those. */
function isDefault({ model, ...request }: PromptRequest, ours: keyof typeof optionalFields): boolean {
  const { durations, aspectRatios, resolutions, framesPerSecond } = model;
  const shortest = durations?.kind === 'list' ? durations.seconds[0] : durations?.minimum;
  const defaults: Partial<Record<keyof typeof optionalFields, unknown>> = {
    duration: shortest,
    aspectRatio: aspectRatios[0],
    resolution: resolutions[0],
    framesPerSecond: framesPerSecond[0],
  };
  return request[ours] === defaults[ours];
}

function warningsOf(request: PromptRequest, taken: readonly string[]): ProviderWarning[] {
  return (Object.keys(optionalFields) as (keyof typeof optionalFields)[])
    .filter((ours) => request[ours] !== undefined && !taken.includes(ours) && !isDefault(request, ours))
    .map((ours) => ({
      code: 'UNSUPPORTED_FIELD',
      message: `${optionalFields[ours]} was left away: the server does not know it for ${request.task}.`,
    }));
}

const post = (path: string, fields: Fields, isMultipart: boolean): ServerCall => ({
  method: 'POST',
  path,
  ...(isMultipart ? { form: fields } : { json: fields }),
});
