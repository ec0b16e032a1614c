import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DownloadedFile, DownloadRequest } from '../../../domain/egress/egress.js';
import {
  egressWith,
  failureOf,
  hastyClock,
  serve,
  type EgressChanges,
  type RunningServer,
} from './egress-kit.js';

const bytes = randomBytes(300_000);
const sha256 = createHash('sha256').update(bytes).digest('hex');
/** Broken off as soon as the client has all bytes up to there, so that each run is the same. */
let breaks: { readonly at: number; readonly socket: Socket } | undefined;
let folder = '';
let server: RunningServer | undefined;
beforeEach(() => {
  breaks = undefined;
  folder = mkdtempSync(path.join(os.tmpdir(), 'aether-download-'));
});
afterEach(async () => {
  await server?.close();
  rmSync(folder, { recursive: true, force: true });
});

const target = (): string => path.join(folder, 'deeper', 'clip.mp4');

async function download(
  handler: (request: IncomingMessage, response: ServerResponse, count: number) => void,
  request: Partial<DownloadRequest> = {},
  changes: EgressChanges = {},
): Promise<DownloadedFile> {
  let count = 0;
  server = await serve((incoming, response) => handler(incoming, response, (count += 1)));
  return egressWith(changes).download(
    {
      url: `${server.origin}/clip`,
      targetPath: target(),
      signal: AbortSignal.timeout(20_000),
      ...request,
      onProgress: (received, total) => {
        request.onProgress?.(received, total);
        if (received === breaks?.at) breaks.socket.end();
      },
    },
    [server.origin],
  );
}
const left = (): string[] => readdirSync(folder, { recursive: true, encoding: 'utf8' });

/** A file server with ranges that breaks off after `breakAfter` bytes of each answer. */
function ranged(breakAfter: number, headers: Record<string, string> = { etag: '"v1"' }) {
  return (request: IncomingMessage, response: ServerResponse): void => {
    const start = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
    const rest = bytes.subarray(start);
    response.writeHead(start > 0 ? 206 : 200, {
      ...headers,
      'accept-ranges': 'bytes',
      'content-length': rest.length,
      ...(start > 0 ? { 'content-range': `bytes ${start}-${bytes.length - 1}/${bytes.length}` } : {}),
    });
    if (rest.length <= breakAfter) response.end(rest);
    else {
      breaks = { at: start + breakAfter, socket: request.socket };
      response.write(rest.subarray(0, breakAfter));
    }
  };
}

