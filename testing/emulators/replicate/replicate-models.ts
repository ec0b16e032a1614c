/** A property of a model's input, as in its OpenAPI document. */
export type InputSchema = Readonly<Record<string, unknown>>;

export interface EmulatedModel {
  readonly description: string;
  readonly isOfficial: boolean;
  readonly versions: readonly string[];
  /** By name; those that end in `!` are required. */
  readonly inputs: Readonly<Record<string, InputSchema>>;
  /** What it makes, and in what form: an address, a list, or an object. */
  readonly makes: 'image' | 'video';
  readonly form: 'address' | 'list' | 'object';
}

const text: InputSchema = { type: 'string' };
const file: InputSchema = { type: 'string', format: 'uri' };
const files = (maxItems: number): InputSchema => ({
  type: 'array',
  maxItems,
  items: { type: 'string', format: 'uri' },
});
const flag: InputSchema = { type: 'boolean', default: false };
const whole = (minimum?: number, maximum?: number): InputSchema => ({ type: 'integer', minimum, maximum });
const real = (minimum: number, maximum: number): InputSchema => ({ type: 'number', minimum, maximum });
const choice = (preset: string | number, ...others: (string | number)[]): InputSchema => ({
  enum: [preset, ...others],
  type: typeof preset === 'string' ? 'string' : 'integer',
  default: preset,
});

const shapes = ['1:1', '16:9', '9:16', '4:3', '3:4', '3:2', '2:3', '4:5', '5:4'];
const long = [...shapes, '21:9', '9:21'];
const tool = {
  steps: whole(15, 50),
  guidance: real(1, 100),
  seed: whole(),
  prompt_upsampling: flag,
  safety_tolerance: whole(1, 6),
  output_format: choice('jpg', 'png'),
};
const kontext = {
  'prompt!': text,
  input_image: file,
  aspect_ratio: choice('match_input_image', ...long, '2:1', '1:2'),
  seed: whole(),
  prompt_upsampling: flag,
  safety_tolerance: whole(0, 6),
  output_format: choice('png', 'jpg'),
};

const official = (
  makes: EmulatedModel['makes'],
  description: string,
  inputs: EmulatedModel['inputs'],
  form: EmulatedModel['form'] = 'address',
): EmulatedModel => ({ makes, description, inputs, form, isOfficial: true, versions: ['hidden'] });

/** Models of the emulator, by `owner/name`. */
export const replicateModels: Readonly<Record<string, EmulatedModel>> = {
  'black-forest-labs/flux-2-pro': official('image', 'Pictures and edits', {
    'prompt!': text,
    input_images: files(8),
    aspect_ratio: choice('1:1', 'match_input_image', 'custom', ...shapes.slice(1)),
    resolution: choice('1 MP', '0.5 MP', '2 MP', '4 MP', 'match_input_image'),
    width: whole(256, 2048),
    height: whole(256, 2048),
    seed: whole(),
    safety_tolerance: whole(1, 5),
    output_format: choice('webp', 'jpg', 'png'),
    output_quality: whole(0, 100),
  }),
  'black-forest-labs/flux-kontext-pro': official('image', 'Edits by words', kontext),
  'black-forest-labs/flux-kontext-max': official('image', 'Edits by words', kontext),
  'black-forest-labs/flux-fill-pro': official('image', 'Inpainting', {
    'prompt!': text,
    'image!': file,
    mask: file,
    outpaint: choice('None', 'Zoom out 1.5x', 'Zoom out 2x', 'Make square'),
    ...tool,
  }),
  'black-forest-labs/flux-canny-pro': official('image', 'Follows edges', {
    'prompt!': text,
    'control_image!': file,
    ...tool,
  }),
  'black-forest-labs/flux-depth-pro': official('image', 'Follows depths', {
    'prompt!': text,
    'control_image!': file,
    ...tool,
  }),
  'black-forest-labs/flux-dev-lora': official(
    'image',
    'FLUX with LoRA weights',
    {
      'prompt!': text,
      image: file,
      prompt_strength: real(0, 1),
      aspect_ratio: choice('1:1', ...long.slice(1)),
      num_outputs: whole(1, 4),
      num_inference_steps: whole(1, 50),
      guidance: real(0, 10),
      seed: whole(),
      go_fast: flag,
      megapixels: choice('1', '0.25'),
      lora_weights: text,
      lora_scale: real(-1, 3),
      extra_lora: text,
      extra_lora_scale: real(-1, 3),
      hf_api_token: { type: 'string', format: 'password', writeOnly: true, 'x-cog-secret': true },
      output_format: choice('webp', 'jpg', 'png'),
      output_quality: whole(0, 100),
      disable_safety_checker: flag,
    },
    'list',
  ),
  'bytedance/seedance-1-pro': official('video', 'Clips from words and pictures', {
    'prompt!': text,
    image: file,
    last_frame_image: file,
    duration: { ...whole(2, 12), default: 5 },
    resolution: choice('1080p', '480p', '720p'),
    aspect_ratio: choice('16:9', '4:3', '1:1', '3:4', '9:16', '21:9', '9:21'),
    fps: choice(24),
    camera_fixed: flag,
    seed: whole(),
  }),
  'example-studio/moving-postcards': {
    description: 'A community model: it runs by its version alone, and answers with an object.',
    makes: 'video',
    form: 'object',
    isOfficial: false,
    versions: ['5c7d5dc6dd8bf75c1acaa8565735e7986bc5b66206b55cca93cb72c9bf15ccaa', '0a1b2c3d4e5f'],
    inputs: { 'prompt!': text, 'picture!': file, seconds: choice('4', '8'), seed: whole() },
  },
};

