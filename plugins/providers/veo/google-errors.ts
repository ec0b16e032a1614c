import { z } from 'zod';
import {
  cancellationOf,
  errorCodeOfStatus,
  retryAfterSeconds,
  VideoGenerationError,
  type ErrorCode,
  type HttpAnswer,
} from 'aether-video/plugin';

/** `google.rpc.Status`. Source: the API design guide of Google, chapter errors. */
export const rpcStatusSchema = z.looseObject({
  code: z.union([z.number(), z.string()]).optional(),
  message: z.string().default(''),
  status: z.string().optional(),
  details: z.array(z.looseObject({})).default([]),
});
export type RpcStatus = z.output<typeof rpcStatusSchema>;

const envelope = z.looseObject({ error: rpcStatusSchema });

/** Longest part of a server's own words that is repeated, characters. */
const longestQuote = 500;

/** Numbers of `google.rpc.Code`, and the names that the HTTP answers use, as our codes. */
const rpcCodes: Readonly<Record<string, ErrorCode>> = {
  3: 'INVALID_REQUEST',
  4: 'TIMEOUT',
  5: 'INVALID_REQUEST',
  7: 'AUTHENTICATION_FAILED',
  8: 'RATE_LIMIT_EXCEEDED',
  9: 'INVALID_REQUEST',
  11: 'INVALID_REQUEST',
  12: 'INVALID_REQUEST',
  16: 'AUTHENTICATION_FAILED',
  INVALID_ARGUMENT: 'INVALID_REQUEST',
  DEADLINE_EXCEEDED: 'TIMEOUT',
  NOT_FOUND: 'INVALID_REQUEST',
  PERMISSION_DENIED: 'AUTHENTICATION_FAILED',
  RESOURCE_EXHAUSTED: 'RATE_LIMIT_EXCEEDED',
  FAILED_PRECONDITION: 'INVALID_REQUEST',
  UNAUTHENTICATED: 'AUTHENTICATION_FAILED',
};

const safetyToken = /^(IMAGE_)?(SAFETY|PROHIBITED_CONTENT|BLOCKLIST|SPII)$/i;
const safetyWords =
  /responsible ai|sensitive words|safety (violations?|filters?|reasons?)|\bblocked\b[^.]*\b(safety|polic)|violat\w*[^.]*\b(polic|guideline|practice|terms)/i;
const retiredWords = /no longer available|has been (retired|shut ?down|discontinued)|was retired/i;
const creditWords = /credits? (are|is|have been|has been) (depleted|exhausted|used up)|enable billing/i;

/** A verdict that the words or the reason give, whatever the number says. */
function codeByWords({ code, status, message, details }: RpcStatus): ErrorCode | undefined {
  const reasons = details.map(({ reason }) => reason);
  if (reasons.includes('BILLING_DISABLED') || creditWords.test(message)) return 'INSUFFICIENT_CREDITS';
  if (reasons.includes('API_KEY_INVALID')) return 'AUTHENTICATION_FAILED';
  if (safetyToken.test(String(code)) || safetyToken.test(status ?? '')) return 'CONTENT_POLICY_VIOLATION';
  if (safetyWords.test(message)) return 'CONTENT_POLICY_VIOLATION';
  return retiredWords.test(message) ? 'MODEL_SHUT_DOWN' : undefined;
}

const remedies: Readonly<Partial<Record<ErrorCode, string>>> = {
  AUTHENTICATION_FAILED:
    'Check the key and providers.veo.options: a key of Google AI Studio needs the mode omni; Vertex AI needs its own key, a token that is still good, or a service account with the role Vertex AI User.',
  INSUFFICIENT_CREDITS: 'Look at the billing of the Google Cloud project.',
  MODEL_SHUT_DOWN: 'Choose another model: `aether providers` lists them.',
};

