import type { GenerationTask, ModelDescriptor } from 'aether-video/plugin';
import { describeModel, type ModelFacts } from './replicate-model.js';
import type { InputProperty } from './replicate-schema.js';

type Property = Omit<InputProperty, 'name' | 'isFile' | 'isSecret' | 'isRequired'> & Partial<InputProperty>;

const text: Property = { type: 'string' };
const file: Property = { type: 'string', isFile: true };
const flag: Property = { type: 'boolean' };
const whole = (minimum: number, maximum: number): Property => ({ type: 'integer', minimum, maximum });
const real = (minimum: number, maximum: number): Property => ({ type: 'number', minimum, maximum });
const choice = (...values: string[]): Property => ({ type: 'string', values, preset: values[0] });
const needed = (property: Property): Property => ({ ...property, isRequired: true });

const seed: Property = { type: 'integer' };
const ratios = ['1:1', '16:9', '9:16', '4:3', '3:4', '3:2', '2:3', '4:5', '5:4'];
const lengthwise = ['21:9', '9:21'];
const tool = {
  steps: whole(15, 50),
  guidance: real(1, 100),
  seed,
  prompt_upsampling: flag,
  safety_tolerance: whole(1, 6),
  output_format: choice('jpg', 'png'),
};
const kontext = {
  prompt: needed(text),
  input_image: file,
  aspect_ratio: choice('match_input_image', ...ratios, ...lengthwise, '2:1', '1:2'),
  seed,
  prompt_upsampling: flag,
  safety_tolerance: whole(0, 6),
  output_format: choice('png', 'jpg'),
};

interface KnownModel {
  readonly name: string;
  readonly tasks: readonly GenerationTask[];
  readonly pictureQuality: number;
  readonly inputs: Readonly<Record<string, Property>>;
}

/** Models that are worth a name, with their inputs as Replicate's pages have them; the service is asked anyway. */
const models: readonly KnownModel[] = [
  {
    name: 'flux-2-pro',
    tasks: ['text-to-image', 'edit'],
    pictureQuality: 0.9,
    inputs: {
      prompt: needed(text),
      input_images: { type: 'array', isFile: true, longest: 8 },
      aspect_ratio: choice(...ratios, 'match_input_image'),
      resolution: choice('1 MP', '0.5 MP', '2 MP', '4 MP', 'match_input_image'),
      seed,
      safety_tolerance: whole(1, 5),
      output_format: choice('webp', 'jpg', 'png'),
      output_quality: whole(0, 100),
    },
  },
  {
    name: 'flux-kontext-pro',
    tasks: ['edit', 'text-to-image'],
    pictureQuality: 0.8,
    inputs: kontext,
  },
  {
    name: 'flux-kontext-max',
    tasks: ['edit', 'text-to-image'],
    pictureQuality: 0.85,
    inputs: kontext,
  },
  {
    name: 'flux-fill-pro',
    tasks: ['inpaint'],
    pictureQuality: 0.8,
    inputs: { prompt: needed(text), image: needed(file), mask: file, ...tool },
  },
  {
    name: 'flux-canny-pro',
    tasks: ['control'],
    pictureQuality: 0.75,
    inputs: { prompt: needed(text), control_image: needed(file), ...tool },
  },
  {
    name: 'flux-depth-pro',
    tasks: ['control'],
    pictureQuality: 0.75,
    inputs: { prompt: needed(text), control_image: needed(file), ...tool },
  },
  {
    name: 'flux-dev-lora',
    tasks: ['text-to-image', 'edit'],
    pictureQuality: 0.75,
    inputs: {
      prompt: needed(text),
      image: file,
      prompt_strength: real(0, 1),
      aspect_ratio: choice(...ratios, ...lengthwise),
      seed,
      num_inference_steps: whole(1, 50),
      guidance: real(0, 10),
      go_fast: flag,
      megapixels: choice('1', '0.25'),
      lora_weights: text,
      lora_scale: real(-1, 3),
      extra_lora: text,
      extra_lora_scale: real(-1, 3),
      output_format: choice('webp', 'jpg', 'png'),
      output_quality: whole(0, 100),
      disable_safety_checker: flag,
    },
  },
];

const factsOf = ({ name, tasks, pictureQuality }: KnownModel): ModelFacts => ({
  id: `black-forest-labs/${name}`,
  mediaType: 'image',
  tasks,
  pictureQuality,
});

/** What is known of a model beside what Replicate says of it. */
export function knownFacts(id: string): ModelFacts | undefined {
  return models.map(factsOf).find((facts) => facts.id === id);
}

/** The models that can be used without asking Replicate for their inputs first. */
export const knownModels: readonly ModelDescriptor[] = models.map((model) =>
  describeModel(
    factsOf(model),
    Object.entries(model.inputs).map(([name, property]) => ({
      name,
      isFile: false,
      isSecret: false,
      isRequired: false,
      ...property,
    })),
  ),
);
