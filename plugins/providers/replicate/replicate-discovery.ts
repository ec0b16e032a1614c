import { z } from 'zod';
import type { MediaType, ModelDescriptor } from 'aether-video/plugin';
import { callReplicate, isUnknown, type ReplicateHost } from './replicate-client.js';
import { unreadable } from './replicate-errors.js';
import { knownFacts } from './replicate-known-models.js';
import { describeModel } from './replicate-model.js';
import { readInputs, type InputProperty } from './replicate-schema.js';

const versionSchema = z.looseObject({ id: z.string(), openapi_schema: z.unknown() });

const modelSchema = z.looseObject({
  description: z.string().nullish(),
  is_official: z.boolean().nullish(),
  latest_version: versionSchema.nullish(),
  default_example: z.looseObject({ output: z.unknown().optional() }).nullish().catch(undefined),
});
type ReplicateModel = z.output<typeof modelSchema>;

interface ModelName {
  readonly path: string;
  readonly version?: string;
}

/** `owner/name` or `owner/name:version`; undefined for anything else. */
function nameOf(id: string): ModelName | undefined {
  const [, owner, name, version] = /^([\w.-]+)\/([\w.-]+)(?::(\w+))?$/.exec(id) ?? [];
  if (owner === undefined || name === undefined || /^\.+$/.test(owner) || /^\.+$/.test(name))
    return undefined;
  return { path: `/models/${owner}/${name}`, ...(version === undefined ? {} : { version }) };
}

/**
 * What a model takes, from its own page.
 * @returns undefined for one that Replicate does not know
 * @throws VideoGenerationError if Replicate cannot tell now
 */
export async function discoverModel(
  host: ReplicateHost,
  id: string,
  signal: AbortSignal,
): Promise<ModelDescriptor | undefined> {
  const name = nameOf(id);
  if (!name) return undefined;
  const { path, version } = name;
  try {
    const [model, chosen] = await Promise.all([
      callReplicate(host, path, { signal }),
      version === undefined ? undefined : callReplicate(host, `${path}/versions/${version}`, { signal }),
    ]);
    const page = parsed(modelSchema, model.body);
    return described(id, page, chosen && parsed(versionSchema, chosen.body));
  } catch (thrown) {
    if (isUnknown(thrown)) return undefined;
    throw thrown;
  }
}

function parsed<Schema extends z.ZodType>(schema: Schema, body: unknown): z.output<Schema> {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  throw unreadable('Replicate’s answer about a model is not what its protocol says.');
}

function described(
  id: string,
  page: ReplicateModel,
  chosen: z.output<typeof versionSchema> | undefined,
): ModelDescriptor {
  const version = chosen ?? page.latest_version;
  const inputs = readInputs(version?.openapi_schema);
  const known = knownFacts(id);
  // Official models run without a version; those of others only with one.
  const runs = chosen ?? (page.is_official === true || known ? undefined : page.latest_version);
  return describeModel(
    { id, mediaType: mediaTypeOf(id, page, inputs), ...known, ...(runs && { version: runs.id }) },
    inputs,
  );
}

const clipInputs = ['duration', 'fps', 'frames_per_second', 'num_frames', 'video', 'input_video'];

/** Nothing says it outright: the example's file tells it best, then the inputs, then the words. */
function mediaTypeOf(id: string, page: ReplicateModel, inputs: readonly InputProperty[]): MediaType {
  const example = JSON.stringify(page.default_example?.output ?? '');
  if (/\.(mp4|webm|mov|mkv)\b/i.test(example)) return 'video';
  if (/\.(png|jpe?g|webp)\b/i.test(example)) return 'image';
  if (inputs.some(({ name }) => clipInputs.includes(name))) return 'video';
  return /video|animat|[it]2v/i.test(`${id} ${page.description ?? ''}`) ? 'video' : 'image';
}
