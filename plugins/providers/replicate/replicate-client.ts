import {
  cancellationOf,
  fetchJson,
  VideoGenerationError,
  type HttpAnswer,
  type PluginHost,
} from 'aether-video/plugin';
import { refusal, unreadable } from './replicate-errors.js';
import type { ReplicateOptions } from './replicate-options.js';

export type ReplicateHost = Pick<PluginHost<ReplicateOptions>, 'options' | 'fetch' | 'clock'>;

export interface ReplicateCall {
  readonly method?: 'GET' | 'POST';
  /** Sent as JSON, or as a form. */
  readonly body?: Readonly<Record<string, unknown>> | FormData;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

/**
 * One call, over the host's own fetch. The official client is not used: it sends a submission up to six times when
 * the connection breaks or the answer is 429, and that cannot be switched off.
 * @param path after `/v1`
 * @throws VideoGenerationError for every answer that is an error, and of the host's fetch
 */
export async function callReplicate(
  { options, fetch, clock }: ReplicateHost,
  path: string,
  { method = 'GET', body, headers, signal }: ReplicateCall,
): Promise<HttpAnswer> {
  const isForm = body instanceof FormData;
  const url = `${options.baseUrl.replace(/\/+$/, '')}/v1${path}`;
  let answer: HttpAnswer;
  try {
    answer = await fetchJson(fetch, url, {
      method,
      headers: {
        authorization: `Bearer ${options.apiKey}`,
        accept: 'application/json',
        ...(body && !isForm && { 'content-type': 'application/json' }),
        ...headers,
      },
      signal,
      ...(body && { body: isForm ? body : JSON.stringify(body) }),
    });
  } catch (thrown) {
    throw failureOf(thrown, signal);
  }
  if (answer.status >= 400) throw refusal(answer, { now: clock.now(), apiKey: options.apiKey });
  return answer;
}

function failureOf(thrown: unknown, signal: AbortSignal): VideoGenerationError {
  if (VideoGenerationError.isInstance(thrown)) {
    return thrown.code === 'PROVIDER_PROTOCOL_ERROR' ? unreadable(thrown.message) : thrown;
  }
  if (signal.aborted) return cancellationOf(signal);
  return new VideoGenerationError('NETWORK_ERROR', {
    message: 'The connection to Replicate broke before its answer was whole.',
    details: { sent: true },
    cause: thrown,
  });
}

/** True for the answer to a question about what Replicate does not know. */
export function isUnknown(thrown: unknown): boolean {
  return VideoGenerationError.isInstance(thrown) && thrown.details.status === 404;
}
