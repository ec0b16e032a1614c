import type { FetchFunction } from '../egress/egress.js';
import type { ErrorCode } from '../errors/error-codes.js';
import { cancellationOf, VideoGenerationError } from '../errors/video-generation-error.js';
import { errorCodeOfStatus, fetchJson, retryAfterSeconds, type HttpAnswer } from '../provider/http-answer.js';
import { withSubmission } from '../provider/submission.js';
import type { IClock } from '../time/clock.js';
import type { LanguageModelRequest, TokenUsage } from './language-model.js';

/** What a service says of a request that it refused. */
export interface ServiceRefusal {
  /** In its own words. */
  readonly message?: string | undefined;
  /** Where it means something else than its HTTP status says. */
  readonly code?: ErrorCode | undefined;
}

export interface ServiceCall {
  /** For people: `OpenAI`. */
  readonly service: string;
  readonly fetch: FetchFunction;
  readonly clock: Pick<IClock, 'now'>;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
  /** Removed from whatever the service echoes; empty if there is none. */
  readonly secret: string;
  readonly signal: AbortSignal;
  readonly refusalOf: (answer: HttpAnswer) => ServiceRefusal;
}

/** Longest part of a service's own words that is repeated, characters. */
const longestQuote = 300;
/** Overloaded: nothing was written, and nothing is charged. 529 is Anthropic's. */
const overloaded = new Set([503, 529]);

/**
 * One call of a service that answers at once, with the verdict on whether it may have been charged in
 * `details.submission`: refusals (4xx) and overload are not, a broken connection and other 5xx may be.
 * @throws VideoGenerationError
 */
export async function askService(call: ServiceCall): Promise<HttpAnswer> {
  const { fetch, url, headers, body, signal } = call;
  let answer: HttpAnswer;
  try {
    answer = await fetchJson(fetch, url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
      redirect: 'error',
      signal,
    });
  } catch (thrown) {
    throw broken(call, thrown);
  }
  if (answer.status >= 200 && answer.status < 300) return answer;
  throw refused(call, answer);
}

function broken({ service, signal }: ServiceCall, thrown: unknown): VideoGenerationError {
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

function refused(
  { service, clock, secret, refusalOf }: ServiceCall,
  answer: HttpAnswer,
): VideoGenerationError {
  const { status, headers } = answer;
  const { message = '', code = errorCodeOfStatus(status) } = refusalOf(answer);
  const quote = (secret === '' ? message : message.replaceAll(secret, '…')).slice(0, longestQuote);
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

/** The model would not write it. It has been charged for what it read. */
export function modelRefused(
  service: string,
  why: string,
  usage: TokenUsage | undefined,
): VideoGenerationError {
  return new VideoGenerationError('CONTENT_POLICY_VIOLATION', {
    message: `${service} would not write this${why === '' ? '.' : `: ${why.slice(0, longestQuote)}`}`,
    howToFix: 'Put the brief in other words, or choose another model.',
    details: { usage },
  });
}

/** An answer that cannot be used: cut off, empty, or not what the protocol says. */
export function unusableAnswer(service: string, why: string, usage?: TokenUsage): VideoGenerationError {
  return new VideoGenerationError('PROVIDER_PROTOCOL_ERROR', {
    message: `The answer of ${service} cannot be used: ${why}.`,
    howToFix: 'Try again, or choose another model.',
    details: { usage },
  });
}

/** Counts of tokens, if a service gave whole numbers. */
export function tokenUsage(input: unknown, output: unknown): TokenUsage | undefined {
  const sound = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
  return sound(input) && sound(output) ? { inputTokens: input, outputTokens: output } : undefined;
}

export interface DialogueTurn {
  readonly speaker: 'user' | 'model';
  readonly text: string;
}

/** A request as a conversation: the input as JSON, then each unusable answer and what was wrong with it. */
export function dialogueOf({ input, corrections }: LanguageModelRequest): DialogueTurn[] {
  return [
    { speaker: 'user', text: JSON.stringify(input) },
    ...corrections.flatMap(({ answer, problems }): DialogueTurn[] => [
      { speaker: 'model', text: answer },
      {
        speaker: 'user',
        text: `This cannot be used: ${problems.join(' ')} Write it anew, as the JSON object alone.`,
      },
    ]),
  ];
}