/** The OpenAPI document of a model. Choices are schemas of their own, as Replicate has them. */
export function openApiSchema({ inputs, form }: EmulatedModel): object {
  const entries = Object.entries(inputs).map(([key, schema]) => [key.replace('!', ''), schema] as const);
  const required = Object.keys(inputs)
    .filter((key) => key.endsWith('!'))
    .map((key) => key.slice(0, -1));
  const properties = entries.map(([name, schema], order): [string, object] => {
    const { default: preset, ...rest } = schema;
    const common = { 'x-order': order, ...(preset === undefined ? {} : { default: preset }) };
    if (!('enum' in schema)) return [name, { ...rest, title: name, ...common }];
    return [name, { allOf: [{ $ref: `#/components/schemas/${name}` }], ...common }];
  });
  const choices = entries
    .filter(([, schema]) => 'enum' in schema)
    .map(([name, schema]): [string, object] => [name, { title: name, type: schema.type, enum: schema.enum }]);
  const item = { type: 'string', format: 'uri' };
  const output = { address: item, list: { type: 'array', items: item }, object: { type: 'object' } }[form];
  const input = { type: 'object', title: 'Input', required, properties: Object.fromEntries(properties) };
  const schemas = { Input: input, Output: { title: 'Output', ...output }, ...Object.fromEntries(choices) };
  return { openapi: '3.0.2', info: { title: 'Cog', version: '0.1.0' }, components: { schemas } };
}

/** A complaint as Replicate lists them. */
export interface FieldComplaint {
  readonly field: string;
  readonly description: string;
}

/** What Replicate would complain about; empty if nothing. */
export function inputComplaints({ inputs }: EmulatedModel, input: unknown): FieldComplaint[] {
  if (typeof input !== 'object' || input === null) {
    return [{ field: 'input', description: 'input is required' }];
  }
  const given = input as Readonly<Record<string, unknown>>;
  const complaints: FieldComplaint[] = [];
  for (const [key, schema] of Object.entries(inputs)) {
    const field = key.replace('!', '');
    const value = given[field];
    const description =
      value === undefined ? (key.endsWith('!') ? `${field} is required` : undefined) : wrong(value, schema);
    if (description !== undefined) complaints.push({ field: `input.${field}`, description });
  }
  const known = Object.keys(inputs).map((key) => key.replace('!', ''));
  for (const field of Object.keys(given).filter((name) => !known.includes(name))) {
    complaints.push({ field: `input.${field}`, description: 'Additional property is not allowed' });
  }
  return complaints;
}

function wrong(value: unknown, schema: InputSchema): string | undefined {
  const { type, minimum, maximum, maxItems, items, format } = schema;
  if (Array.isArray(schema.enum)) return schema.enum.includes(value) ? undefined : 'Invalid choice';
  if (type === 'array') {
    if (!Array.isArray(value) || value.length > Number(maxItems)) return 'Invalid list';
    return (value as unknown[]).map((one) => wrong(one, items as InputSchema)).find(Boolean);
  }
  const fits = type === 'integer' ? Number.isSafeInteger(value) : typeof value === type;
  if (!fits) return `Invalid type. Expected: ${String(type)}, given: ${typeof value}`;
  if (format === 'uri' && !URL.canParse(String(value))) return 'Does not match format “uri”';
  if (typeof minimum === 'number' && Number(value) < minimum)
    return `Must be greater than or equal to ${minimum}`;
  if (typeof maximum === 'number' && Number(value) > maximum)
    return `Must be less than or equal to ${maximum}`;
  return undefined;
}
