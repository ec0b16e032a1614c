import { APIError } from '@runwayml/sdk';
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
  readonly apiKey: string;
}

/** Longest part of a server's own words that is repeated, characters. */
const longestQuote = 500;

/** What a call threw, as one of our errors. `details.status` or `details.sent` says how far it came. */
export function runwayError(thrown: unknown, { signal, now, apiKey }: CallContext): VideoGenerationError {
  if (VideoGenerationError.isInstance(thrown)) return thrown;
  if (signal.aborted) return cancellationOf(signal);
  if (thrown instanceof APIError && typeof thrown.status === 'number') {
    return refusal(thrown.status, thrown as APIError<number, Headers>, now, apiKey);
  }
  // A body that is not what its header says: the SDK parses answers before it hands them out.
  if (thrown instanceof SyntaxError) return unreadable('Runway’s answer is not JSON.', thrown);
  return new VideoGenerationError('NETWORK_ERROR', {
    message: 'The connection to Runway broke before its answer was whole.',
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
  status: number,
  { error, headers }: APIError<number, Headers>,
  now: Date,
  apiKey: string,
): VideoGenerationError {
  const body = (typeof error === 'object' ? error : {}) as { error?: unknown; issues?: unknown };
  const text = clean(typeof body.error === 'string' ? body.error : '', apiKey);
  const seconds = retryAfterSeconds(headers, now);
  return new VideoGenerationError(codeOf(status, text), {
    message: `Runway answered with status ${status}${text && `: ${text}`}${issuesOf(body.issues, apiKey)}`,
    details: { status },
    ...(seconds === undefined ? {} : { retryAfterSeconds: seconds }),
    ...(status === 429 && {
      howToFix: 'The daily quota of the account’s tier is used up: wait, or choose another provider.',
    }),
  });
}

/** Out of credits is a plain 400 whose text says so. */
function codeOf(status: number, text: string): ErrorCode {
  if (status === 400 && /(not have|in)\s*(enough|sufficient) credits/i.test(text))
    return 'INSUFFICIENT_CREDITS';
  return errorCodeOfStatus(status);
}

function issuesOf(issues: unknown, apiKey: string): string {
  if (!Array.isArray(issues) || issues.length === 0) return '';
  const lines = (issues as { path?: unknown; message?: unknown }[])
    .slice(0, 5)
    .map(({ path, message }) => `${Array.isArray(path) ? path.join('.') : '?'}: ${String(message)}`);
  return clean(` (${lines.join('; ')})`, apiKey);
}

function clean(text: string, apiKey: string): string {
  return text.replaceAll(apiKey, '…').slice(0, longestQuote);
}
