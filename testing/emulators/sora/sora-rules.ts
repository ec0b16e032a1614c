/** The servers that are emulated, each with its own view of the protocol. */
export type SoraServer = 'openai' | 'litellm' | 'vllm-omni' | 'sglang';

/** What a server thinks of a submission; undefined: it takes it. */
export interface Complaint {
  readonly status: number;
  readonly message: string;
  readonly param?: string;
}

/** A submission as it arrived. */
export interface SentFields {
  readonly isMultipart: boolean;
  /** Text of multipart fields, values of JSON; files as Blob. */
  readonly fields: Readonly<Record<string, unknown>>;
}

const protocolFields = ['prompt', 'model', 'seconds', 'size', 'input_reference'];
const vllmFields = [
  ...protocolFields,
  ...['image_reference', 'seed', 'negative_prompt', 'fps', 'generate_sound', 'width', 'height', 'num_frames'],
  ...['guidance_scale', 'num_inference_steps', 'lora', 'extra_params'],
];

/** Sora's own limits. Source: the types of `openai` 6.49.0. */
const soraSizes: Readonly<Record<string, readonly string[]>> = {
  'sora-2': ['720x1280', '1280x720'],
  'sora-2-pro': ['720x1280', '1280x720', '1024x1792', '1792x1024'],
};

const bad = (message: string, param?: string): Complaint => ({
  status: 400,
  message,
  ...(param !== undefined && { param }),
});

/** Looks at `POST /videos` as the server would. */
export function creationComplaint(server: SoraServer, sent: SentFields): Complaint | undefined {
  if (server === 'vllm-omni') return vllmComplaint(sent);
  if (server === 'sglang') return sglangComplaint(sent);
  return protocolComplaint(sent);
}

function protocolComplaint({ fields }: SentFields): Complaint | undefined {
  const model = textOf(fields.model) ?? 'sora-2';
  const unknown = Object.keys(fields).find((name) => !protocolFields.includes(name.replace(/\[.*$/, '')));
  if (unknown !== undefined) return bad(`Unknown parameter: '${unknown}'.`, unknown);
  const shared = commonComplaint(fields);
  if (shared) return shared;
  const sizes = soraSizes[model];
  const size = textOf(fields.size);
  if (sizes && size !== undefined && !sizes.includes(size)) return bad(`Invalid value: '${size}'.`, 'size');
  const { seconds } = fields;
  if (seconds === undefined) return undefined;
  if (typeof seconds !== 'string') return bad('Invalid type for seconds: expected a string.', 'seconds');
  if (sizes && !['4', '8', '12'].includes(seconds)) return bad(`Invalid value: '${seconds}'.`, 'seconds');
  return undefined;
}

function vllmComplaint({ isMultipart, fields }: SentFields): Complaint | undefined {
  if (!isMultipart) return { status: 422, message: 'body.prompt: Field required' };
  const unknown = Object.keys(fields).find((name) => !vllmFields.includes(name));
  if (unknown !== undefined)
    return { status: 422, message: `body.${unknown}: Extra inputs are not permitted` };
  const reference = textOf(fields.image_reference);
  if (reference !== undefined && !isPictureAddress(reference)) {
    return {
      status: 422,
      message: 'body.image_reference: Input should be {"image_url": …} or {"file_id": …}',
    };
  }
  return commonComplaint(fields);
}

function sglangComplaint({ isMultipart, fields }: SentFields): Complaint | undefined {
  if (isMultipart && !(fields.input_reference instanceof Blob)) {
    return bad('input_reference file is required');
  }
  const { seconds } = fields;
  if (!isMultipart && seconds !== undefined && !Number.isInteger(seconds)) {
    return bad('Invalid request body: seconds: Input should be a valid integer');
  }
  return commonComplaint(fields);
}

function commonComplaint({ prompt, size }: SentFields['fields']): Complaint | undefined {
  if (typeof prompt !== 'string' || prompt === '' || prompt.length > 32_000) {
    return bad('Invalid prompt: between 1 and 32000 characters are needed.', 'prompt');
  }
  if (size !== undefined && !/^\d+x\d+$/.test(textOf(size) ?? '')) return bad('Invalid size.', 'size');
  return undefined;
}

/** Looks at remix, edit and extension, which take a video that is there, or a file. */
export function changeComplaint(
  route: 'remix' | 'edits' | 'extensions',
  { fields }: SentFields,
  isKnown: (id: string) => boolean,
): Complaint | undefined {
  const shared = commonComplaint(fields);
  if (shared) return shared;
  if (route === 'extensions' && !['4', '8', '12', '16', '20'].includes(textOf(fields.seconds) ?? '')) {
    return bad('Invalid value for seconds: 4, 8, 12, 16 or 20.', 'seconds');
  }
  if (route === 'remix') return undefined;
  const id = sourceId(fields);
  if (fields.video instanceof Blob && fields.video.size > 0) return undefined;
  if (id === undefined) return bad("Missing required parameter: 'video'.", 'video');
  return isKnown(id) ? undefined : { status: 404, message: `Video with id '${id}' not found.` };
}

/** The id in `video[id]` of multipart, or in `{"video": {"id": …}}`. */
export function sourceId(fields: SentFields['fields']): string | undefined {
  const { video } = fields;
  const inJson = typeof video === 'object' && video !== null && 'id' in video ? video.id : undefined;
  return textOf(fields['video[id]'] ?? inJson);
}

function isPictureAddress(text: string): boolean {
  try {
    const { image_url: address } = JSON.parse(text) as { image_url?: unknown };
    return typeof address === 'string';
  } catch {
    return false;
  }
}

export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}
