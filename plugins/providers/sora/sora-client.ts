import { cancellationOf, VideoGenerationError, type PluginHost } from 'aether-video/plugin';
import { refusal, unreadable } from './sora-errors.js';
import type { SoraOptions } from './sora-options.js';

export type SoraHost = Pick<PluginHost<SoraOptions>, 'options' | 'fetch' | 'clock'>;

type Fields = Readonly<Record<string, unknown>>;

/** One call, below the base URL. */
export interface ServerCall {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Such as `/videos`. */
  readonly path: string;
  readonly json?: Fields;
  readonly form?: Fields;
}

/** The address of a path below the base URL. */
export function serverUrl({ baseUrl }: Pick<SoraOptions, 'baseUrl'>, path: string): string {
  return `${baseUrl.replace(/\/+$/, '')}${path}`;
}

/** What proves to the server who asks. */
export function credentials({ auth, apiKey }: SoraOptions): Readonly<Record<string, string>> {
  return auth === 'none' ? {} : { authorization: `Bearer ${apiKey}` };
}

/**
 * Makes one call, without retries. @returns the parsed body; undefined after DELETE
 * @throws VideoGenerationError whose `details.status` or `details.sent` says how far it came
 */
export async function callServer(
  { options, fetch, clock }: SoraHost,
  signal: AbortSignal,
  { method, path, json, form }: ServerCall,
): Promise<unknown> {
  const headers = { ...credentials(options), ...(json && { 'content-type': 'application/json' }) };
  const body = json ? JSON.stringify(json) : form && formOf(form);
  let response: Response;
  let text: string;
  try {
    response = await fetch(serverUrl(options, path), { method, headers, signal, ...(body && { body }) });
    text = await response.text();
  } catch (thrown) {
    if (VideoGenerationError.isInstance(thrown)) throw thrown;
    throw broken(signal, thrown);
  }
  if (!response.ok) throw refusal(response, text, { now: clock.now(), apiKey: options.apiKey });
  if (method === 'DELETE') return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw unreadable('The server’s answer is not JSON.', cause);
  }
}

/** `multipart/form-data`; objects become `name[key]`, as OpenAI’s own client spells them. */
function formOf(fields: Fields): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) {
    if (value instanceof File) form.append(name, value);
    else if (typeof value === 'object' && value !== null) {
      for (const [key, text] of Object.entries(value)) form.append(`${name}[${key}]`, String(text));
    } else form.append(name, String(value));
  }
  return form;
}

function broken(signal: AbortSignal, cause: unknown): VideoGenerationError {
  if (signal.aborted) return cancellationOf(signal);
  return new VideoGenerationError('NETWORK_ERROR', {
    message: 'The connection to the server broke before its answer was whole.',
    details: { sent: true },
    cause,
  });
}
