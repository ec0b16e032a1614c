import {
  errorCodeOfStatus,
  retryAfterSeconds,
  VideoGenerationError,
  type ErrorCode,
} from 'aether-video/plugin';

interface CallContext {
  readonly now: Date;
  /** Removed from whatever the server echoes. */
  readonly apiKey: string | undefined;
}

/** Longest part of a server's own words that is repeated, characters. */
const longestQuote = 500;

/** An answer that is not what the protocol says. Asking again may give a better one. */
export function unreadable(message: string, cause?: unknown): VideoGenerationError {
  return new VideoGenerationError('PROVIDER_PROTOCOL_ERROR', {
    message,
    retryable: true,
    details: { sent: true },
    cause,
  });
}

/** What an answer of 400 and above says. */
export function refusal(
  { status, headers }: Response,
  text: string,
  { now, apiKey }: CallContext,
): VideoGenerationError {
  const { code, message } = wordsOf(text);
  const words = quote([code, message].filter(Boolean).join(': '), apiKey);
  const seconds = retryAfterSeconds(headers, now);
  return new VideoGenerationError(codeOf(status, code), {
    message: `The server answered with status ${status}${words && ` (${words})`}.`,
    details: { status, ...(code && { serverCode: quote(code, apiKey) }) },
    ...(seconds === undefined ? {} : { retryAfterSeconds: seconds }),
    ...(status === 404 && { howToFix: 'Check baseUrl (most servers want /v1 at its end) and the model.' }),
  });
}

interface ServerWords {
  readonly code: string;
  readonly message: string;
}

/** `{error: {message, type, code}}` of the protocol, or `{detail}` of servers built on FastAPI. */
function wordsOf(text: string): ServerWords {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return { code: '', message: text.trim() };
  }
  if (typeof body !== 'object' || body === null) return { code: '', message: '' };
  const { error, detail } = body as { error?: unknown; detail?: unknown };
  const inner = typeof error === 'object' && error !== null ? error : body;
  const { code, type, message } = inner as Readonly<Record<string, unknown>>;
  const said = [message, error, detail].find(isFilled);
  return {
    code: [code, type].find(isFilled) ?? '',
    message: said ?? (detail === undefined ? '' : JSON.stringify(detail)),
  };
}

const isFilled = (value: unknown): value is string => typeof value === 'string' && value !== '';

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
