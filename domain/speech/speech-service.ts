import type { FetchFunction } from '../egress/egress.js';
import { VideoGenerationError } from '../errors/video-generation-error.js';
import type { Cost } from '../provider/provider-operation.js';
import {
  brokenCall,
  refusedCall,
  type AskedService,
  type ServiceRefusal,
} from '../provider/service-failure.js';
import { withSubmission } from '../provider/submission.js';

export interface SpeechServiceCall extends AskedService {
  readonly fetch: FetchFunction;
  readonly url: string;
  /** With its content type. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** @param text the answer's body */
  readonly refusalOf: (status: number, text: string) => ServiceRefusal;
}

export interface SpeechAnswer {
  readonly headers: Headers;
  readonly bytes: Uint8Array;
}

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
    throw brokenCall(call, thrown);
  }
  if (response.ok) return { headers: response.headers, bytes };
  throw refusedCall(call, response, call.refusalOf(response.status, new TextDecoder().decode(bytes)));
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
