import {
  cancellationOf,
  fetchJson,
  VideoGenerationError,
  type HttpAnswer,
  type PluginHost,
} from 'aether-video/plugin';
import { unreadable } from './flux-errors.js';
import type { FluxOptions } from './flux-options.js';

export type FluxHost = Pick<PluginHost<FluxOptions>, 'options' | 'fetch' | 'clock'>;

/** Whether an address may be given the key: the configured server, or one of Black Forest Labs over https. */
export function mayHaveKey(url: string, baseUrl: string): boolean {
  if (!URL.canParse(url)) return false;
  const { origin, protocol, hostname } = new URL(url);
  if (origin === new URL(baseUrl).origin) return true;
  return protocol === 'https:' && (hostname === 'bfl.ai' || hostname.endsWith('.bfl.ai'));
}

/** The address of a path at the configured server. */
export function addressOf({ options }: FluxHost, path: string): string {
  return `${options.baseUrl.replace(/\/+$/, '')}${path}`;
}

/**
 * One call with the key, whatever status it is answered with.
 * @param url one that {@link mayHaveKey}
 * @throws VideoGenerationError of the host's fetch, or PROVIDER_PROTOCOL_ERROR for a body that is not JSON
 */
export async function callFlux(
  { options, fetch }: FluxHost,
  url: string,
  signal: AbortSignal,
  body?: Readonly<Record<string, unknown>>,
): Promise<HttpAnswer> {
  const headers: Record<string, string> = { 'x-key': options.apiKey, accept: 'application/json' };
  if (body) headers['content-type'] = 'application/json';
  try {
    return await fetchJson(fetch, url, {
      method: body ? 'POST' : 'GET',
      headers,
      signal,
      ...(body && { body: JSON.stringify(body) }),
    });
  } catch (thrown) {
    throw failureOf(thrown, signal);
  }
}

function failureOf(thrown: unknown, signal: AbortSignal): VideoGenerationError {
  if (VideoGenerationError.isInstance(thrown)) {
    return thrown.code === 'PROVIDER_PROTOCOL_ERROR' ? unreadable(thrown.message) : thrown;
  }
  if (signal.aborted) return cancellationOf(signal);
  return new VideoGenerationError('NETWORK_ERROR', {
    message: 'The connection to Black Forest Labs broke before its answer was whole.',
    details: { sent: true },
    cause: thrown,
  });
}
