import { request as requestHttp, type ClientRequest, type IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';
import { pipeline } from 'node:stream';
import type { ConnectionPool, PooledRequestOptions } from './connection-pool.js';
import type { EgressLimits } from './egress-options.js';
import { shownAddress, type CheckedAddress } from './egress-rules.js';
import { interruption, networkError, timeout } from './network-error.js';
import type { OutgoingRequest } from './outgoing-request.js';

/**
 * One request and the head of its answer; follows nothing. Proxy variables of the environment have no
 * effect here: a proxy would connect to addresses that we never see.
 * @throws VideoGenerationError with `details.sent` false until a connection was handed the request
 */
export function exchange(
  request: OutgoingRequest,
  address: CheckedAddress,
  pool: ConnectionPool,
  limits: Pick<EgressLimits, 'responseMilliseconds'>,
): Promise<IncomingMessage> {
  const { signal } = request;
  const shown = shownAddress(address.url);
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(interruption(signal, false));
      return;
    }
    let sent = false;
    const send = address.url.protocol === 'http:' ? requestHttp : requestHttps;
    const outgoing = send(requestOptions(request, address, pool));
    const stop = (): void => void outgoing.destroy(interruption(signal!, sent));
    const late = `“${shown}” did not answer within ${limits.responseMilliseconds / 1000} s.`;
    const timer = setTimeout(() => outgoing.destroy(timeout(late, sent)), limits.responseMilliseconds);
    signal?.addEventListener('abort', stop, { once: true });
    outgoing
      .on('socket', () => {
        sent = true;
        timer.refresh();
      })
      .on('drain', () => timer.refresh())
      .on('response', (message: IncomingMessage) => {
        clearTimeout(timer);
        resolve(message);
      })
      .on('error', (cause) => reject(networkError(cause, shown, sent)))
      .on('close', () => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', stop);
      });
    writeBody(outgoing, request);
  });
}

function requestOptions(
  request: OutgoingRequest,
  { url, isTrusted }: CheckedAddress,
  pool: ConnectionPool,
): PooledRequestOptions {
  const headers: Record<string, string> = { host: url.host };
  for (const [name, value] of request.headers) headers[name] = value;
  const length = request.body ? request.body.length : lengthWithoutBody(request.method);
  if (length !== undefined) headers['content-length'] = String(length);
  return {
    agent: pool.agentFor(url, isTrusted),
    protocol: url.protocol,
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? (url.protocol === 'http:' ? 80 : 443) : url.port,
    path: `${url.pathname}${url.search}`,
    method: request.method,
    headers,
    callSignal: request.signal,
  };
}

/** A request that could have had a body says that it has none. */
function lengthWithoutBody(method: string): 0 | undefined {
  return method === 'POST' || method === 'PUT' || method === 'PATCH' ? 0 : undefined;
}

function writeBody(outgoing: ClientRequest, { body }: OutgoingRequest): void {
  const opened = body?.open();
  if (opened === undefined) outgoing.end();
  else if (opened instanceof Uint8Array) outgoing.end(opened);
  // A failure on either side reaches the request, whose error is heard.
  else pipeline(opened, outgoing, () => undefined);
}