/** Removes secrets from a server's words, and shortens them. */
export function quoted(text: string, secrets: readonly string[]): string {
  return secrets
    .reduce((clean, secret) => clean.replaceAll(secret, '…'), text)
    .replaceAll(/\s+/g, ' ')
    .slice(0, longestQuote)
    .replace(/\.\s*$/, '');
}

interface AnswerContext {
  readonly now: Date;
  readonly secrets: readonly string[];
}

/** An answer above 399 as one of our errors, with `details.status`. */
export function answerError(answer: HttpAnswer, { now, secrets }: AnswerContext): VideoGenerationError {
  const { status, headers, body } = answer;
  const read = envelope.safeParse(Array.isArray(body) ? body[0] : body);
  const rpc = read.success ? read.data.error : { message: '', details: [] };
  const code = codeByWords(rpc) ?? errorCodeOfStatus(status);
  const seconds = retryAfterSeconds(headers, now) ?? retryDelayOf(rpc);
  const name = rpc.status === undefined ? '' : ` ${rpc.status}`;
  const words = quoted(rpc.message, secrets);
  return new VideoGenerationError(code, {
    message: `Google answered with status ${status}${name}${words && `: ${words}`}.`,
    details: { status, ...(rpc.status && { reason: rpc.status }) },
    ...(seconds === undefined ? {} : { retryAfterSeconds: seconds }),
    ...(remedies[code] === undefined ? {} : { howToFix: remedies[code] }),
  });
}

/** The end of work that failed at Google, as an error. Nobody says whether it was charged. */
export function workError(rpc: RpcStatus, secrets: readonly string[]): VideoGenerationError {
  const code = codeByWords(rpc) ?? rpcCodes[rpc.status ?? ''] ?? rpcCodes[rpc.code ?? ''] ?? 'PROVIDER_ERROR';
  const words = [rpc.status ?? rpc.code, quoted(rpc.message, secrets)].filter(Boolean).join(': ');
  const seconds = retryDelayOf(rpc);
  return new VideoGenerationError(code, {
    message: `Google could not make the clip (${words || 'no reason given'}).`,
    details: { code: rpc.code ?? rpc.status },
    billed: 'unknown',
    ...(seconds === undefined ? {} : { retryAfterSeconds: seconds }),
    ...(remedies[code] === undefined ? {} : { howToFix: remedies[code] }),
  });
}

/** `google.rpc.RetryInfo`: a duration such as `12.5s`. */
function retryDelayOf({ details }: Pick<RpcStatus, 'details'>): number | undefined {
  for (const { retryDelay } of details) {
    const [, seconds] = /^(\d+(?:\.\d+)?)s$/.exec(typeof retryDelay === 'string' ? retryDelay : '') ?? [];
    if (seconds !== undefined) return Math.min(3600, Number(seconds));
  }
  return undefined;
}

/** An answer that is not what the protocol says. Asking again may give a better one. */
function unreadable(message: string, cause?: unknown): VideoGenerationError {
  const options = { message, retryable: true, details: { sent: true }, cause };
  return new VideoGenerationError('PROVIDER_PROTOCOL_ERROR', options);
}

/** Whatever a call threw, as one of our errors. */
export function callError(thrown: unknown, signal: AbortSignal): VideoGenerationError {
  if (VideoGenerationError.isInstance(thrown)) {
    return thrown.code === 'PROVIDER_PROTOCOL_ERROR' ? unreadable(thrown.message, thrown) : thrown;
  }
  if (signal.aborted) return cancellationOf(signal);
  return new VideoGenerationError('NETWORK_ERROR', {
    message: 'The connection to Google broke before its answer was whole.',
    details: { sent: true },
    cause: thrown,
  });
}

/** Holds an answer against its schema. @throws VideoGenerationError PROVIDER_PROTOCOL_ERROR */
export function parsed<Schema extends z.ZodType>(schema: Schema, answer: unknown): z.output<Schema> {
  const result = schema.safeParse(answer);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw unreadable(
    `Google’s answer is not what its protocol says: “${issue?.path.join('.')}” ${issue?.message}.`,
  );
}
