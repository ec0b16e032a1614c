import { pipeline, type Readable, type Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { VideoGenerationError } from '../../domain/errors/video-generation-error.js';
import type { ErrorCode } from '../../domain/errors/error-codes.js';
import { shownAddress } from './egress-rules.js';
import { interruption, networkError, timeout } from './network-error.js';
import type { Answer } from './send-request.js';

export interface BodyBounds {
  /** After decompression. */
  readonly maxBytes: number;
  /** Bytes of the same content that came before. Default 0. */
  readonly bytesBefore?: number;
  /** What a body above the bound is. */
  readonly tooLarge: ErrorCode;
  /** Longest silence, milliseconds. */
  readonly stallMilliseconds: number;
  readonly signal?: AbortSignal;
}

const decoders: Readonly<Record<string, () => Transform>> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
};

/** Whether the bytes on the wire are those of the content. */
export function isEncoded(headers: Headers): boolean {
  return encodingsOf(headers).length > 0;
}

function encodingsOf(headers: Headers): string[] {
  const names = (headers.get('content-encoding') ?? '').toLowerCase().split(',');
  return names.map((name) => name.trim()).filter((name) => name !== '' && name !== 'identity');
}

/**
 * The body in chunks, decompressed. It is read only as fast as it is asked for, so that nothing piles up.
 * Ending early closes the connection.
 * @throws VideoGenerationError with `details.sent: true`
 */
export async function* readBody(answer: Answer, bounds: BodyBounds): AsyncGenerator<Buffer, void, undefined> {
  const { message } = answer;
  const shown = shownAddress(answer.url);
  requireLength(answer, bounds);
  let isWaiting = false;
  const late = `“${shown}” sent nothing for ${bounds.stallMilliseconds / 1000} s.`;
  const timer = setTimeout(() => {
    if (isWaiting) message.destroy(timeout(late, true));
    else timer.refresh();
  }, bounds.stallMilliseconds);
  try {
    const chunks = decoded(answer)[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
    for (let received = bounds.bytesBefore ?? 0; ;) {
      timer.refresh();
      isWaiting = true;
      const next = await chunks.next();
      isWaiting = false;
      if (next.done === true) return;
      const { value } = next;
      received += value.length;
      if (received > bounds.maxBytes) throw tooLarge(shown, bounds);
      yield value;
    }
  } catch (cause) {
    throw bounds.signal?.aborted ? interruption(bounds.signal, true) : networkError(cause, shown, true);
  } finally {
    clearTimeout(timer);
    if (!message.complete) message.destroy();
  }
}

/** Too long is said before the first byte is read, if the server says its length. */
function requireLength({ headers, url, message }: Answer, bounds: BodyBounds): void {
  const length = Number(headers.get('content-length') ?? 0) + (bounds.bytesBefore ?? 0);
  if (isEncoded(headers) || !(length > bounds.maxBytes)) return;
  message.destroy();
  throw tooLarge(shownAddress(url), bounds);
}

function decoded({ message, headers }: Answer): Readable {
  const chain = encodingsOf(headers).reverse();
  // One layer is all that servers use; more are a way to blow up a small body.
  if (chain.length > 1) {
    throw new VideoGenerationError('NETWORK_ERROR', {
      message: 'The answer is compressed more than once, which is not accepted.',
      details: { sent: true },
      retryable: false,
    });
  }
  const decoder = decoders[chain[0] ?? '']?.();
  if (!decoder) return message;
  // Errors of either stream come out of the decoder.
  return pipeline(message, decoder, () => undefined);
}

function tooLarge(shown: string, { maxBytes, tooLarge: code }: BodyBounds): VideoGenerationError {
  return new VideoGenerationError(code, {
    message: `What “${shown}” sends is larger than ${Math.floor(maxBytes / 1_000_000)} MB (${maxBytes} bytes).`,
    howToFix: 'If it has to be that large, raise the limits of the section egress in the settings.',
    details: { url: shown, limit: maxBytes, sent: true },
    retryable: false,
  });
}
