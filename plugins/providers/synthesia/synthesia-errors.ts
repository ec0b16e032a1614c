import {
  errorCodeOfStatus,
  retryAfterSeconds,
  VideoGenerationError,
  type ErrorCode,
} from 'aether-video/plugin';

interface CallContext {
  readonly now: Date;
  /** Removed from whatever the server echoes. */
  readonly apiKey: string;
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
  const words = wordsOf(text).replaceAll(apiKey, '…').slice(0, longestQuote);
  const code = codeOf(status, words);
  const seconds = retryAfterSeconds(headers, now);
  return new VideoGenerationError(code, {
    message: `Synthesia answered with status ${status}${words && ` (${words.replace(/\.$/, '')})`}.`,
    details: { status },
    ...(seconds === undefined ? {} : { retryAfterSeconds: seconds }),
    ...(code === 'INSUFFICIENT_CREDITS' && {
      howToFix:
        'Wait for the next billing period or enlarge the plan. The option test makes videos with a watermark for nothing.',
    }),
  });
}

/** `{error, context?}`, both as text. */
function wordsOf(text: string): string {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return text.trim();
  }
  const { error, context } = (typeof body === 'object' && body !== null ? body : {}) as {
    error?: unknown;
    context?: unknown;
  };
  return [error, context]
    .filter((part) => part !== undefined && part !== null)
    .map((part) => (typeof part === 'string' ? part : JSON.stringify(part)))
    .join(': ');
}

/** A plan that is used up has no status of its own: only the words tell. */
function codeOf(status: number, words: string): ErrorCode {
  const saysSpent = /quota|credits?\b|minutes (left|remaining)|exceeded your (plan|limit)/i.test(words);
  if (saysSpent && [400, 402, 403].includes(status)) return 'INSUFFICIENT_CREDITS';
  return errorCodeOfStatus(status);
}
