import type {
  PromptRequest,
  ProviderWarning,
  ReferenceRole,
  RequestIssue,
  ResolvedReference,
} from 'aether-video/plugin';
import { optionIssues } from './fal-body-options.js';
import type { FalField, FalInputs } from './fal-inputs.js';
import { capacityOf, fieldFor, fieldForRole, secondsOf, shapeValue, type Word } from './fal-words.js';

/** An input of the model, ready to be sent. */
export interface FalBody {
  readonly body: Readonly<Record<string, unknown>>;
  readonly warnings: readonly ProviderWarning[];
}

const wordsOfRequest: readonly Word[] = [
  'prompt',
  'negativePrompt',
  'seed',
  'duration',
  'aspectRatio',
  'resolution',
  'framesPerSecond',
  'audio',
];

/** A value as the input spells it: `5` may be `"5"`, `"5s"` or 5, and `16:9` may be `landscape_16_9`. */
function spelled(word: Word, value: string | number | boolean, field: FalField): unknown {
  if (word === 'aspectRatio') return shapeValue(field, String(value)) ?? value;
  if (word === 'duration') return field.values?.find((one) => secondsOf(one) === value) ?? value;
  return field.values?.find((one) => String(one) === String(value)) ?? value;
}

/** What goes in by words, and what the model has no input for. */
function spokenFields(
  request: PromptRequest,
  inputs: FalInputs,
): { fields: Record<string, unknown>; lost: Word[] } {
  const fields: Record<string, unknown> = {};
  const lost: Word[] = [];
  for (const word of wordsOfRequest) {
    const value = request[word];
    if (value === undefined || value === '') continue;
    const found = fieldFor(inputs, word);
    if (found) fields[found.name] = spelled(word, value, found.field);
    else lost.push(word);
  }
  return { fields, lost };
}

/** References by the input that takes them; those of one role stay in their order. */
function referencesByField(
  { references }: PromptRequest,
  inputs: FalInputs,
): { taken: Map<string, { field: FalField; references: ResolvedReference[] }>; refused: ReferenceRole[] } {
  const taken = new Map<string, { field: FalField; references: ResolvedReference[] }>();
  const refused: ReferenceRole[] = [];
  for (const reference of references) {
    const found = fieldForRole(inputs, reference.role);
    if (!found) {
      refused.push(reference.role);
      continue;
    }
    const { name, field } = found;
    const before = taken.get(name)?.references ?? [];
    taken.set(name, { field, references: [...before, reference] });
  }
  return { taken, refused };
}

/** Why the model would refuse the request; each says what would work. */
export function bodyIssues(request: PromptRequest, inputs: FalInputs): readonly RequestIssue[] {
  const where = 'parameters.references';
  const { taken, refused } = referencesByField(request, inputs);
  const issues: RequestIssue[] = refused.map((role) => ({
    where,
    message: `the model has no input for a reference as ${role}`,
  }));
  for (const [name, { field, references }] of taken) {
    const most = capacityOf(field);
    const fewest = field.type === 'array' ? (field.fewest ?? 1) : 1;
    if (references.length > most || references.length < fewest) {
      const range = fewest === most ? String(most) : `${fewest} to ${most}`;
      issues.push({ where, message: `${name} takes ${range}, not ${references.length}` });
    }
  }
  const { fields } = spokenFields(request, inputs);
  const given = new Set([...Object.keys(fields), ...taken.keys(), ...Object.keys(request.providerOptions)]);
  for (const [name, field] of Object.entries(inputs)) {
    if (field.required && !given.has(name)) issues.push(missing(name, inputs));
  }
  return [...issues, ...optionIssues(inputs, request.providerOptions)];
}

const roles: readonly ReferenceRole[] = [
  'image',
  'first-frame',
  'last-frame',
  'video',
  'audio',
  'mask',
  'control',
  'character',
  'performance',
];

function missing(name: string, inputs: FalInputs): RequestIssue {
  if (fieldFor(inputs, 'prompt')?.name === name) return { where: 'prompt', message: 'the model needs one' };
  const role = roles.find((one) => fieldForRole(inputs, one)?.name === name);
  if (role) return { where: 'parameters.references', message: `the model needs one as ${role} (${name})` };
  const { values } = inputs[name]!;
  const choice = values ? `, one of ${values.slice(0, 20).join(', ')}` : '';
  return { where: `parameters.providerOptions.${name}`, message: `the model needs it${choice}` };
}

/** The request as the model spells it. Only for requests without {@link bodyIssues}. */
export function falBody(
  request: PromptRequest,
  inputs: FalInputs,
  uriOf: (reference: ResolvedReference) => string,
): FalBody {
  const { fields, lost } = spokenFields(request, inputs);
  for (const [name, { field, references }] of referencesByField(request, inputs).taken) {
    const uris = references.map(uriOf);
    fields[name] = field.type === 'array' ? uris : uris[0];
  }
  const warnings = lost.map((word) => ({
    code: 'UNSUPPORTED_FIELD',
    message: `${word === 'framesPerSecond' ? 'fps' : word} was left away: ${request.model.id} has no input for it.`,
  }));
  return { body: { ...fields, ...request.providerOptions }, warnings };
}
