import { encodeBody, type RequestBody } from './request-body.js';

/** A request in our hands, before its address is checked. */
export interface OutgoingRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: Headers;
  readonly body?: RequestBody;
  readonly redirect: NonNullable<RequestInit['redirect']>;
  readonly signal?: AbortSignal;
}

/** Headers that belong to the connection, or that we work out ourselves. */
const ownHeaders = [
  ...['connection', 'content-length', 'expect', 'host', 'keep-alive', 'proxy-authorization'],
  ...['proxy-connection', 'te', 'trailer', 'transfer-encoding', 'upgrade'],
];

/**
 * All that may follow a redirect to another origin. Every other header may be a credential: Authorization,
 * Cookie and the many names under which providers take their keys.
 */
const harmlessHeaders = [
  ...['accept', 'accept-encoding', 'accept-language', 'if-range', 'range', 'user-agent'],
];
const bodyHeaders = ['content-encoding', 'content-language', 'content-location', 'content-type'];

/**
 * Reads the arguments of `fetch`.
 * @throws TypeError for headers that HTTP does not allow, as `fetch` itself
 */
export async function readRequest(
  input: string | URL | Request,
  init: RequestInit = {},
): Promise<OutgoingRequest> {
  const given = input instanceof Request ? input : undefined;
  const headers = new Headers(init.headers ?? given?.headers);
  for (const name of ownHeaders) headers.delete(name);
  const body = init.body ? encodeBody(init.body) : await bodyOf(given);
  if (body?.contentType !== undefined && !headers.has('content-type')) {
    headers.set('content-type', body.contentType);
  }
  if (!headers.has('accept')) headers.set('accept', '*/*');
  if (!headers.has('accept-encoding')) headers.set('accept-encoding', 'gzip, deflate, br');
  if (!headers.has('user-agent')) headers.set('user-agent', 'aether-video');
  const signal = init.signal ?? given?.signal;
  return {
    url: input instanceof Request ? input.url : input.toString(),
    method: (init.method ?? given?.method ?? 'GET').toUpperCase(),
    headers,
    redirect: init.redirect ?? given?.redirect ?? 'follow',
    ...(body ? { body } : {}),
    ...(signal ? { signal } : {}),
  };
}

async function bodyOf(request: Request | undefined): Promise<RequestBody | undefined> {
  return request?.body ? encodeBody(await request.arrayBuffer()) : undefined;
}

/**
 * The request that follows a redirect. 303, and 301 and 302 after a POST, become a GET without a body, as
 * the WHATWG Fetch standard says.
 * @param from the address that answered; at another origin, only harmless headers go on
 */
export function redirectedRequest(
  request: OutgoingRequest,
  from: URL,
  to: URL,
  status: number,
): OutgoingRequest {
  const headers = new Headers(request.headers);
  const isSafe = request.method === 'GET' || request.method === 'HEAD';
  const becomesGet = status === 303 ? !isSafe : status < 303 && request.method === 'POST';
  if (becomesGet) for (const name of bodyHeaders) headers.delete(name);
  if (from.origin !== to.origin) {
    for (const name of [...headers.keys()]) if (!harmlessHeaders.includes(name)) headers.delete(name);
  }
  const { body, ...rest } = request;
  const kept = becomesGet || !body ? {} : { body };
  return { ...rest, ...kept, url: to.href, headers, method: becomesGet ? 'GET' : request.method };
}
