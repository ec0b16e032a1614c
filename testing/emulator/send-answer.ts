import type { ServerResponse } from 'node:http';
import type { EmulatorAnswer } from './emulator-route.js';
import type { FaultKind } from './fault.js';

/** Sends an answer, spoilt as the fault says. */
export function sendAnswer(response: ServerResponse, answer: EmulatorAnswer, fault?: FaultKind): void {
  const { status, headers, bytes } = encoded(answer);
  const send = (code: number, body: Buffer, more: Record<string, string> = {}): void => {
    response.writeHead(code, { ...headers, ...more, 'content-length': String(body.length) });
    if (response.req.method === 'HEAD') response.end();
    else response.end(body);
  };
  switch (fault?.kind) {
    case 'truncate':
      response.writeHead(status, { ...headers, 'content-length': String(bytes.length) });
      response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => response.destroy());
      return;
    case 'wrong-length':
      send(status, bytes.subarray(0, Math.floor(bytes.length / 2)));
      return;
    case 'malformed': {
      const page = Buffer.from('<!doctype html><title>Bad gateway</title><p>{"id": "');
      send(200, page, { 'content-type': headers['content-type'] ?? 'text/html' });
      return;
    }
    case 'empty':
      send(status, Buffer.alloc(0));
      return;
    default:
      if (status === 204) response.writeHead(status, headers).end();
      else send(status, bytes);
  }
}

interface EncodedAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: Buffer;
}

function encoded({ status, headers = {}, body }: EmulatorAnswer): EncodedAnswer {
  if (body === undefined) return { status, headers, bytes: Buffer.alloc(0) };
  if (Buffer.isBuffer(body)) return { status, headers, bytes: body };
  if (typeof body === 'string') return { status, headers, bytes: Buffer.from(body) };
  const json = { 'content-type': 'application/json', ...headers };
  return { status, headers: json, bytes: Buffer.from(JSON.stringify(body)) };
}
