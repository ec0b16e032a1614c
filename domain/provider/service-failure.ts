import type { ErrorCode } from '../errors/error-codes.js';
import { cancellationOf, VideoGenerationError } from '../errors/video-generation-error.js';
import type { IClock } from '../time/clock.js';
import { errorCodeOfStatus, retryAfterSeconds } from './http-answer.js';
import { withSubmission } from './submission.js';

/** What a service says of a request that it refused. */
export interface ServiceRefusal {
  /** In its own words. */
  readonly message?: string | undefined;
  /** Where it means something else than its HTTP status says. */
  readonly code?: ErrorCode | undefined;
}

/** A service that answers at once, as its failures are told. */
export interface AskedService {
  /** For people: `OpenAI`. */
  readonly service: string;
  readonly clock: Pick<IClock, 'now'>;
  /** Removed from whatever the service echoes; empty if there is none. */
  readonly secret: string;
  readonly signal: AbortSignal;
}

/** Longest part of a service's own words that is repeated, characters. */
export const longestQuote = 300;
/** Overloaded: nothing was made, and nothing is charged. 529 is Anthropic's. */
const overloaded = new Set([503, 529]);

/** No whole answer came: it may have been charged, unless nothing was sent. */
export function brokenCall({ service, signal }: AskedService, thrown: unknown): VideoGenerationError {
  if (VideoGenerationError.isInstance(thrown)) {
    return withSubmission(thrown, thrown.details.sent === false ? 'unsent' : 'ambiguous');
  }
  const error = signal.aborted
    ? cancellationOf(signal)
    : new VideoGenerationError('NETWORK_ERROR', {
        message: `The connection to ${service} broke before its answer was whole.`,
        cause: thrown,
      });
  return withSubmission(error, 'ambiguous');
}

/** The service answered with an error: refusals (4xx) and overload are not charged, other 5xx may be. */
export function refusedCall(
  { service, clock, secret }: AskedService,
  { status, headers }: Pick<Response, 'status' | 'headers'>,
  { message = '', code = errorCodeOfStatus(status) }: ServiceRefusal,
): VideoGenerationError {
  const quote = (secret === '' ? message : message.replaceAll(secret, '…')).trim().slice(0, longestQuote);
  const seconds = retryAfterSeconds(headers, clock.now());
  const isOverloaded = overloaded.has(status);
  const error = new VideoGenerationError(code, {
    message: `${service} answered with status ${status}${quote === '' ? '.' : `: ${quote}`}`,
    details: { status },
    ...(isOverloaded ? { retryable: true } : {}),
    ...(seconds === undefined ? {} : { retryAfterSeconds: seconds }),
  });
  return withSubmission(error, status < 500 || isOverloaded ? 'rejected' : 'ambiguous');
}
