import { z } from 'zod';

/** One input of a model, as far as it can be checked before paying. */
const fieldSchema = z.object({
  type: z.enum(['string', 'number', 'integer', 'boolean', 'array', 'object', 'any']),
  /** Besides objects, where the type is `any`. */
  values: z.array(z.union([z.string(), z.number()])).optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  longest: z.number().optional(),
  fewest: z.number().optional(),
  most: z.number().optional(),
  default: z.union([z.string(), z.number(), z.boolean()]).optional(),
  required: z.boolean().optional(),
});
export type FalField = z.output<typeof fieldSchema>;
export type FalInputs = Readonly<Record<string, FalField>>;

/** A unit of a price list, and what it costs in millionths. */
const unitPriceSchema = z.object({ unit: z.string(), micros: z.number(), currency: z.string() });
export type FalUnitPrice = z.output<typeof unitPriceSchema>;

/** What a descriptor carries for us; see `ModelDescriptor.providerData`. */
export const modelDataSchema = z.object({
  inputs: z.record(z.string(), fieldSchema),
  unitPrice: unitPriceSchema.optional(),
  /** How many units of the price a resolution costs; 1 if it is not there. */
  factors: z.record(z.string(), z.number()).optional(),
  /** Seconds that the price of a generation is for. */
  secondsPerUnit: z.number().optional(),
});
export type FalModelData = z.output<typeof modelDataSchema>;

/** Fields of an OpenAPI document that are looked at. Everything in it is a stranger's. */
interface Schema {
  readonly $ref?: string;
  readonly type?: unknown;
  readonly enum?: unknown;
  readonly const?: unknown;
  readonly anyOf?: unknown;
  readonly oneOf?: unknown;
  readonly allOf?: unknown;
  readonly properties?: unknown;
  readonly required?: unknown;
  readonly [name: string]: unknown;
}

const mostFields = 150;
const mostValues = 60;
const deepest = 8;

const isObject = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function at(document: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((value, key) => (isObject(value) ? value[key] : undefined), document);
}

/** The schema that a reference means. */
function resolved(document: unknown, schema: unknown, depth = 0): Schema {
  if (!isObject(schema) || depth > deepest) return {};
  if (typeof schema.$ref === 'string') {
    const path = schema.$ref.replace(/^#\//, '').split('/');
    return { ...resolved(document, at(document, path), depth + 1), ...withoutReference(schema) };
  }
  if (Array.isArray(schema.allOf) && schema.allOf.length === 1) {
    return { ...resolved(document, schema.allOf[0], depth + 1), ...schema };
  }
  return schema;
}

const withoutReference = ({ $ref: _reference, ...rest }: Schema): Schema => rest;

/** The schemas of what a model takes and gives. Source: fal's OpenAPI documents, one per model. */
function bodySchemas(document: unknown, id: string): { readonly input: Schema; readonly output: Schema } {
  const json = ['content', 'application/json', 'schema'];
  const input = at(document, ['paths', `/${id}`, 'post', 'requestBody', ...json]);
  const result = ['paths', `/${id}/requests/{request_id}`, 'get', 'responses', '200', ...json];
  return { input: resolved(document, input), output: resolved(document, at(document, result)) };
}

/** What a model takes, and the names of what it gives; undefined if its document does not say. */
export function readInputs(
  document: unknown,
  id: string,
): { readonly inputs: FalInputs; readonly outputs: readonly string[] } | undefined {
  const { input, output } = bodySchemas(document, id);
  if (!isObject(input.properties)) return undefined;
  const required = Array.isArray(input.required) ? input.required : [];
  const fields = Object.entries(input.properties)
    .slice(0, mostFields)
    .map(([name, schema]) => {
      const field = fieldOf(document, schema);
      const needed = required.includes(name) && field.default === undefined;
      return [name, needed ? { ...field, required: true } : field] as const;
    });
  const outputs = isObject(output.properties) ? Object.keys(output.properties) : [];
  return { inputs: Object.fromEntries(fields), outputs };
}

function fieldOf(document: unknown, given: unknown): FalField {
  const schema = resolved(document, given);
  const alternatives = [schema.anyOf, schema.oneOf].find(Array.isArray) as unknown[] | undefined;
  const branches = (alternatives ?? [schema])
    .map((branch) => resolved(document, branch))
    .filter(({ type }) => type !== 'null');
  const kinds = new Set(branches.map(kindOf));
  const type = kinds.size === 1 ? [...kinds][0]! : 'any';
  const values = branches.flatMap(({ enum: list, const: only }): unknown[] =>
    Array.isArray(list) ? list : [only],
  );
  const known = values.filter((value) => typeof value === 'string' || typeof value === 'number');
  const base = { ...branches.find((branch) => kindOf(branch) !== 'object'), ...schema };
  const field = {
    type,
    values: known.length > 0 ? known.slice(0, mostValues) : undefined,
    minimum: base.minimum,
    maximum: base.maximum,
    longest: base.maxLength,
    fewest: base.minItems,
    most: base.maxItems,
    default: base.default,
  };
  const usable = Object.entries(field).filter(([name, value]) => fits(name, value));
  return fieldSchema.parse(Object.fromEntries(usable));
}

const fits = (name: string, value: unknown): boolean =>
  value !== undefined && fieldSchema.shape[name as keyof FalField].safeParse(value).success;

function kindOf({ type, properties, enum: values }: Schema): FalField['type'] {
  const known = fieldSchema.shape.type.safeParse(
    Array.isArray(type) ? type.find((one) => one !== 'null') : type,
  );
  if (known.success) return known.data;
  if (isObject(properties)) return 'object';
  return Array.isArray(values) ? 'string' : 'any';
}