describe('download', () => {
  it('writes the whole file under its name and nothing else, with its hash and progress', async () => {
    const progress: [number, number | undefined][] = [];
    const file = await download(
      (_request, response) => {
        expect(existsSync(target())).toBe(false);
        response.writeHead(200, { 'content-length': bytes.length }).end(bytes);
      },
      { headers: { 'x-api-key': 'k' }, onProgress: (...at) => progress.push(at) },
    );
    expect(file).toEqual({ path: target(), sizeBytes: bytes.length, contentHash: sha256 });
    expect(readFileSync(target()).equals(bytes)).toBe(true);
    expect(left()).toEqual(['deeper', path.join('deeper', 'clip.mp4')]);
    expect(progress.at(-1)).toEqual([bytes.length, bytes.length]);
    expect(server!.requests[0]!.headers).toMatchObject({ 'x-api-key': 'k', 'accept-encoding': 'identity' });
  });

  it('takes answers without a length, empty ones, and compressed ones', async () => {
    expect((await download((_request, response) => void response.end(bytes))).contentHash).toBe(sha256);
    await server!.close();
    expect((await download((_request, response) => void response.end())).sizeBytes).toBe(0);
    await server!.close();
    const squeezed = await download((_request, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(bytes));
    });
    expect(squeezed.contentHash).toBe(sha256);
  });

  it.each<Record<string, string>>([{ etag: '"v1"' }, { 'last-modified': 'Sun, 01 Mar 2026 12:00:00 GMT' }])(
    'goes on where it broke off, with %o',
    async (validator) => {
      const clock = hastyClock();
      const file = await download(ranged(100_000, validator), {}, { clock });
      expect([file.sizeBytes, file.contentHash]).toEqual([bytes.length, sha256]);
      const asked = server!.requests.map(({ headers }) => [headers.range, headers['if-range']]);
      const [value] = Object.values(validator);
      expect(asked).toEqual([
        [undefined, undefined],
        ['bytes=100000-', value],
        ['bytes=200000-', value],
      ]);
      expect(clock.slept).toEqual([250, 500]);
    },
  );

  it('goes on after a stall, and takes a short range for a break', async () => {
    const file = await download(
      (request, response, count) => {
        if (count === 2) {
          const headers = { etag: '"v1"', 'content-range': `bytes 50000-99999/${bytes.length}` };
          response.writeHead(206, headers).end(bytes.subarray(50_000, 100_000));
        } else if (count === 1) {
          const headers = { etag: '"v1"', 'accept-ranges': 'bytes', 'content-length': bytes.length };
          response.writeHead(200, headers).write(bytes.subarray(0, 50_000));
        } else ranged(Infinity)(request, response);
      },
      {},
      { limits: { stallMilliseconds: 80 } },
    );
    expect([file.contentHash, server!.requests.length]).toEqual([sha256, 3]);
  });

  it('starts again when the file has changed meanwhile', async () => {
    const changed = randomBytes(1000);
    const file = await download((request, response, count) => {
      if (count === 1) ranged(100_000)(request, response);
      else response.writeHead(200, { etag: '"v2"' }).end(changed);
    });
    expect(file.contentHash).toBe(createHash('sha256').update(changed).digest('hex'));
    expect(readFileSync(target()).equals(changed)).toBe(true);
  });

  it.each<[string, Record<string, string>, number]>([
    ['no validator', {}, 1],
    ['a weak validator', { etag: 'W/"v1"' }, 1],
    ['breaks without end', { etag: '"v1"' }, 6],
  ])('gives up after %s, and leaves nothing', async (_name, headers, requests) => {
    const error = await failureOf(download(ranged(30_000, headers)));
    expect([error.code, error.retryable, error.details.sent]).toEqual(['NETWORK_ERROR', true, true]);
    expect(server!.requests).toHaveLength(requests);
    expect(left()).toEqual(['deeper']);
  });

  it.each<[string, Record<string, string>]>([
    ['another place', { 'content-range': `bytes 0-299999/300000`, etag: '"v1"' }],
    ['another length', { 'content-range': 'bytes 100000-300000/300001', etag: '"v1"' }],
    ['another version', { 'content-range': 'bytes 100000-299999/300000', etag: '"v2"' }],
    ['no place', { etag: '"v1"' }],
  ])('refuses a rest from %s', async (_name, headers) => {
    const error = await failureOf(
      download((request, response, count) => {
        if (count === 1) ranged(100_000)(request, response);
        else response.writeHead(206, headers).end(bytes.subarray(100_000));
      }),
    );
    expect([error.code, server!.requests.length]).toEqual(['NETWORK_ERROR', 2]);
    expect(left()).toEqual(['deeper']);
  });

  it.each([
    [401, 'AUTHENTICATION_FAILED'],
    [403, 'NETWORK_ERROR'],
    [404, 'NETWORK_ERROR'],
    [410, 'NETWORK_ERROR'],
    [206, 'NETWORK_ERROR'],
    [503, 'NETWORK_ERROR'],
  ])('names the status %d', async (status, code) => {
    const error = await failureOf(
      download((_request, response) => void response.writeHead(status, { 'retry-after': '7' }).end('no')),
    );
    expect([error.code, error.details.status, error.retryAfterSeconds]).toEqual([code, status, 7]);
    expect(left()).toEqual(['deeper']);
  });

  it('stops above the limit, whether the server says its length or not', async () => {
    for (const headers of [{ 'content-length': String(bytes.length) }, {}]) {
      const call = download((_request, response) => void response.writeHead(200, headers).end(bytes), {
        maxBytes: 200_000,
      });
      const error = await failureOf(call);
      expect([error.code, error.details.limit]).toEqual(['DOWNLOAD_REJECTED', 200_000]);
      expect(left()).toEqual(['deeper']);
      await server!.close();
    }
  });

  it('leaves nothing when it is cancelled', async () => {
    const controller = new AbortController();
    const error = await failureOf(
      download(
        (_request, response) => void response.writeHead(200, { 'content-length': '9' }).write('1234'),
        { signal: controller.signal, onProgress: () => controller.abort() },
      ),
    );
    expect(error.code).toBe('CANCELLED');
    expect(left()).toEqual(['deeper']);
  });

  it('says what is wrong with the disk', async () => {
    writeFileSync(path.join(folder, 'deeper'), 'a file in the way');
    const error = await failureOf(download((_request, response) => void response.end(bytes)));
    expect(error.code).toBe('STORAGE_NOT_WRITABLE');
    expect(server!.requests).toHaveLength(0);
  });

  it.runIf(existsSync('/dev/full'))('says that the disk is full', async () => {
    const { symlinkSync, mkdirSync } = await import('node:fs');
    mkdirSync(path.dirname(target()));
    symlinkSync('/dev/full', `${target()}.part`);
    const error = await failureOf(download((_request, response) => void response.end(bytes)));
    expect(error.code).toBe('STORAGE_FULL');
    expect(left()).toEqual(['deeper']);
  });
});
