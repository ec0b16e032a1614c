import type { GenerationTask, ModelDescriptor } from 'aether-video/plugin';
import type { FalField, FalInputs, FalModelData } from './fal-inputs.js';
import { describeInputs } from './fal-model.js';

const text: FalField = { type: 'string' };
const needed: FalField = { type: 'string', required: true };
const seed: FalField = { type: 'integer' };
const resolution: FalField = { type: 'string', values: ['720p', '1080p'], default: '720p' };
const shape: FalField = {
  type: 'string',
  values: ['16:9', '9:16', '1:1', '4:5', '5:4', '3:2', '2:3'],
  default: '16:9',
};
const fiveOrTen: FalField = { type: 'string', values: ['5', '10'], default: '5' };
/** The older models take a number and name no other. */
const five: FalField = { type: 'number', values: [5], default: 5 };
const common = { negative_prompt: text, seed } satisfies FalInputs;

const effects = [
  'Cake-ify',
  'Crumble',
  'Crush',
  'Decapitate',
  'Deflate',
  'Dissolve',
  'Explode',
  'Eye-pop',
  'Inflate',
  'Levitate',
  'Melt',
  'Peel',
  'Poke',
  'Squish',
  'Ta-da',
  'Tear',
];

interface PikaFacts {
  readonly inputs: FalInputs;
  readonly tasks: readonly GenerationTask[];
  readonly pictureQuality: number;
  /** How a clip's price grows, where fal's page of the model says so. */
  readonly data?: Omit<FalModelData, 'inputs' | 'unitPrice'>;
}

/** Source: fal’s model pages: 0.20 USD for 5 s at 720p, 0.45 USD at 1080p. */
const byResolution = { factors: { '1080p': 2.25 }, secondsPerUnit: 5 };
/** Source: the same, for keyframes: 0.04 and 0.06 USD a second. */
const byFrames = { factors: { '1080p': 1.5 }, secondsPerUnit: 5 };

const textInputs = { prompt: needed, aspect_ratio: shape, resolution, ...common } satisfies FalInputs;
const pictureInputs = { prompt: needed, image_url: needed, resolution, ...common } satisfies FalInputs;

/**
 * Pika’s models on fal, the default first. Source of the inputs: the types of `@fal-ai/client` 1.10.1, and
 * fal’s page for `pikascenes`.
 */
const facts: Readonly<Record<string, PikaFacts>> = {
  'v2.2/text-to-video': {
    inputs: { ...textInputs, duration: fiveOrTen },
    tasks: ['text-to-video'],
    pictureQuality: 0.8,
    data: byResolution,
  },
  'v2.2/image-to-video': {
    inputs: { ...pictureInputs, duration: fiveOrTen },
    tasks: ['image-to-video'],
    pictureQuality: 0.8,
    data: byResolution,
  },
  'v2.2/pikascenes': {
    inputs: {
      ...textInputs,
      image_urls: { type: 'array', most: 10, required: true },
      duration: fiveOrTen,
      ingredients_mode: { type: 'string', values: ['precise', 'creative'], default: 'precise' },
    },
    tasks: ['image-to-video'],
    pictureQuality: 0.8,
    data: byResolution,
  },
  'v2.2/pikaframes': {
    inputs: {
      image_urls: { type: 'array', fewest: 2, most: 5, required: true },
      prompt: text,
      transitions: { type: 'array', fewest: 1, most: 4 },
      resolution,
      ...common,
    },
    tasks: ['image-to-video'],
    pictureQuality: 0.8,
    data: byFrames,
  },
  'v2.1/text-to-video': {
    inputs: { ...textInputs, duration: five },
    tasks: ['text-to-video'],
    pictureQuality: 0.75,
    data: byResolution,
  },
  'v2.1/image-to-video': {
    inputs: { ...pictureInputs, duration: five },
    tasks: ['image-to-video'],
    pictureQuality: 0.75,
    data: byResolution,
  },
  'v2/turbo/text-to-video': {
    inputs: { ...textInputs, duration: five },
    tasks: ['text-to-video'],
    pictureQuality: 0.7,
    data: byResolution,
  },
  'v2/turbo/image-to-video': {
    inputs: { ...pictureInputs, duration: five },
    tasks: ['image-to-video'],
    pictureQuality: 0.7,
    data: byResolution,
  },
  'v2/pikadditions': {
    inputs: { video_url: needed, image_url: needed, prompt: text, ...common },
    tasks: ['video-to-video'],
    pictureQuality: 0.75,
  },
  'v1.5/pikaffects': {
    inputs: {
      image_url: needed,
      pikaffect: { type: 'string', values: effects, required: true },
      prompt: text,
      ...common,
    },
    tasks: ['image-to-video'],
    pictureQuality: 0.7,
  },
};

/** Without prices: those are fal’s to tell. */
export const pikaModels: readonly ModelDescriptor[] = Object.entries(facts).map(
  ([name, { inputs, tasks, pictureQuality, data = {} }]) =>
    describeInputs(`fal-ai/pika/${name}`, 'video', inputs, { tasks, pictureQuality, data }),
);
