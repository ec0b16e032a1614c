import { z } from 'zod';
import {
  VideoGenerationError,
  type Cost,
  type HttpAnswer,
  type OperationStatus,
  type ProviderOperation,
  type ProviderWarning,
} from 'aether-video/plugin';
import { askFal, callFal } from './fal-client.js';
import type { FalHost } from './fal-options.js';
import { complaintOf, parsed, refusal } from './fal-errors.js';

/** What is kept beside the request's id. */
const handleSchema = z.object({
  /** What a unit of the model's price cost when it was asked for. */
  unit: z.object({ micros: z.number(), currency: z.string() }).optional(),
  estimate: z.object({ micros: z.number(), currency: z.string() }).optional(),
  warnings: z.array(z.object({ code: z.string(), message: z.string() })).default([]),
});
export type FalHandle = z.output<typeof handleSchema>;

const submittedSchema = z.looseObject({ request_id: z.string().regex(/^[\w-]{1,100}$/) });
const statusSchema = z.looseObject({
  status: z.string(),
  error: z.unknown().optional(),
  metrics: z.looseObject({ inference_time: z.number().nullish() }).nullish(),
});

/** Models of these owners have a name of three parts. Source: `@fal-ai/client` 1.10.1. */
const namespaces = new Set(['workflows', 'comfy']);

/** Where fal keeps a model's requests: below its first two parts, whatever follows. */
function applicationOf(model: string): string {
  const parts = model.split('/');
  return parts.slice(0, namespaces.has(parts[0]!) ? 3 : 2).join('/');
}

/** Sends the one submission. @returns the request's own path, by which any process finds it again */
export async function submitToFal(
  host: FalHost,
  { model, body, signal }: { readonly model: string; readonly body: unknown; readonly signal: AbortSignal },
): Promise<string> {
  const answer = await callFal(host, {
    method: 'POST',
    server: 'queue.fal.run',
    path: `/${model}`,
    body,
    signal,
  });
  const { request_id: id } = parsed(submittedSchema, answer.body);
  return `${applicationOf(model)}/requests/${id}`;
}

function pathOf({ operationId }: ProviderOperation): string {
  if (/^([a-z0-9_-][\w.-]*\/){2,3}requests\/[\w-]+$/i.test(operationId)) return `/${operationId}`;
  throw new VideoGenerationError('INVALID_REQUEST', {
    message: `“${operationId.slice(0, 200)}” is not how fal finds a request.`,
    howToFix: 'Write it as owner/name/requests/id, such as fal-ai/pika/requests/7f3c….',
  });
}

/** What a finished request gave, and what is known of its way there. */
interface Finished {
  readonly handle: FalHandle;
  /** True: we told fal to stop. */
  readonly stopped: boolean;
  /** True: a machine has worked on it. */
  readonly worked: boolean;
}

/**
 * Where a request stands. `COMPLETED` says only that it is over: whether it succeeded, the result itself tells,
 * which is a call of its own.
 */
export async function askQueue(
  host: FalHost,
  operation: ProviderOperation,
  terms: { readonly signal: AbortSignal; readonly stopped: boolean },
): Promise<OperationStatus> {
  const { signal, stopped } = terms;
  const path = pathOf(operation);
  const ask = (tail: string): Promise<HttpAnswer> =>
    askFal(host, { method: 'GET', server: 'queue.fal.run', path: `${path}${tail}`, signal });
  const answer = await ask('/status');
  if (answer.status === 404) return stopped ? { state: 'cancelled' } : gone(operation);
  if (answer.status >= 300) throw refusal(answer, host);
  const { status, error, metrics } = parsed(statusSchema, answer.body);
  switch (status) {
    case 'IN_QUEUE':
      return { state: 'queued' };
    case 'IN_PROGRESS':
      return { state: 'running' };
    case 'COMPLETED': {
      const handle = handleSchema.parse(operation.handle ?? {});
      const finished = { handle, stopped, worked: (metrics?.inference_time ?? 0) > 0 };
      const result = await ask('');
      if (result.status < 300) return succeeded(result, finished);
      if (isPassing(result, error)) throw refusal(result, host);
      return unsuccessful(result, host, finished);
    }
    default:
      throw new VideoGenerationError('PROVIDER_PROTOCOL_ERROR', {
        message: `fal says that the request is “${status.slice(0, 100)}”, which is no state of its protocol.`,
        details: { status: 200, state: status.slice(0, 100) },
      });
  }
}

