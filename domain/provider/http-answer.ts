import type { ErrorCode } from '../errors/error-codes.js';
import { VideoGenerationError } from '../errors/video-generation-error.js';
import type { FetchFunction } from '../egress/egress.js';

/** An answer of a JSON API, whatever its status. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed JSON; undefined for an empty body. */
  readonly body: unknown;
}

const codes: Readonly<Record<number, ErrorCode>> = {
  401: 'AUTHENTICATION_FAILED',
  402: 'INSUFFICIENT_CREDITS',
  403: 'AUTHENTICATION_FAILED',
  408: 'TIMEOUT',
  429: 'RATE_LIMIT_EXCEEDED',
  504: 'TIMEOUT',
};

/** The code that a plain HTTP status stands for, where the provider says nothing better. */
export function errorCodeOfStatus(status: number): ErrorCode {
  return codes[status] ?? (status >= 500 ? 'PROVIDER_ERROR' : 'INVALID_REQUEST');
}

/**
 * One HTTP call of a JSON API: no retry, no redirect with credentials.
 * @throws VideoGenerationError of {@link FetchFunction}, or PROVIDER_PROTOCOL_ERROR if the body is not JSON
 */
export async function fetchJson(fetch: FetchFunction, url: string, init: RequestInit): Promise<HttpAnswer> {
  const response = await fetch(url, init);
  const text = await response.text();
  const { status, headers } = response;
  if (text.trim() === '') return { status, headers, body: undefined };
  try {
    return { status, headers, body: JSON.parse(text) as unknown };
  } catch (cause) {
    if (status >= 400) return { status, headers, body: { message: text.slice(0, 500) } };
    throw new VideoGenerationError('PROVIDER_PROTOCOL_ERROR', {
      message: `The provider answered with status ${status} and a body that is not JSON.`,
      details: { status, sent: true },
      cause,
    });
  }
}

/** Longest wait that a server may ask for, seconds. */
const longestRetryAfter = 3600;

/**
 * Seconds that `Retry-After` asks for, from a number or an HTTP date; within 0 and an hour; undefined without
 * a usable value. Source: RFC 9110, section 10.2.3.
 */
export function retryAfterSeconds(headers: Headers, now: Date): number | undefined {
  const text = headers.get('retry-after')?.trim();
  if (!text) return undefined;
  const seconds = /^\d+(\.\d+)?$/.test(text) ? Number(text) : (Date.parse(text) - now.getTime()) / 1000;
  return Number.isFinite(seconds) ? Math.min(longestRetryAfter, Math.max(0, seconds)) : undefined;
}
