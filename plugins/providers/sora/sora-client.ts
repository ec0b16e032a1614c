import OpenAI from 'openai';
import type { FetchFunction, PluginHost } from 'aether-video/plugin';
import { soraError } from './sora-errors.js';
import type { SoraOptions } from './sora-options.js';

export type SoraHost = Pick<PluginHost<SoraOptions>, 'options' | 'fetch' | 'clock'>;

/** Milliseconds. Longer than any deadline of ours: the signal of each call decides. */
const sdkTimeout = 24 * 3600 * 1000;

/** All that a request needs. The SDK adds what the environment names for OpenAI, which is no other server's. */
const ownHeaders = ['accept', 'authorization', 'content-type', 'user-agent'];

/**
 * Makes one call through OpenAI's SDK, over the host's own fetch, without the SDK's retries, logs and
 * environment variables.
 * @throws VideoGenerationError, whatever the SDK throws
 */
export async function callServer<Result>(
  { options, fetch, clock }: SoraHost,
  signal: AbortSignal,
  call: (client: OpenAI) => PromiseLike<Result>,
): Promise<Result> {
  // The SDK drops the cause of a failed fetch, and with it whether anything was sent.
  const failed: { error?: unknown } = {};
  const client = new OpenAI({
    apiKey: options.apiKey ?? 'none',
    organization: null,
    project: null,
    adminAPIKey: null,
    webhookSecret: null,
    baseURL: options.baseUrl.replace(/\/+$/, ''),
    maxRetries: 0,
    timeout: sdkTimeout,
    logLevel: 'off',
    fetch: guardedFetch(fetch, signal, options, failed),
  });
  try {
    return await call(client);
  } catch (thrown) {
    throw soraError(failed.error ?? thrown, { signal, now: clock.now(), apiKey: options.apiKey });
  }
}

function guardedFetch(
  fetch: FetchFunction,
  signal: AbortSignal,
  { auth }: SoraOptions,
  failed: { error?: unknown },
): FetchFunction {
  const guarded: FetchFunction = async (input, init = {}) => {
    const headers = new Headers();
    for (const [name, value] of new Headers(init.headers)) {
      if (ownHeaders.includes(name) && (name !== 'authorization' || auth === 'bearer')) {
        headers.set(name, value);
      }
    }
    try {
      return await fetch(input, { ...init, headers, signal });
    } catch (thrown) {
      failed.error = thrown;
      throw thrown;
    }
  };
  // Without it the SDK fetches `data:,` to learn whether multipart bodies work.
  return Object.assign(guarded, { Response });
}
