import type { FetchFunction } from '../egress/egress.js';
import type { ErrorCode } from '../errors/error-codes.js';
import { cancellationOf, VideoGenerationError } from '../errors/video-generation-error.js';
import { errorCodeOfStatus, retryAfterSeconds } from '../provider/http-answer.js';
import type { Cost } from '../provider/provider-operation.js';
import { withSubmission } from '../provider/submission.js';
import type { IClock } from '../time/clock.js';

/** What a speech service says of a request that it refused. */
export interface SpeechRefusal {
  /** In its own words. */
  readonly message?: string | undefined;
  /** Where it means something else than its HTTP status says. */
  readonly code?: ErrorCode | undefined;
}

export interface SpeechServiceCall {
  /** For people: `ElevenLabs`. */
  readonly service: string;
  readonly fetch: FetchFunction;
  readonly clock: Pick<IClock, 'now'>;
  readonly url: string;
  /** With its content type. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Removed from whatever the service echoes; empty if there is none. */
  readonly secret: string;
  readonly signal: AbortSignal;
  /** @param text the answer's body */
  readonly refusalOf: (status: number, text: string) => SpeechRefusal;
}

export interface SpeechAnswer {
  readonly headers: Headers;
  readonly bytes: Uint8Array;
}

/** Longest part of a service's own words that is repeated, characters. */
const longestQuote = 300;

/**
 * One call of a service that speaks, with the verdict on whether it may have been charged in
 * `details.submission`: refusals (4xx) and 503 are not, a broken connection and other 5xx may be.
 * @throws VideoGenerationError
 */
export async function callSpeechService(call: SpeechServiceCall): Promise<SpeechAnswer> {
  const { fetch, url, headers, body, signal } = call;
  let response: Response;
  let bytes: Uint8Array;
  try {
    response = await fetch(url, { method: 'POST', headers, body, redirect: 'error', signal });
    bytes = new Uint8Array(await response.arrayBuffer());
  } catch (thrown) {
    throw broken(call, thrown);
  }
  if (response.ok) return { headers: response.headers, bytes };
  throw refused(call, response, new TextDecoder().decode(bytes));
}

function broken({ service, signal }: SpeechServiceCall, thrown: unknown): VideoGenerationError {
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
  { service, clock, secret, refusalOf }: SpeechServiceCall,
  { status, headers }: Response,
  text: string,
): VideoGenerationError {
  const { message = '', code = errorCodeOfStatus(status) } = refusalOf(status, text);
  const quote = (secret === '' ? message : message.replaceAll(secret, '…')).trim().slice(0, longestQuote);
  const seconds = retryAfterSeconds(headers, clock.now());
  const isOverloaded = status === 503;
  const error = new VideoGenerationError(code, {
    message: `${service} answered with status ${status}${quote === '' ? '.' : `: ${quote}`}`,
    details: { status },
    ...(isOverloaded ? { retryable: true } : {}),
    ...(seconds === undefined ? {} : { retryAfterSeconds: seconds }),
  });
  return withSubmission(error, status < 500 || isOverloaded ? 'rejected' : 'ambiguous');
}

/** An answer that is not what the protocol says. It may have been charged. */
export function unusableSpeech(service: string, why: string): VideoGenerationError {
  const error = new VideoGenerationError('PROVIDER_PROTOCOL_ERROR', {
    message: `The answer of ${service} cannot be used: ${why}.`,
    howToFix: 'Try again, or choose another voice.',
  });
  return withSubmission(error, 'ambiguous');
}

/** A request that the service is never asked with. */
export function unspeakable(message: string, howToFix: string): VideoGenerationError {
  return withSubmission(new VideoGenerationError('SPEECH_FAILED', { message, howToFix }), 'unsent');
}

/** What characters cost, rounded up to a whole millionth. Undefined without a price. */
export function characterCost(characters: number, dollarsPerMillion: number | undefined): Cost | undefined {
  if (dollarsPerMillion === undefined) return undefined;
  return { micros: Math.ceil(characters * dollarsPerMillion), currency: 'USD' };
}

/** Bare 16-bit little-endian PCM, mono, as samples. A last odd byte is left out. */
export function decodePcm16(bytes: Uint8Array): Float32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Float32Array.from({ length: bytes.byteLength >> 1 }, (_, index) => {
    return view.getInt16(index * 2, true) / 0x8000;
  });
}
