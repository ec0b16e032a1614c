import type { DurationRange, GenerationTask, MediaType, ModelDescriptor } from 'aether-video/plugin';
import { mapInputs, type MappedInputs } from './replicate-inputs.js';
import type { InputProperty } from './replicate-schema.js';

/** What is known of a model beside its inputs. */
export interface ModelFacts {
  /** `owner/name` or `owner/name:version`. */
  readonly id: string;
  readonly mediaType: MediaType;
  /** Default: what the inputs look like. */
  readonly tasks?: readonly GenerationTask[];
  /** Default: 0.5. */
  readonly pictureQuality?: number;
  /** See `ReplicateInputs.version`. */
  readonly version?: string;
}

/** UTF-16 code units, where a model says nothing. */
const usualPrompt = 10_000;

/** A descriptor from a model's own inputs. */
export function describeModel(facts: ModelFacts, properties: readonly InputProperty[]): ModelDescriptor {
  const { id, mediaType, pictureQuality = 0.5, version } = facts;
  const mapped = mapInputs(properties, mediaType);
  const { fields, counts, inputs } = mapped;
  const durations = mediaType === 'video' ? durationsOf(fields.duration) : undefined;
  return {
    id,
    mediaType,
    tasks: facts.tasks ?? tasksOf(mediaType, mapped),
    ...(durations && { durations }),
    aspectRatios: wordsOf(fields.aspectRatio),
    resolutions: wordsOf(fields.resolution),
    framesPerSecond: numbersOf(fields.framesPerSecond),
    audio: mediaType === 'video' && fields.audio ? 'optional' : 'never',
    references: counts,
    supportsSeed: fields.seed !== undefined,
    supportsNegativePrompt: fields.negativePrompt !== undefined,
    promptLimit: fields.prompt?.longest ?? usualPrompt,
    pictureQuality,
    providerData: { ...inputs, ...(version === undefined ? {} : { version }) },
  };
}

/** What the inputs look like: the tasks that need least come first. */
function tasksOf(mediaType: MediaType, { inputs, counts, fields }: MappedInputs): GenerationTask[] {
  const needs = (role: keyof typeof counts): boolean =>
    inputs.required.includes(inputs.roles[role]?.name ?? '');
  const tasks: (GenerationTask | false)[] =
    mediaType === 'video'
      ? [
          fields.prompt !== undefined && !needs('first-frame') && !needs('video') && 'text-to-video',
          counts['first-frame'] !== undefined && 'image-to-video',
          counts.audio !== undefined && (counts.video ?? counts.image) !== undefined && 'lip-sync',
          counts.video !== undefined && fields.prompt !== undefined && 'video-to-video',
          counts.video !== undefined && fields.prompt === undefined && 'upscale',
        ]
      : [
          fields.prompt !== undefined && !needs('image') && !needs('control') && 'text-to-image',
          counts.mask !== undefined && counts.image !== undefined && 'inpaint',
          counts.control !== undefined && 'control',
          counts.image !== undefined && fields.prompt !== undefined && 'edit',
          counts.image !== undefined && fields.prompt === undefined && 'upscale',
        ];
  const able = tasks.filter((task) => task !== false);
  if (able.length > 0) return able;
  return [mediaType === 'video' ? 'text-to-video' : 'text-to-image'];
}

/** The model's own default first. */
function choicesOf({ values = [], preset }: InputProperty): readonly (string | number)[] {
  const first = values.filter((value) => value === preset);
  return [...first, ...values.filter((value) => value !== preset)];
}

/** `custom` needs more than a word. */
function wordsOf(property: InputProperty | undefined): string[] {
  if (!property) return [];
  return choicesOf(property)
    .map(String)
    .filter((word) => word !== 'custom');
}

const longestList = 240;

/** Seconds and frame rates; some models write -1 for “you decide”. */
const isUsable = (value: number): boolean => Number.isFinite(value) && value > 0;

function numbersOf(property: InputProperty | undefined): number[] {
  if (!property) return [];
  if (property.values) return choicesOf(property).map(Number).filter(isUsable);
  const { minimum, maximum, preset } = property;
  const first = typeof preset === 'number' ? [preset].filter(isUsable) : [];
  if (minimum === undefined || maximum === undefined || maximum - minimum > longestList) return first;
  const least = Math.ceil(minimum);
  const all = Array.from(
    { length: Math.max(0, Math.floor(maximum) - least + 1) },
    (_, index) => least + index,
  );
  return [...first, ...all.filter((rate) => rate !== preset && isUsable(rate))];
}

function durationsOf(property: InputProperty | undefined): DurationRange | undefined {
  if (!property) return undefined;
  const { values, minimum, maximum, type } = property;
  if (values) {
    const seconds = numbersOf(property);
    return seconds.length > 0 ? { kind: 'list', seconds } : undefined;
  }
  if (minimum === undefined || maximum === undefined) return undefined;
  const step = type === 'integer' ? 1 : 0.1;
  const least = Math.max(minimum, step);
  return maximum < least ? undefined : { kind: 'range', minimum: least, maximum, step };
}
