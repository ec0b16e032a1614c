import type { PromptRequest, ProviderWarning, RequestIssue, ResolvedReference } from 'aether-video/plugin';
import {
  replicateInputsSchema,
  type FieldName,
  type OptionRule,
  type ReplicateInputs,
} from './replicate-inputs.js';

/** A submission, ready to be sent. */
export interface ReplicateBody {
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>>;
  /** What of the request the model does not know. */
  readonly warnings: readonly ProviderWarning[];
}

/** How the model of a request is asked; undefined if nobody has described it. */
export function inputsOf({ model }: PromptRequest): ReplicateInputs | undefined {
  return replicateInputsSchema.safeParse(model.providerData).data;
}

/** Why the model would refuse the request; each says what would work. */
export function replicateIssues(request: PromptRequest): readonly RequestIssue[] {
  const inputs = inputsOf(request);
  if (!inputs) {
    return [
      { where: 'model', message: `nobody knows what ${request.model.id} takes; name it as owner/name` },
    ];
  }
  return [
    ...referenceIssues(request, inputs),
    ...optionIssues(request.providerOptions, inputs),
    ...missingIssues(request, inputs),
  ];
}

/** The request as the model's own page has it. Only for requests without {@link replicateIssues}. */
export function replicateBody(
  request: PromptRequest,
  inputs: ReplicateInputs,
  urlOf: (reference: ResolvedReference) => string,
): ReplicateBody {
  const { model, providerOptions } = request;
  const words = wordsOf(request);
  const input: Record<string, unknown> = {};
  const warnings: ProviderWarning[] = [];
  for (const [word, value] of Object.entries(words) as [FieldName, string | number | boolean][]) {
    const field = inputs.fields[word];
    if (field) input[field.name] = field.asText === true ? String(value) : value;
    else warnings.push(lost(requestNames[word] ?? word, model.id));
  }
  Object.assign(input, filesOf(request, inputs, urlOf), providerOptions);
  const { version } = inputs;
  if (version !== undefined) return { path: '/predictions', body: { version, input }, warnings };
  return { path: `/models/${model.id}/predictions`, body: { input }, warnings };
}

const requestNames: Partial<Record<FieldName, string>> = { framesPerSecond: 'fps' };

const lost = (field: string, id: string): ProviderWarning => ({
  code: 'UNSUPPORTED_FIELD',
  message: `${field} was left away: ${id} has no input for it.`,
});

/** The words of a request that are there. */
function wordsOf(request: PromptRequest): Partial<Record<FieldName, string | number | boolean>> {
  const { prompt, negativePrompt, seed, duration, aspectRatio, resolution, framesPerSecond, audio } = request;
  const words = {
    prompt: prompt === '' ? undefined : prompt,
    negativePrompt,
    seed,
    duration,
    aspectRatio,
    resolution,
    framesPerSecond,
    audio,
  };
  return Object.fromEntries(Object.entries(words).filter(([, value]) => value !== undefined));
}

/** The files of a request by the inputs that take them. */
function byInput(
  { references }: PromptRequest,
  { roles }: ReplicateInputs,
): Map<string, ResolvedReference[]> {
  const files = new Map<string, ResolvedReference[]>();
  for (const reference of references) {
    const { name } = roles[reference.role] ?? {};
    if (name !== undefined) files.set(name, [...(files.get(name) ?? []), reference]);
  }
  return files;
}

function filesOf(
  request: PromptRequest,
  inputs: ReplicateInputs,
  urlOf: (reference: ResolvedReference) => string,
): Record<string, unknown> {
  const lists = new Set(
    Object.values(inputs.roles)
      .filter(({ many }) => many)
      .map(({ name }) => name),
  );
  const entries = [...byInput(request, inputs)].map(([name, references]) => {
    const urls = references.map(urlOf);
    return [name, lists.has(name) ? urls : urls[0]];
  });
  return Object.fromEntries(entries) as Record<string, unknown>;
}

function referenceIssues(request: PromptRequest, inputs: ReplicateInputs): RequestIssue[] {
  const where = 'parameters.references';
  const roles = Object.keys(inputs.roles);
  const issues = request.references
    .filter(({ role }) => !roles.includes(role))
    .map(({ role }) => ({
      where,
      message: `${request.model.id} takes no reference as ${role}; it takes ${roles.join(', ') || 'none'}`,
    }));
  for (const [name, references] of byInput(request, inputs)) {
    const { many } = Object.values(inputs.roles).find((role) => role.name === name)!;
    if (many || references.length === 1) continue;
    issues.push({ where, message: `${references.length} references for ${name}, which takes one` });
  }
  return issues;
}

function optionIssues(
  given: Readonly<Record<string, unknown>>,
  { fields, roles, options }: ReplicateInputs,
): RequestIssue[] {
  const where = 'parameters.providerOptions';
  return Object.entries(given).flatMap(([name, value]): RequestIssue[] => {
    const rule = Object.hasOwn(options, name) ? options[name] : undefined;
    if (rule) {
      const problem = problemOf(value, rule);
      return problem === undefined ? [] : [{ where: `${where}.${name}`, message: problem }];
    }
    const [word] = Object.entries(fields).find(([, field]) => field.name === name) ?? [];
    if (word !== undefined) return [{ where, message: `say ${name} as ${word}, beside the options` }];
    const [role] = Object.entries(roles).find(([, file]) => file.name === name) ?? [];
    if (role !== undefined) return [{ where, message: `give ${name} as a reference as ${role}` }];
    const known = Object.keys(options).join(', ') || 'none';
    return [{ where, message: `there is no option ${name}; options: ${known}` }];
  });
}

/** What is wrong with an option, by what the model's page says of it. */
function problemOf(value: unknown, { type, values, minimum, maximum }: OptionRule): string | undefined {
  if (values && !values.includes(value as string | number)) return `it is one of ${values.join(', ')}`;
  const fits: Readonly<Record<OptionRule['type'], boolean>> = {
    string: typeof value === 'string',
    integer: Number.isSafeInteger(value),
    number: typeof value === 'number',
    boolean: typeof value === 'boolean',
    array: Array.isArray(value),
    other: true,
  };
  if (!values && !fits[type]) return `it is ${type === 'integer' ? 'a whole number' : `of type ${type}`}`;
  if (typeof value !== 'number') return undefined;
  if (value < (minimum ?? -Infinity)) return `it is at least ${minimum}`;
  return value > (maximum ?? Infinity) ? `it is at most ${maximum}` : undefined;
}

/** Inputs that the model does not run without. */
function missingIssues(request: PromptRequest, inputs: ReplicateInputs): RequestIssue[] {
  const words = wordsOf(request);
  const given = new Set([
    ...Object.entries(inputs.fields)
      .filter(([word]) => words[word as FieldName] !== undefined)
      .map(([, { name }]) => name),
    ...byInput(request, inputs).keys(),
    ...Object.keys(request.providerOptions),
  ]);
  return inputs.required
    .filter((name) => !given.has(name))
    .map((name) => {
      const [role] = Object.entries(inputs.roles).find(([, file]) => file.name === name) ?? [];
      const [word] = Object.entries(inputs.fields).find(([, field]) => field.name === name) ?? [];
      if (role !== undefined) return { where: 'parameters.references', message: `it needs one as ${role}` };
      if (word !== undefined) return { where: word, message: `${request.model.id} needs it` };
      return { where: 'parameters.providerOptions', message: `${request.model.id} needs the option ${name}` };
    });
}
