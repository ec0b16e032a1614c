import { buffer } from 'node:stream/consumers';
import type { IncomingMessage } from 'node:http';
import type { EmulatorRequest } from './emulator-route.js';

/** A request that was read to its end. */
export type ReadRequest = Pick<
  EmulatorRequest,
  'method' | 'path' | 'headers' | 'body' | 'bytes' | 'query' | 'form'
> & { readonly pathname: string };

/** Reads a request whole. */
export async function readRequest(incoming: IncomingMessage): Promise<ReadRequest> {
  const bytes = await buffer(incoming);
  const { method = 'GET', url: path = '/', headers } = incoming;
  const { pathname, searchParams } = new URL(path, 'http://127.0.0.1');
  const contentType = headers['content-type'] ?? '';
  // Deprecated for servers that strangers reach: this one answers its own machine.
  const form = (): Promise<FormData> =>
    // eslint-disable-next-line @typescript-eslint/no-deprecated
    new Response(new Uint8Array(bytes), { headers: { 'content-type': contentType } }).formData();
  const body = bodyOf(bytes, contentType);
  return { method, path, pathname, query: searchParams, headers, body, bytes, form };
}

function bodyOf(bytes: Buffer, contentType: string): unknown {
  if (bytes.length === 0 || /^(multipart|image|video|audio)\/|octet-stream/.test(contentType))
    return undefined;
  const text = bytes.toString('utf8');
  if (!contentType.includes('json')) return text;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
