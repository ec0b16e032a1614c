import { nearestName, type RequestIssue } from 'aether-video/plugin';
import type { FalField, FalInputs } from './fal-inputs.js';
import { fieldFor, type Word } from './fal-words.js';

/** Inputs that have a word of their own, because a price or a promise hangs on them. */
const own: Readonly<Partial<Record<Word, string>>> = {
  prompt: 'prompt',
  seed: 'parameters.seed',
  duration: 'parameters.duration',
  resolution: 'parameters.resolution',
  negativePrompt: 'parameters.negativePrompt',
};

/** Inputs that would break the promise of one file for one request. */
const refused: Readonly<Record<string, string>> = {
  sync_mode: 'the file has to lie at fal, to be fetched and checked',
  num_images: 'one request makes one picture; ask again for more',
  num_videos: 'one request makes one clip; ask again for more',
};

/** What is wrong with `providerOptions`, held against the inputs of the model. */
export function optionIssues(
  inputs: FalInputs,
  options: Readonly<Record<string, unknown>>,
): readonly RequestIssue[] {
  return Object.entries(options).flatMap(([name, value]) => {
    const message = problemOf(inputs, name, value);
    return message === undefined ? [] : [{ where: `parameters.providerOptions.${name}`, message }];
  });
}

function problemOf(inputs: FalInputs, name: string, value: unknown): string | undefined {
  const field = Object.hasOwn(inputs, name) ? inputs[name] : undefined;
  if (!field) {
    const names = Object.keys(inputs);
    const nearest = nearestName(name, names);
    return `the model has no such input${nearest === undefined ? '' : `; did you mean ${nearest}?`} It has ${names.join(', ')}`;
  }
  const reason = refused[name];
  if (reason !== undefined && field.type !== 'string' && value !== 1 && value !== false)
    return `it cannot be set: ${reason}`;
  const word = (Object.keys(own) as Word[]).find((one) => fieldFor(inputs, one)?.name === name);
  return word === undefined ? valueProblem(field, value) : `write it as ${own[word]} instead`;
}

function valueProblem(field: FalField, value: unknown): string | undefined {
  const { type, values, minimum, maximum, longest, fewest, most } = field;
  if (type !== 'any' && !hasType(type, value))
    return `it must be ${type === 'integer' ? 'a whole number' : type}`;
  const isPlain = typeof value === 'string' || typeof value === 'number';
  if (values && isPlain && !values.includes(value)) return `what works: ${values.join(', ')}`;
  if (typeof value === 'number') {
    if (minimum !== undefined && value < minimum) return `it must be at least ${minimum}`;
    if (maximum !== undefined && value > maximum) return `it must be at most ${maximum}`;
  }
  if (typeof value === 'string' && longest !== undefined && value.length > longest) {
    return `it must have at most ${longest} characters`;
  }
  if (!Array.isArray(value)) return undefined;
  if (fewest !== undefined && value.length < fewest) return `it must have at least ${fewest} entries`;
  return most !== undefined && value.length > most ? `it must have at most ${most} entries` : undefined;
}

function hasType(type: FalField['type'], value: unknown): boolean {
  switch (type) {
    case 'integer':
      return Number.isInteger(value);
    case 'array':
      return Array.isArray(value);
    case 'object':
      return typeof value === 'object' && value !== null && !Array.isArray(value);
    default:
      return typeof value === type;
  }
}
