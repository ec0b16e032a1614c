import { createHash } from 'node:crypto';
import { retryAfterSeconds } from '../../domain/provider/http-answer.js';
import type { DownloadRequest } from '../../domain/egress/egress.js';
import { VideoGenerationError } from '../../domain/errors/video-generation-error.js';
import { shownAddress } from './egress-rules.js';
import { isEncoded, type BodyBounds } from './response-body.js';
import type { Answer } from './send-request.js';

/** Links that a provider can give anew. */
const expired = new Set([403, 404, 410]);

/** What has arrived of a file, and whether what comes next belongs to it. Source: RFC 9110, chapter 14. */
export class PartialContent {
  #hash = createHash('sha256');
  #received = 0;
  #total: number | undefined;
  /** Names this very version of the file; undefined: the server offers no ranges, or no way to tell versions apart. */
  #validator: string | undefined;

  /** @param mostBytes for requests that name no limit */
  constructor(
    private readonly mostBytes: number,
    private readonly request: Pick<DownloadRequest, 'maxBytes' | 'signal' | 'onProgress'>,
  ) {}

  get received(): number {
    return this.#received;
  }

  get bounds(): Pick<BodyBounds, 'maxBytes' | 'bytesBefore' | 'tooLarge'> {
    const maxBytes = this.request.maxBytes ?? this.mostBytes;
    return { maxBytes, bytesBefore: this.#received, tooLarge: 'DOWNLOAD_REJECTED' };
  }

  /** Asks for the rest of the same version, or for all of another. */
  rangeHeaders(): Record<string, string> {
    if (this.#received === 0 || this.#validator === undefined) return {};
    return { range: `bytes=${this.#received}-`, 'if-range': this.#validator };
  }

  /** @param now what a Retry-After date is held against
   * @throws VideoGenerationError unless the answer is the file, or the rest of it */
  accept(answer: Answer, now: Date): void {
    const { status, headers } = answer;
    if (status === 206 && this.#received > 0) {
      this.#requireSameFile(answer);
      return;
    }
    if (status !== 200) throw statusError(answer, now);
    this.#hash = createHash('sha256');
    this.#received = 0;
    this.#total = isEncoded(headers) ? undefined : lengthOf(headers);
    this.#validator = isEncoded(headers) ? undefined : validatorOf(headers);
  }

  add(chunk: Uint8Array): void {
    this.#hash.update(chunk);
    this.#received += chunk.length;
    this.request.onProgress?.(this.#received, this.#total);
  }

  /** @throws VideoGenerationError NETWORK_ERROR if bytes are missing, or there are too many */
  requireWhole(): void {
    if (this.#total === undefined || this.#received === this.#total) return;
    throw broken(`${this.#received} of ${this.#total} bytes arrived.`);
  }

  /** True after a break of the network that a further request can mend. */
  canGoOnAfter(error: unknown): boolean {
    if (!VideoGenerationError.isInstance(error) || this.request.signal.aborted) return false;
    const isBreak = error.code === 'NETWORK_ERROR' || error.code === 'TIMEOUT';
    const isMendable = error.retryable && error.details.status === undefined;
    const isMissingSome = this.#total === undefined || this.#received < this.#total;
    return isBreak && isMendable && isMissingSome && this.#received > 0 && this.#validator !== undefined;
  }

  digest(): string {
    return this.#hash.digest('hex');
  }

  #requireSameFile({ headers }: Answer): void {
    const range = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(headers.get('content-range') ?? '');
    const total = range?.[2] === '*' ? this.#total : Number(range?.[2]);
    const isNext = Number(range?.[1]) === this.#received && !isEncoded(headers);
    const isSame = this.#total === undefined || total === this.#total;
    const given = validatorOf(headers) ?? this.#validator;
    if (isNext && isSame && given === this.#validator) {
      this.#total = total;
      return;
    }
    this.#validator = undefined;
    throw broken('The server went on with something else than was asked for.');
  }
}

/** A strong entity tag, else the date of change: what If-Range may name. */
function validatorOf(headers: Headers): string | undefined {
  const isSliceable = headers.get('accept-ranges') === 'bytes' || headers.has('content-range');
  if (!isSliceable) return undefined;
  const tag = headers.get('etag');
  if (tag === null) return headers.get('last-modified') ?? undefined;
  return tag.startsWith('"') ? tag : undefined;
}

function lengthOf(headers: Headers): number | undefined {
  const text = headers.get('content-length');
  return text !== null && /^\d+$/.test(text) ? Number(text) : undefined;
}

function broken(reason: string): VideoGenerationError {
  return new VideoGenerationError('NETWORK_ERROR', {
    message: `The download broke off: ${reason}`,
    details: { sent: true },
  });
}

function statusError({ status, headers, url }: Answer, now: Date): VideoGenerationError {
  const shown = shownAddress(url);
  const wait = retryAfterSeconds(headers, now);
  return new VideoGenerationError(status === 401 ? 'AUTHENTICATION_FAILED' : 'NETWORK_ERROR', {
    message: expired.has(status)
      ? `“${shown}” is not there any more, or its link has expired (status ${status}).`
      : `“${shown}” answered with status ${status} instead of a file.`,
    details: { url: shown, status, sent: true },
    ...(wait === undefined ? {} : { retryAfterSeconds: wait }),
  });
}
