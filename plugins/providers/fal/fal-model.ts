import { z } from 'zod';
import {
  referenceRoles,
  VideoGenerationError,
  type DurationRange,
  type GenerationTask,
  type MediaType,
  type ModelDescriptor,
  type ModelPrice,
  type ReferenceRole,
} from 'aether-video/plugin';
import { readInputs, type FalInputs, type FalModelData } from './fal-inputs.js';
import { capacityOf, fieldFor, fieldForRole, presets, secondsOf } from './fal-words.js';

/** Where a model says nothing, UTF-16 code units. */
const usualPromptLimit = 2000;
/** Nobody has judged the model: in the middle. */
const unknownQuality = 0.5;

/** An entry of `GET /v1/models` with `expand=openapi-3.0`. */
export const modelEntrySchema = z.looseObject({
  endpoint_id: z.string(),
  metadata: z
    .looseObject({
      category: z.string().nullish(),
      status: z.string().nullish(),
      updated_at: z.string().nullish(),
    })
    .default({}),
  openapi: z.unknown().optional(),
});
export type FalModelEntry = z.output<typeof modelEntrySchema>;

/** What fal says of a model, as requests are held against it. @throws VideoGenerationError INVALID_REQUEST */
export function describeEntry(entry: FalModelEntry): ModelDescriptor {
  const { endpoint_id: id, metadata, openapi } = entry;
  const read = readInputs(openapi, id);
  if (!read) {
    throw new VideoGenerationError('INVALID_REQUEST', {
      message: `fal does not say what the model “${id}” takes, so nothing could be checked before it is paid.`,
      howToFix: 'Choose a model whose page on fal.ai has an API tab.',
      details: { model: id },
    });
  }
  const mediaType = mediaTypeOf(metadata.category ?? '', read.outputs);
  if (!mediaType) {
    throw new VideoGenerationError('INVALID_REQUEST', {
      message: `The model “${id}” makes no clips and no pictures (fal lists it as ${metadata.category ?? 'nothing'}).`,
      howToFix: 'Choose a model of a category that ends in “-to-video” or “-to-image”.',
      details: { model: id, category: metadata.category ?? '' },
    });
  }
  const deprecated = metadata.status === 'deprecated' ? (metadata.updated_at ?? '').slice(0, 10) : '';
  return {
    ...describeInputs(id, mediaType, read.inputs),
    ...(/^\d{4}-\d\d-\d\d$/.test(deprecated) && { deprecatedOn: deprecated }),
  };
}

function mediaTypeOf(category: string, outputs: readonly string[]): MediaType | undefined {
  const [, made] = /-to-(video|image)$/.exec(category) ?? [];
  if (made !== undefined) return made as MediaType;
  if (category.includes('-to-')) return undefined;
  if (outputs.some((name) => name === 'video' || name === 'videos')) return 'video';
  return outputs.some((name) => name === 'image' || name === 'images') ? 'image' : undefined;
}

/** A model by its inputs: what has no input is nothing that it can be asked for. */
export function describeInputs(
  id: string,
  mediaType: MediaType,
  inputs: FalInputs,
  more: Partial<ModelDescriptor> & { readonly data?: Omit<FalModelData, 'inputs'> } = {},
): ModelDescriptor {
  const { data, ...rest } = more;
  const durations = durationsOf(inputs);
  const references = referencesOf(inputs);
  return {
    id,
    mediaType,
    tasks: tasksOf(mediaType, inputs),
    ...(durations && { durations }),
    aspectRatios: aspectRatiosOf(inputs),
    resolutions: resolutionsOf(inputs),
    framesPerSecond: frameRatesOf(inputs),
    audio: fieldFor(inputs, 'audio') ? 'optional' : 'never',
    references,
    supportsSeed: fieldFor(inputs, 'seed') !== undefined,
    supportsNegativePrompt: fieldFor(inputs, 'negativePrompt') !== undefined,
    promptLimit: fieldFor(inputs, 'prompt')?.field.longest ?? usualPromptLimit,
    pictureQuality: unknownQuality,
    providerData: { inputs, ...data },
    ...rest,
  };
}

/** The same model with its price of today. */
export function withPrice(
  model: ModelDescriptor,
  price: ModelPrice | undefined,
  data: FalModelData,
): ModelDescriptor {
  return { ...model, ...(price && { price }), providerData: { ...data } };
}

