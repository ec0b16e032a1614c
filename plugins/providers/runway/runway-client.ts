import RunwayML from '@runwayml/sdk';
import type { PluginHost } from 'aether-video/plugin';
import { runwayError } from './runway-errors.js';
import type { RunwayOptions } from './runway-options.js';

export type RunwayHost = Pick<PluginHost<RunwayOptions>, 'options' | 'fetch' | 'clock'>;

/** Milliseconds. Longer than any deadline of ours: the signal of each call decides. */
const sdkTimeout = 24 * 3600 * 1000;

/**
 * Makes one call through the official SDK, over the host's own fetch, without the SDK's retries, logs and
 * environment variables.
 * @throws VideoGenerationError, whatever the SDK throws
 */
export async function callRunway<Result>(
  { options, fetch, clock }: RunwayHost,
  signal: AbortSignal,
  call: (client: RunwayML) => PromiseLike<Result>,
): Promise<Result> {
  // The SDK drops the cause of some failures of fetch, and with it whether anything was sent. It also leaves a
  // listener on every signal that it is given, and gives none to uploads: fetch gets the signal here instead.
  let failure: unknown;
  const client = new RunwayML({
    apiKey: options.apiKey,
    baseURL: options.baseUrl,
    maxRetries: 0,
    timeout: sdkTimeout,
    logLevel: 'off',
    fetch: async (input, init) => {
      try {
        return await fetch(input, { ...init, signal });
      } catch (thrown) {
        failure = thrown;
        throw thrown;
      }
    },
  });
  try {
    return await call(client);
  } catch (thrown) {
    throw runwayError(failure ?? thrown, { signal, now: clock.now(), apiKey: options.apiKey });
  }
}
