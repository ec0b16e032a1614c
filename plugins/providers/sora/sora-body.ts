import type OpenAI from 'openai';
import type { PromptRequest, ProviderWarning } from 'aether-video/plugin';
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
  /** Sends it once; answers with the video object. */
  send(client: OpenAI): PromiseLike<unknown>;
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
  if (request.task === 'still') {
    return { send: (client) => client.videos.retrieve(id ?? ''), warnings: warningsOf(request, []) };
  }
  if (request.task === 'remix') {
    return { send: (client) => client.videos.remix(id ?? '', { prompt }), warnings: warningsOf(request, []) };
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
  return { send: sender(path, { prompt, ...length, video: source }, isMultipart), warnings };
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
  return { send: sender('/videos', body, isMultipart), warnings: warningsOf(request, taken) };
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

function warningsOf(request: PromptRequest, taken: readonly string[]): ProviderWarning[] {
  return Object.entries(optionalFields)
    .filter(([ours]) => request[ours as keyof typeof optionalFields] !== undefined && !taken.includes(ours))
    .map(([, name]) => ({
      code: 'UNSUPPORTED_FIELD',
      message: `${name} was left away: the server does not know it for ${request.task}.`,
    }));
}

function sender(path: string, body: Fields, isMultipart: boolean): SoraSubmission['send'] {
  if (!isMultipart) return (client) => client.post(path, { body });
  if (path === '/videos/edits') return (client) => client.videos.edit(body as never);
  if (path === '/videos/extensions') return (client) => client.videos.extend(body as never);
  return (client) => client.videos.create(body as never);
}
