import { APIError } from 'openai';
import {
  cancellationOf,
  errorCodeOfStatus,
  retryAfterSeconds,
  VideoGenerationError,
  type ErrorCode,
} from 'aether-video/plugin';

interface CallContext {
  readonly signal: AbortSignal;
  readonly now: Date;
  /** Removed from whatever the server echoes. */
  readonly apiKey: string | undefined;
}

/** Longest part of a server's own words that is repeated, characters. */
const longestQuote = 500;

/** What a call threw, as one of our errors. `details.status` or `details.sent` says how far it came. */
export function soraError(thrown: unknown, { signal, now, apiKey }: CallContext): VideoGenerationError {
  if (VideoGenerationError.isInstance(thrown)) return thrown;
  if (signal.aborted) return cancellationOf(signal);
  if (thrown instanceof APIError && typeof thrown.status === 'number') {
    return refusal(thrown as APIError<number, Headers>, now, apiKey);
  }
  // A body that is not what its header says: the SDK parses answers before it hands them out.
  if (thrown instanceof SyntaxError) return unreadable('The server’s answer is not JSON.', thrown);
  return new VideoGenerationError('NETWORK_ERROR', {
    message: 'The connection to the server broke before its answer was whole.',
    details: { sent: true },
    cause: thrown,
  });
}

/** An answer that is not what the protocol says. Asking again may give a better one. */
export function unreadable(message: string, cause?: unknown): VideoGenerationError {
  return new VideoGenerationError('PROVIDER_PROTOCOL_ERROR', {
    message,
    retryable: true,
    details: { sent: true },
    cause,
  });
}

function refusal(
  { status, error, headers }: APIError<number, Headers>,
  now: Date,
  apiKey: string | undefined,
): VideoGenerationError {
  const { code, message } = wordsOf(error);
  const words = quote([code, message].filter(Boolean).join(': '), apiKey);
  const seconds = retryAfterSeconds(headers, now);
  return new VideoGenerationError(codeOf(status, code), {
    message: `The server answered with status ${status}${words && ` (${words})`}.`,
    details: { status, ...(code && { serverCode: quote(code, apiKey) }) },
    ...(seconds === undefined ? {} : { retryAfterSeconds: seconds }),
    ...(status === 404 && { howToFix: 'Check baseUrl (most servers want /v1 at its end) and the model.' }),
  });
}

/** `{message, type, param, code}` of the protocol, or `{detail}` of servers built on FastAPI. */
function wordsOf(body: unknown): { readonly code: string; readonly message: string } {
  if (typeof body !== 'object' || body === null) return { code: '', message: '' };
  const { code, type, message, detail } = body as Readonly<Record<string, unknown>>;
  const said = [message, detail].find((one) => typeof one === 'string') as string | undefined;
  const name = [code, type].find((one) => typeof one === 'string' && one !== '') as string | undefined;
  return { code: name ?? '', message: said ?? (detail === undefined ? '' : JSON.stringify(detail)) };
}

function codeOf(status: number, code: string): ErrorCode {
  if (status >= 400 && status < 500) {
    if (isModeration(code)) return 'CONTENT_POLICY_VIOLATION';
    if (/insufficient_quota|credit_balance|billing_hard_limit|budget_exceeded/.test(code)) {
      return 'INSUFFICIENT_CREDITS';
    }
  }
  return errorCodeOfStatus(status);
}

/** True for the codes of refused prompts, pictures and videos. Servers spell them differently. */
export function isModeration(code: string): boolean {
  return /moderation|content_policy|content_filter|safety|sensitive/i.test(code);
}

/** A server's own words, without the key and not too long. */
export function quote(text: string, apiKey: string | undefined): string {
  const clean = apiKey ? text.replaceAll(apiKey, '…') : text;
  return clean.slice(0, longestQuote);
}
