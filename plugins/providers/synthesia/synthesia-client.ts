import { cancellationOf, VideoGenerationError, type PluginHost } from 'aether-video/plugin';
import { refusal, unreadable } from './synthesia-errors.js';
import type { SynthesiaOptions } from './synthesia-options.js';

export type SynthesiaHost = Pick<PluginHost<SynthesiaOptions>, 'options' | 'fetch' | 'clock'>;

/** One call, below the base URL. */
export interface SynthesiaCall {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Such as `/v2/videos`. */
  readonly path: string;
  readonly body?: object;
}

/**
 * Makes one call, without retries. There is no official client for Node.
 * @returns the parsed body; undefined after DELETE
 * @throws VideoGenerationError whose `details.status` or `details.sent` says how far it came
 */
export async function callSynthesia(
  { options, fetch, clock }: SynthesiaHost,
  signal: AbortSignal,
  { method, path, body }: SynthesiaCall,
): Promise<unknown> {
  const { apiKey, baseUrl } = options;
  // The key stands alone: without “Bearer”.
  const headers = { authorization: apiKey, ...(body && { 'content-type': 'application/json' }) };
  const init = { method, headers, signal, ...(body && { body: JSON.stringify(body) }) };
  let response: Response;
  let text: string;
  try {
    response = await fetch(`${baseUrl.replace(/\/+$/, '')}${path}`, init);
    text = await response.text();
  } catch (thrown) {
    if (VideoGenerationError.isInstance(thrown)) throw thrown;
    throw broken(signal, thrown);
  }
  if (!response.ok) throw refusal(response, text, { now: clock.now(), apiKey });
  if (method === 'DELETE') return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw unreadable('Synthesia’s answer is not JSON.', cause);
  }
}

function broken(signal: AbortSignal, cause: unknown): VideoGenerationError {
  if (signal.aborted) return cancellationOf(signal);
  return new VideoGenerationError('NETWORK_ERROR', {
    message: 'The connection to Synthesia broke before its answer was whole.',
    details: { sent: true },
    cause,
  });
}
