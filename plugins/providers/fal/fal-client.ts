import { cancellationOf, VideoGenerationError, type HttpAnswer, fetchJson } from 'aether-video/plugin';
import { refusal, unreadable } from './fal-errors.js';
import type { FalHost } from './fal-options.js';

/** Queue, storage and platform API. */
export type FalServer = 'queue.fal.run' | 'rest.fal.ai' | 'api.fal.ai';

export interface FalRequest {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly server: FalServer;
  /** Begins with a slash. */
  readonly path: string;
  /** Sent as JSON. */
  readonly body?: unknown;
  readonly signal: AbortSignal;
}

/**
 * One call, over the host’s own fetch, whatever the status.
 * @throws VideoGenerationError for a connection that broke and for an answer that cannot be read
 */
export async function askFal(
  { options, fetch }: FalHost,
  { method, server, path, body, signal }: FalRequest,
): Promise<HttpAnswer> {
  const base = options.baseUrl === undefined ? 'https:/' : options.baseUrl.replace(/\/+$/, '');
  const init: RequestInit = {
    method,
    signal,
    headers: {
      accept: 'application/json',
      authorization: `Key ${options.apiKey}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  };
  try {
    return await fetchJson(fetch, `${base}/${server}${path}`, init);
  } catch (thrown) {
    if (VideoGenerationError.isInstance(thrown)) {
      throw thrown.code === 'PROVIDER_PROTOCOL_ERROR'
        ? unreadable('fal’s answer is not JSON', thrown)
        : thrown;
    }
    if (signal.aborted) throw cancellationOf(signal);
    throw new VideoGenerationError('NETWORK_ERROR', {
      message: 'The connection to fal broke before its answer was whole.',
      details: { sent: true },
      cause: thrown,
    });
  }
}

/** The same for calls that have to succeed. @throws VideoGenerationError for a refusal, too */
export async function callFal(host: FalHost, request: FalRequest): Promise<HttpAnswer> {
  const answer = await askFal(host, request);
  if (answer.status >= 200 && answer.status < 300) return answer;
  throw refusal(answer, host);
}
