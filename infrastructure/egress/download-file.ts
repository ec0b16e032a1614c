import { mkdir, open, rm, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import type { DownloadedFile, DownloadRequest } from '../../domain/egress/egress.js';
import { VideoGenerationError } from '../../domain/errors/video-generation-error.js';
import type { IClock } from '../../domain/time/clock.js';
import { renameOver } from '../storage/publish-file.js';
import { storageError } from '../storage/storage-error.js';
import { PartialContent } from './partial-content.js';
import { readRequest } from './outgoing-request.js';
import { readBody } from './response-body.js';
import { sendRequest, type Network } from './send-request.js';

/** Breaks after which a download is taken up again, in all. */
const mostResumes = 5;
const firstPauseMilliseconds = 250;

/**
 * Streams an address to `<target>.part`, hashing on the way; syncs and renames when all of it is there.
 * After a break it goes on where it stopped, if the server offers ranges and the file is still the same.
 * Leaves nothing behind when it fails.
 * @throws VideoGenerationError NETWORK_ERROR (with `details.status` if that is why), AUTHENTICATION_FAILED,
 * TIMEOUT, DOWNLOAD_REJECTED above the limit, EGRESS_REFUSED, STORAGE_FULL, STORAGE_NOT_WRITABLE, CANCELLED
 */
export async function downloadFile(
  request: DownloadRequest,
  trustedOrigins: ReadonlySet<string>,
  network: Network,
  clock: IClock,
): Promise<DownloadedFile> {
  const { targetPath } = request;
  const partPath = `${targetPath}.part`;
  const file = await openPart(partPath);
  try {
    const content = new PartialContent(network.limits.maxDownloadBytes, request);
    try {
      await receiveAll(content, file, { request, trustedOrigins, network, clock });
      await onDisk(partPath, () => file.sync());
    } finally {
      await file.close();
    }
    await onDisk(targetPath, () => renameOver(partPath, targetPath, clock));
    return { path: targetPath, sizeBytes: content.received, contentHash: content.digest() };
  } catch (error) {
    await rm(partPath, { force: true }).catch(() => undefined);
    throw error;
  }
}

interface Download {
  readonly request: DownloadRequest;
  readonly trustedOrigins: ReadonlySet<string>;
  readonly network: Network;
  readonly clock: IClock;
}

async function receiveAll(content: PartialContent, file: FileHandle, download: Download): Promise<void> {
  for (let resumes = 0; ; resumes += 1) {
    try {
      await receive(content, file, download);
      return;
    } catch (error) {
      if (resumes === mostResumes || !content.canGoOnAfter(error)) throw error;
      await download.clock.sleep(firstPauseMilliseconds * 2 ** resumes, download.request.signal);
    }
  }
}

/** One request for what is still missing. */
async function receive(content: PartialContent, file: FileHandle, download: Download): Promise<void> {
  const { request, trustedOrigins, network } = download;
  const { signal, url } = request;
  const headers = { ...request.headers, 'accept-encoding': 'identity', ...content.rangeHeaders() };
  const answer = await sendRequest(await readRequest(url, { headers, signal }), trustedOrigins, network);
  try {
    content.accept(answer, download.clock.now());
    if (content.received === 0) await onDisk(request.targetPath, () => file.truncate(0));
    const bounds = { ...content.bounds, stallMilliseconds: network.limits.stallMilliseconds, signal };
    for await (const chunk of readBody(answer, bounds)) {
      await onDisk(request.targetPath, () => writeAll(file, chunk, content.received));
      content.add(chunk);
    }
    content.requireWhole();
  } finally {
    if (!answer.message.complete) answer.message.destroy();
  }
}

async function writeAll(file: FileHandle, chunk: Buffer, position: number): Promise<void> {
  for (let written = 0; written < chunk.length;) {
    const { bytesWritten } = await file.write(chunk, written, chunk.length - written, position + written);
    written += bytesWritten;
  }
}

async function openPart(partPath: string): Promise<FileHandle> {
  return onDisk(partPath, async () => {
    await mkdir(path.dirname(partPath), { recursive: true });
    return open(partPath, 'w');
  });
}

/** Download and disk fail in different ways: this is the disk. */
async function onDisk<Value>(file: string, act: () => Promise<Value>): Promise<Value> {
  try {
    return await act();
  } catch (cause) {
    const error = storageError(cause, path.dirname(file), `write ${path.basename(file)}`);
    throw VideoGenerationError.from(error);
  }
}
