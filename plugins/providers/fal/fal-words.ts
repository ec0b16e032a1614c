import type { ReferenceRole } from 'aether-video/plugin';
import type { FalField, FalInputs } from './fal-inputs.js';

/** The names under which fal’s models take what every provider is asked with, most usual first. */
const words = {
  prompt: ['prompt', 'text_prompt'],
  negativePrompt: ['negative_prompt'],
  seed: ['seed'],
  duration: ['duration', 'duration_seconds', 'video_length', 'length'],
  aspectRatio: ['aspect_ratio', 'image_size', 'video_size'],
  resolution: ['resolution', 'video_resolution'],
  framesPerSecond: ['fps', 'frames_per_second', 'frame_rate'],
  audio: ['generate_audio', 'enable_audio', 'with_audio'],
} as const satisfies Readonly<Record<string, readonly string[]>>;
export type Word = keyof typeof words;

/** The same for what is looked at. */
const roleWords: Readonly<Record<ReferenceRole, readonly string[]>> = {
  'first-frame': [
    'start_image_url',
    'first_frame_url',
    'first_frame_image_url',
    'first_image_url',
    'image_url',
  ],
  'last-frame': [
    'end_image_url',
    'tail_image_url',
    'last_frame_url',
    'last_frame_image_url',
    'last_image_url',
  ],
  image: ['image_urls', 'reference_image_urls', 'input_image_urls', 'image_url', 'reference_image_url'],
  video: ['video_url', 'input_video_url', 'video_urls'],
  audio: ['audio_url', 'input_audio_url', 'audio_urls'],
  mask: ['mask_url', 'mask_image_url'],
  control: ['control_image_url', 'control_lora_image_url', 'control_video_url'],
  character: ['character_image_url', 'reference_image_urls', 'subject_reference_image_url'],
  performance: ['reference_video_url', 'driving_video_url', 'motion_video_url', 'pose_video_url'],
};

export interface NamedField {
  readonly name: string;
  readonly field: FalField;
}

function first(inputs: FalInputs, names: readonly string[]): NamedField | undefined {
  const name = names.find((one) => Object.hasOwn(inputs, one));
  return name === undefined ? undefined : { name, field: inputs[name]! };
}

/** The input that takes it, if the model has one. */
export function fieldFor(inputs: FalInputs, word: Word): NamedField | undefined {
  return first(inputs, words[word]);
}

/** The input that takes references of a role, if the model has one. A list takes several. */
export function fieldForRole(inputs: FalInputs, role: ReferenceRole): NamedField | undefined {
  return first(inputs, roleWords[role]);
}

/** Pictures that a list of unknown length is taken to hold. */
const usualMost = 10;

/** How many references go into an input. */
export const capacityOf = ({ type, most }: FalField): number => (type === 'array' ? (most ?? usualMost) : 1);

/** Shapes that fal has names for, as `image_size`, with their pixels. Source: fal's schemas. */
export const presets: Readonly<Record<string, { readonly ratio: string; readonly pixels: number }>> = {
  square_hd: { ratio: '1:1', pixels: 1024 * 1024 },
  square: { ratio: '1:1', pixels: 512 * 512 },
  landscape_4_3: { ratio: '4:3', pixels: 1024 * 768 },
  landscape_16_9: { ratio: '16:9', pixels: 1024 * 576 },
  portrait_4_3: { ratio: '3:4', pixels: 768 * 1024 },
  portrait_16_9: { ratio: '9:16', pixels: 576 * 1024 },
};

/** The value of a shape's field that means an aspect ratio. */
export function shapeValue({ values = [] }: FalField, ratio: string): string | number | undefined {
  return values.find((value) => value === ratio || presets[value]?.ratio === ratio);
}

/** Seconds that a value such as `5`, `"5"` or `"5s"` means. */
export function secondsOf(value: string | number): number | undefined {
  if (typeof value === 'number') return value;
  const [, seconds] = /^(\d+(?:\.\d+)?)\s?s?$/.exec(value) ?? [];
  return seconds === undefined ? undefined : Number(seconds);
}
