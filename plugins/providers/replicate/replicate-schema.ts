/** One input of a model, as far as it matters here. */
export interface InputProperty {
  readonly name: string;
  readonly type: 'string' | 'integer' | 'number' | 'boolean' | 'array' | 'other';
  /** It is a file, or a list of files. */
  readonly isFile: boolean;
  /** A secret of the user's: never taken along, because requests are written down. */
  readonly isSecret: boolean;
  readonly values?: readonly (string | number)[];
  readonly minimum?: number;
  readonly maximum?: number;
  /** Longest text, or most items. */
  readonly longest?: number;
  readonly preset?: unknown;
  readonly isRequired: boolean;
}

type Fields = Readonly<Record<string, unknown>>;

/** A stranger wrote the schema: more than this is no model's input. */
const mostProperties = 100;
const mostValues = 100;

const fieldsOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};

const numberOf = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isFinite(value) ? value : undefined;

/**
 * The inputs of a model from its OpenAPI document, in the order of its page. Source: Replicate's documentation of
 * `latest_version.openapi_schema`; choices are a reference to a schema of their own.
 */
export function readInputs(openapiSchema: unknown): readonly InputProperty[] {
  const schemas = fieldsOf(fieldsOf(fieldsOf(openapiSchema).components).schemas);
  const input = fieldsOf(schemas.Input);
  const required = Array.isArray(input.required) ? (input.required as unknown[]) : [];
  const entries = Object.entries(fieldsOf(input.properties)).slice(0, mostProperties);
  const order = (property: unknown): number => numberOf(fieldsOf(property)['x-order']) ?? mostProperties;
  return entries
    .sort(([, left], [, right]) => order(left) - order(right))
    .map(([name, property]) => readProperty(name, resolved(property, schemas), required.includes(name)));
}

/** A property with what it refers to. One step is all that Replicate's documents take. */
function resolved(property: unknown, schemas: Fields): Fields {
  const own = fieldsOf(property);
  const parts = [own, ...partsOf(own.allOf), ...partsOf(own.anyOf), ...partsOf(own.oneOf)].map((part) => {
    const [, name] = /^#\/components\/schemas\/([^/]+)$/.exec(String(part.$ref)) ?? [];
    return name === undefined ? part : { ...part, ...fieldsOf(schemas[name]) };
  });
  const meant = parts.filter(({ type }) => type !== 'null');
  return Object.assign({}, ...meant, own) as Fields;
}

function partsOf(value: unknown): Fields[] {
  return Array.isArray(value) ? value.map(fieldsOf) : [];
}

const types: readonly InputProperty['type'][] = ['string', 'integer', 'number', 'boolean', 'array'];

function readProperty(name: string, property: Fields, isRequired: boolean): InputProperty {
  const { format, items } = property;
  const type = types.find((one) => one === property.type) ?? 'other';
  const values = Array.isArray(property.enum)
    ? (property.enum as unknown[])
        .filter((value): value is string | number => ['string', 'number'].includes(typeof value))
        .slice(0, mostValues)
    : undefined;
  const minimum = numberOf(property.minimum);
  const maximum = numberOf(property.maximum);
  const longest = numberOf(type === 'array' ? property.maxItems : property.maxLength);
  return {
    name,
    type,
    isFile: format === 'uri' || (type === 'array' && fieldsOf(items).format === 'uri'),
    isSecret: property['x-cog-secret'] === true || format === 'password' || property.writeOnly === true,
    isRequired,
    ...(values && values.length > 0 ? { values } : {}),
    ...(minimum === undefined ? {} : { minimum }),
    ...(maximum === undefined ? {} : { maximum }),
    ...(longest === undefined ? {} : { longest }),
    ...(property.default === undefined ? {} : { preset: property.default }),
  };
}
