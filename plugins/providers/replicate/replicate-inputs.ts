import { z } from 'zod';
import { referenceRoles, type MediaType, type ReferenceRole } from 'aether-video/plugin';
import type { InputProperty } from './replicate-schema.js';

/** The words of a request, and what models call them, the usual name first. */
const fieldNames = {
  prompt: ['prompt', 'text_prompt', 'text'],
  negativePrompt: ['negative_prompt'],
  seed: ['seed'],
  duration: ['duration', 'duration_seconds', 'seconds'],
  aspectRatio: ['aspect_ratio'],
  resolution: ['resolution'],
  framesPerSecond: ['fps', 'frames_per_second', 'frame_rate'],
  audio: ['generate_audio', 'enable_audio', 'with_audio', 'audio'],
} as const;
export type FieldName = keyof typeof fieldNames;

type RoleNames = readonly (readonly [ReferenceRole, readonly string[]])[];

const toolRoles: RoleNames = [
  ['mask', ['mask', 'mask_image']],
  ['control', ['control_image']],
  ['character', ['character_image', 'face_image']],
  ['video', ['video', 'input_video', 'source_video', 'video_url', 'reference_video']],
  ['audio', ['audio', 'input_audio', 'audio_file', 'audio_url']],
];

/** What models call the files that they look at. A picture means something else to a clip than to a picture. */
const roleNames: Readonly<Record<MediaType, RoleNames>> = {
  image: [
    ...toolRoles,
    [
      'image',
      ['input_images', 'image_input', 'images', 'reference_images', 'input_image', 'image', 'image_prompt'],
    ],
  ],
  video: [
    ...toolRoles,
    ['last-frame', ['last_frame_image', 'last_frame', 'last_image', 'end_image', 'end_frame']],
    [
      'first-frame',
      [
        'first_frame_image',
        'first_frame',
        'start_image',
        'start_frame',
        'image',
        'input_image',
        'first_image',
      ],
    ],
    ['image', ['reference_images', 'input_images', 'images', 'subject_reference', 'style_image']],
  ],
};

const fieldSchema = z.object({
  name: z.string(),
  /** Its numbers are written as text. */
  asText: z.boolean().optional(),
});

const optionSchema = z.object({
  type: z.enum(['string', 'integer', 'number', 'boolean', 'array', 'other']),
  values: z.array(z.union([z.string(), z.number()])).optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
});
export type OptionRule = z.output<typeof optionSchema>;

/** How a model is asked: what it calls the words of a request. Plain JSON; it travels in `providerData`. */
export const replicateInputsSchema = z.object({
  /** The version to run; absent for official models, which have but one. */
  version: z.string().optional(),
  fields: z.partialRecord(z.enum(Object.keys(fieldNames) as [FieldName, ...FieldName[]]), fieldSchema),
  roles: z.partialRecord(z.enum(referenceRoles), z.object({ name: z.string(), many: z.boolean() })),
  /** All other inputs. */
  options: z.record(z.string(), optionSchema),
  /** Inputs without which the model does not run. */
  required: z.array(z.string()),
});
export type ReplicateInputs = z.output<typeof replicateInputsSchema>;

/** Most files of a list that says nothing. */
const usualMost = 10;

export interface MappedInputs {
  readonly inputs: Omit<ReplicateInputs, 'version'>;
  readonly fields: Readonly<Partial<Record<FieldName, InputProperty>>>;
  /** How many files it takes as each role. */
  readonly counts: Readonly<Partial<Record<ReferenceRole, number>>>;
}

/** The inputs of a model that nothing has been made of yet. */
type Untaken = Map<string, InputProperty>;

/** Takes the first of `names` that is there and fits. */
function take(
  left: Untaken,
  names: readonly string[],
  fits: (property: InputProperty) => boolean,
): InputProperty | undefined {
  const property = names.map((name) => left.get(name)).find((one) => one !== undefined && fits(one));
  if (property) left.delete(property.name);
  return property;
}

/** Sorts the inputs of a model into words of a request, files, and options of its own. */
export function mapInputs(properties: readonly InputProperty[], mediaType: MediaType): MappedInputs {
  const left: Untaken = new Map(properties.map((property) => [property.name, property]));
  const { roles, counts } = mapFiles(left, mediaType);
  const found: Partial<Record<FieldName, InputProperty>> = {};
  const fields: ReplicateInputs['fields'] = {};
  for (const [word, names] of Object.entries(fieldNames) as [FieldName, readonly string[]][]) {
    const property = take(left, names, (one) => !one.isFile && (word !== 'audio' || one.type === 'boolean'));
    if (!property) continue;
    found[word] = property;
    const asText = word !== 'prompt' && word !== 'negativePrompt' && property.type === 'string';
    fields[word] = { name: property.name, ...(asText && { asText }) };
  }
  const others = [...left.values()].filter(({ isSecret }) => !isSecret);
  const options = Object.fromEntries(others.map((property) => [property.name, ruleOf(property)]));
  const required = properties.filter(({ isRequired }) => isRequired).map(({ name }) => name);
  return { inputs: { fields, roles, options, required }, fields: found, counts };
}

interface MappedFiles {
  readonly roles: ReplicateInputs['roles'];
  readonly counts: MappedInputs['counts'];
}

function mapFiles(left: Untaken, mediaType: MediaType): MappedFiles {
  const roles: ReplicateInputs['roles'] = {};
  const counts: Partial<Record<ReferenceRole, number>> = {};
  const assign = (role: ReferenceRole, property: InputProperty | undefined): void => {
    if (!property) return;
    const many = property.type === 'array';
    roles[role] = { name: property.name, many };
    counts[role] = many ? (property.longest ?? usualMost) : 1;
  };
  for (const [role, names] of roleNames[mediaType])
    assign(
      role,
      take(left, names, ({ isFile }) => isFile),
    );
  const main = mediaType === 'video' ? 'first-frame' : 'image';
  if (!roles[main]) {
    // Models name their one picture as they like.
    const names = [...left.keys()].filter((name) => !/video|audio|mask/i.test(name));
    assign(
      main,
      take(left, names, ({ isFile }) => isFile),
    );
  }
  // A clip that begins with a picture takes a mere picture for that.
  if (roles['first-frame'] && !roles.image) {
    roles.image = roles['first-frame'];
    counts.image = 1;
  }
  return { roles, counts };
}

function ruleOf({ type, values, minimum, maximum }: InputProperty): OptionRule {
  return {
    type,
    ...(values && { values: [...values] }),
    ...(minimum === undefined ? {} : { minimum }),
    ...(maximum === undefined ? {} : { maximum }),
  };
}