/** Tells fal to stop. @returns false if there was nothing to stop any more */
export async function cancelInQueue(
  host: FalHost,
  operation: ProviderOperation,
  signal: AbortSignal,
): Promise<boolean> {
  const path = `${pathOf(operation)}/cancel`;
  const answer = await askFal(host, { method: 'PUT', server: 'queue.fal.run', path, signal });
  if (answer.status < 300) return true;
  if (answer.status === 404) return false;
  const { status } = z.looseObject({ status: z.string() }).catch({ status: '' }).parse(answer.body);
  if (status === 'ALREADY_COMPLETED') return false;
  throw refusal(answer, host);
}

/** True: the way to the result failed, not the work. Results, good and bad, come with the request's id. */
function isPassing({ status, headers, body }: HttpAnswer, error: unknown): boolean {
  if (status === 401 || status === 408 || status === 429) return true;
  if (status < 500) return false;
  if (error !== undefined && error !== null) return false;
  return !headers.has('x-fal-request-id') && complaintOf({ headers, body }).types.length === 0;
}

/** Units that fal billed, as the result says in a header. Undefined: it does not say. */
function billedCost({ headers }: HttpAnswer, { unit }: FalHandle): Cost | undefined {
  const text = headers.get('x-fal-billable-units');
  const units = Number(text);
  if (text === null || !Number.isFinite(units) || units < 0 || !unit) return undefined;
  return { micros: Math.ceil(units * unit.micros), currency: unit.currency };
}

const file = z.looseObject({ url: z.string() });
const files = z.union([file.transform((one) => [one]), z.array(file)]);
/** Where models put what they made, clips before pictures. */
const places = ['video', 'videos', 'image', 'images', 'output', 'file'];

function urlsIn(body: unknown): string[] {
  if (typeof body !== 'object' || body === null) return [];
  const found = places.map((place) => files.safeParse((body as Record<string, unknown>)[place]).data ?? []);
  return (found.find((list) => list.length > 0) ?? [])
    .map(({ url }) => url)
    .filter((url) => URL.canParse(url));
}

/** Some models hand out a black picture, and say so beside it. */
function isBlackedOut(body: unknown): boolean {
  const flags = z.looseObject({ has_nsfw_concepts: z.array(z.boolean()) }).safeParse(body);
  return flags.success && flags.data.has_nsfw_concepts[0] === true;
}

function succeeded(result: HttpAnswer, { handle }: Finished): OperationStatus {
  const { body } = result;
  const billed = billedCost(result, handle);
  const cost = billed ?? handle.estimate ?? { micros: 0, currency: 'USD' };
  const [url, ...others] = urlsIn(body);
  if (isBlackedOut(body)) {
    const error = new VideoGenerationError('CONTENT_POLICY_VIOLATION', {
      message: 'The model’s safety checker blacked out what it made.',
      billed: cost.micros > 0 ? 'yes' : 'unknown',
    });
    return { state: 'failed', error: error.toJSON(), cost };
  }
  if (url === undefined) {
    const error = new VideoGenerationError('PROVIDER_ERROR', {
      message: 'fal says that the request succeeded, but names no file.',
      billed: cost.micros > 0 ? 'yes' : 'unknown',
    });
    return { state: 'failed', error: error.toJSON(), cost };
  }
  const warnings: ProviderWarning[] = [...handle.warnings];
  if (others.length > 0) {
    const message = `The model made ${others.length + 1} files; the first is used.`;
    warnings.push({ code: 'OUTPUTS_IGNORED', message });
  }
  return { state: 'succeeded', output: { mediaType: 'remote', url, authenticated: false }, cost, warnings };
}

/** What fal answers in the place of a result when there is none. Server errors are never charged. */
function unsuccessful(
  result: HttpAnswer,
  host: FalHost,
  { handle, stopped, worked }: Finished,
): OperationStatus {
  const cost = billedCost(result, handle);
  const { text } = complaintOf(result);
  if (stopped || (result.status < 500 && /\bcancell?ed\b/i.test(text))) {
    const charged = cost ?? (worked ? handle.estimate : undefined);
    return { state: 'cancelled', ...(charged && { cost: charged }) };
  }
  const error = refusal(result, host, 'fal could not do the request and answered');
  const billed = cost ? (cost.micros > 0 ? 'yes' : 'no') : result.status >= 500 ? 'no' : 'unknown';
  return { state: 'failed', error: { ...error.toJSON(), billed }, ...(cost && { cost }) };
}

function gone({ operationId }: ProviderOperation): OperationStatus {
  const error = new VideoGenerationError('PROVIDER_ERROR', {
    message: `fal does not know the request ${operationId} any more, or it belongs to another account.`,
    details: { status: 404 },
    howToFix: 'Check that the key is that of the account which began the work.',
    retryable: false,
    billed: 'unknown',
  });
  return { state: 'failed', error: error.toJSON() };
}