/** What the inputs make possible, the task that needs most first. */
function tasksOf(mediaType: MediaType, inputs: FalInputs): GenerationTask[] {
  const has = (role: ReferenceRole): boolean => fieldForRole(inputs, role) !== undefined;
  const needs = (role: ReferenceRole): boolean => fieldForRole(inputs, role)?.field.required === true;
  const picture = has('first-frame') || has('image');
  const pictureNeeded = needs('first-frame') || needs('image');
  if (mediaType === 'image') {
    if (needs('mask')) return ['inpaint'];
    const tasks: GenerationTask[] = pictureNeeded ? [] : ['text-to-image'];
    if (has('mask') && picture) tasks.push('inpaint');
    if (has('control')) tasks.push('control');
    if (picture) tasks.push('edit');
    return tasks;
  }
  if (needs('audio') && has('video')) return ['lip-sync'];
  if (needs('audio')) return ['avatar'];
  if (needs('performance')) return ['performance'];
  if (needs('video')) return fieldFor(inputs, 'prompt') ? ['video-to-video'] : ['upscale', 'video-to-video'];
  const tasks: GenerationTask[] = pictureNeeded ? [] : ['text-to-video'];
  if (picture) tasks.push('image-to-video');
  if (has('video')) tasks.push('video-to-video');
  return tasks;
}

function referencesOf(inputs: FalInputs): Partial<Record<ReferenceRole, number>> {
  const counts: Partial<Record<ReferenceRole, number>> = {};
  for (const role of referenceRoles) {
    const found = fieldForRole(inputs, role);
    if (found) counts[role] = capacityOf(found.field);
  }
  return counts;
}

/** The default first, if it is one of them. */
function defaultFirst<Value>(values: readonly Value[], standard: Value | undefined): readonly Value[] {
  const unique = [...new Set(values)];
  if (standard === undefined || !unique.includes(standard)) return unique;
  return [standard, ...unique.filter((value) => value !== standard)];
}

function durationsOf(inputs: FalInputs): DurationRange | undefined {
  const found = fieldFor(inputs, 'duration');
  if (!found) return undefined;
  const { values, minimum, maximum, type, default: standard } = found.field;
  const usual = typeof standard === 'boolean' || standard === undefined ? undefined : secondsOf(standard);
  if (values) {
    const seconds = values.flatMap((value) => secondsOf(value) ?? []);
    return seconds.length > 0 ? { kind: 'list', seconds: defaultFirst(seconds, usual) } : undefined;
  }
  if (type !== 'integer' && type !== 'number') return undefined;
  if (minimum !== undefined && maximum !== undefined && maximum > minimum) {
    return { kind: 'range', minimum, maximum, step: type === 'integer' ? 1 : 0 };
  }
  return usual === undefined ? undefined : { kind: 'list', seconds: [usual] };
}

function aspectRatiosOf(inputs: FalInputs): readonly string[] {
  const found = fieldFor(inputs, 'aspectRatio');
  const ratioOf = (value: unknown): string | undefined => {
    const text = String(value);
    return presets[text]?.ratio ?? (/^\d+(\.\d+)?:\d+(\.\d+)?$/.test(text) ? text : undefined);
  };
  return defaultFirst(
    (found?.field.values ?? []).flatMap((value) => ratioOf(value) ?? []),
    ratioOf(found?.field.default),
  );
}

function resolutionsOf(inputs: FalInputs): readonly string[] {
  const field = fieldFor(inputs, 'resolution')?.field;
  const names = (field?.values ?? []).map(String).filter((value) => value.length <= 20);
  return defaultFirst(names, String(field?.default));
}

const usualFrameRates = [24, 25, 30, 48, 50, 60];

function frameRatesOf(inputs: FalInputs): readonly number[] {
  const field = fieldFor(inputs, 'framesPerSecond')?.field;
  if (!field) return [];
  const usual = typeof field.default === 'number' ? field.default : undefined;
  if (field.values) return defaultFirst(field.values.map(Number).filter(Number.isFinite), usual);
  const { minimum = Infinity, maximum = 0 } = field;
  const within = usualFrameRates.filter((rate) => rate >= minimum && rate <= maximum);
  return usual === undefined ? [] : defaultFirst([usual, ...within], usual);
}
