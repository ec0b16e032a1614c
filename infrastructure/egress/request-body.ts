import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';

/** A body ready to be sent. */
export interface RequestBody {
  /** Default for the Content-Type header. */
  readonly contentType?: string;
  /** Bytes; undefined if only the end of the stream will tell. */
  readonly length?: number;
  /** True: it can be opened again, for a redirect. */
  readonly isRepeatable: boolean;
  open(): Uint8Array | Readable;
}

type BodyInit = NonNullable<RequestInit['body']>;

/** Turns whatever `fetch` takes as a body into bytes of known length where that can be. */
export function encodeBody(body: BodyInit): RequestBody {
  if (typeof body === 'string') return ofBytes(Buffer.from(body), 'text/plain;charset=UTF-8');
  if (body instanceof URLSearchParams) {
    return ofBytes(Buffer.from(body.toString()), 'application/x-www-form-urlencoded;charset=UTF-8');
  }
  if (body instanceof ArrayBuffer) return ofBytes(new Uint8Array(body));
  if (ArrayBuffer.isView(body)) {
    return ofBytes(new Uint8Array(body.buffer, body.byteOffset, body.byteLength));
  }
  if (body instanceof FormData) return multipart(body);
  if (body instanceof Blob) return ofBlob(body, body.type === '' ? undefined : body.type);
  return { isRepeatable: false, open: () => Readable.from(body as AsyncIterable<Uint8Array>) };
}

function ofBytes(bytes: Uint8Array, contentType?: string): RequestBody {
  return {
    ...(contentType === undefined ? {} : { contentType }),
    length: bytes.byteLength,
    isRepeatable: true,
    open: () => bytes,
  };
}

function ofBlob(blob: Blob, contentType?: string): RequestBody {
  return {
    ...(contentType === undefined ? {} : { contentType }),
    length: blob.size,
    isRepeatable: true,
    open: () => Readable.fromWeb(blob.stream()),
  };
}

/**
 * `multipart/form-data` as the WHATWG HTML standard encodes it. Files stay where they are: a Blob made of
 * Blobs copies nothing, and knows its size, which upload services insist on.
 */
function multipart(form: FormData): RequestBody {
  const boundary = `----aether-${randomUUID()}`;
  const parts: (string | Blob)[] = [];
  for (const [name, value] of form) {
    const disposition = `--${boundary}\r\nContent-Disposition: form-data; name="${escaped(name)}"`;
    if (typeof value === 'string') {
      parts.push(`${disposition}\r\n\r\n${withNetworkLineEnds(value)}\r\n`);
    } else {
      const type = value.type === '' ? 'application/octet-stream' : value.type;
      parts.push(`${disposition}; filename="${escaped(value.name)}"\r\nContent-Type: ${type}\r\n\r\n`);
      parts.push(value, '\r\n');
    }
  }
  parts.push(`--${boundary}--\r\n`);
  return ofBlob(new Blob(parts), `multipart/form-data; boundary=${boundary}`);
}

const withNetworkLineEnds = (text: string): string => text.replaceAll(/\r\n|\r|\n/g, '\r\n');

function escaped(name: string): string {
  return withNetworkLineEnds(name).replaceAll('\r', '%0D').replaceAll('\n', '%0A').replaceAll('"', '%22');
}
