import type { IncomingMessage } from 'node:http';
import { VideoGenerationError } from '../../domain/errors/video-generation-error.js';
import type { ConnectionPool } from './connection-pool.js';
import type { EgressLimits } from './egress-options.js';
import { checkAddress, refusal, shownAddress } from './egress-rules.js';
import { exchange } from './http-exchange.js';
import { networkError } from './network-error.js';
import { redirectedRequest, type OutgoingRequest } from './outgoing-request.js';

/** An answer whose body has not been read. */
export interface Answer {
  readonly message: IncomingMessage;
  readonly headers: Headers;
  readonly status: number;
  /** Where it came from in the end. */
  readonly url: URL;
  readonly redirected: boolean;
}

/** What every call of one egress shares. */
export interface Network {
  readonly pool: ConnectionPool;
  readonly limits: EgressLimits;
}

const mostRedirects = 5;
const redirects = new Set([301, 302, 303, 307, 308]);

/**
 * Sends a request and follows redirects, each checked like the first address.
 * @throws VideoGenerationError NETWORK_ERROR, TIMEOUT, EGRESS_REFUSED, CANCELLED or the signal’s own
 */
export async function sendRequest(
  first: OutgoingRequest,
  trustedOrigins: ReadonlySet<string>,
  { pool, limits }: Network,
): Promise<Answer> {
  let request = first;
  for (let hops = 0; ; hops += 1) {
    const address = checkAddress(request.url, trustedOrigins, hops > 0);
    const { url } = address;
    const message = await exchange(request, address, pool, limits).catch((cause: unknown) => {
      const failed = VideoGenerationError.from(cause);
      throw networkError(failed, shownAddress(url), hops > 0 || failed.details.sent !== false);
    });
    const status = message.statusCode ?? 0;
    const headers = headersOf(message);
    const target = request.redirect === 'manual' ? null : headers.get('location');
    if (target === null || !redirects.has(status)) {
      return { message, headers, status, url, redirected: hops > 0 };
    }
    message.destroy();
    request = followed(request, url, target, { status, hops });
  }
}

function followed(
  request: OutgoingRequest,
  from: URL,
  location: string,
  { status, hops }: { readonly status: number; readonly hops: number },
): OutgoingRequest {
  const shown = shownAddress(from);
  if (request.redirect === 'error')
    throw refusal(`“${shown}” redirects, which this call does not allow.`, true);
  if (hops === mostRedirects) throw refusal(`“${shown}” is the ${mostRedirects}th redirect in a row.`, true);
  if (!URL.canParse(location, from.href))
    throw refusal(`“${shown}” redirects to something that is no address.`, true);
  const to = new URL(location, from);
  const next = redirectedRequest(request, from, to, status);
  if (next.body && from.origin !== to.origin) {
    throw refusal(`“${shown}” redirects the contents of a request to ${to.origin}.`, true);
  }
  if (next.body && !next.body.isRepeatable) {
    throw refusal(`“${shown}” redirects a stream, which cannot be sent twice.`, true);
  }
  return next;
}

function headersOf(message: IncomingMessage): Headers {
  const headers = new Headers();
  const { rawHeaders } = message;
  for (let at = 0; at < rawHeaders.length; at += 2) headers.append(rawHeaders[at]!, rawHeaders[at + 1]!);
  return headers;
}
