import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import type {
  ArtifactInCustody,
  CustodyRequest,
  IArtifactCustody,
} from '../../domain/egress/artifact-custody.js';
import type { IEgress } from '../../domain/egress/egress.js';
import type { ErrorCode } from '../../domain/errors/error-codes.js';
import { VideoGenerationError } from '../../domain/errors/video-generation-error.js';
import type { MediaType } from '../../domain/generation/model-descriptor.js';
import type { IMediaBackend } from '../../domain/media/media-backend.js';
import type { IMediaInspector } from '../../domain/media/media-inspector.js';
import type { IClock } from '../../domain/time/clock.js';
import { readHead, sniffMediaFormat } from '../media/backend/media-format.js';
import { artifactName } from '../storage/artifact-name.js';
import { renameOver } from '../storage/publish-file.js';
import { storageError } from '../storage/storage-error.js';

interface DeliveredFormat {
  readonly delivers: MediaType;
  readonly mediaType: ArtifactInCustody['mediaType'];
  readonly extension: string;
}

/** What a provider may deliver, by the name that sniffing gives it. */
const formats: Readonly<Record<string, DeliveredFormat>> = {
  MP4: { delivers: 'video', mediaType: 'video/mp4', extension: '.mp4' },
  WebM: { delivers: 'video', mediaType: 'video/webm', extension: '.webm' },
  MOV: { delivers: 'video', mediaType: 'video/quicktime', extension: '.mov' },
  PNG: { delivers: 'image', mediaType: 'image/png', extension: '.png' },
  JPEG: { delivers: 'image', mediaType: 'image/jpeg', extension: '.jpg' },
  WebP: { delivers: 'image', mediaType: 'image/webp', extension: '.webp' },
};

/** Verdicts of the media inspector that speak of the file, not of this machine. */
const badFile: readonly ErrorCode[] = [
  ...(['MEDIA_EMPTY', 'MEDIA_CORRUPT', 'MEDIA_NOT_FOUND', 'MEDIA_PLAYLIST_REFUSED'] as const),
  ...(['MEDIA_TYPE_UNSUPPORTED', 'MEDIA_TOO_LARGE'] as const),
];

export interface ArtifactCustodyOptions {
  readonly egress: Pick<IEgress, 'download'>;
  readonly inspector: Pick<IMediaInspector, 'inspect'>;
  /** Asked for when there is a file to probe. */
  readonly backend: () => Promise<IMediaBackend>;
  readonly clock: IClock;
}

/** Downloads through the egress guard, then looks at the bytes with the guard of user media. */
export class GuardedArtifactCustody implements IArtifactCustody {
  /** Absolute, without extension: names of files under way in this process. */
  readonly #taken = new Set<string>();

  constructor(private readonly options: ArtifactCustodyOptions) {}

  async fetch(request: CustodyRequest): Promise<ArtifactInCustody> {
    const stem = await this.#takeName(request);
    const downloadPath = `${stem}.download`;
    try {
      const { egress, clock } = this.options;
      await egress.download(
        {
          ...downloadOf(request),
          targetPath: downloadPath,
          onProgress: (...at) => request.onProgress?.(...at),
        },
        request.trustedOrigins,
      );
      const held = await this.verify(downloadPath, request.mediaType, request.signal);
      const finalPath = `${stem}${extensionOf(held.mediaType)}`;
      await renameOver(downloadPath, finalPath, clock).catch((cause: unknown) => {
        throw storageError(cause, request.folder, 'name a download');
      });
      return { ...held, path: finalPath };
    } catch (error) {
      await rm(downloadPath, { force: true }).catch(() => undefined);
      throw error;
    } finally {
      this.#taken.delete(stem);
    }
  }

  async verify(file: string, mediaType: MediaType, signal: AbortSignal): Promise<ArtifactInCustody> {
    const { inspector, backend } = this.options;
    try {
      const format = await deliveredFormat(file, mediaType);
      const { contentHash, kind } = await inspector.inspect(file, { signal });
      if ((kind === 'clip') !== (mediaType === 'video'))
        throw rejected(file, 'it holds no picture that moves');
      const probe = await (await backend()).probe(file, { signal });
      if (mediaType === 'video' && !(probe.durationSeconds > 0)) throw rejected(file, 'it has no length');
      return { path: file, mediaType: format.mediaType, sizeBytes: probe.sizeBytes, contentHash, probe };
    } catch (error) {
      if (!VideoGenerationError.isInstance(error) || !badFile.includes(error.code)) throw error;
      throw rejected(file, error.message.replace(/\.$/, ''), error);
    }
  }

  /** A name that no file in the folder has, and nobody here is about to use. */
  async #takeName({ prompt, folder }: CustodyRequest): Promise<string> {
    const names = await readdir(folder).catch(() => []);
    const name = artifactName(prompt, this.options.clock.now());
    for (let number = 1; ; number += 1) {
      const candidate = number === 1 ? name : `${name}-${number}`;
      const stem = path.join(folder, candidate);
      if (this.#taken.has(stem) || names.some((other) => other.startsWith(`${candidate}.`))) continue;
      this.#taken.add(stem);
      return stem;
    }
  }
}

function downloadOf({ output, headers, signal }: CustodyRequest): {
  readonly url: string;
  readonly signal: AbortSignal;
  readonly headers?: Readonly<Record<string, string>>;
} {
  return { url: output.url, signal, ...(headers ? { headers } : {}) };
}

async function deliveredFormat(file: string, asked: MediaType): Promise<DeliveredFormat> {
  const head = await readHead(file);
  if (head.length === 0) throw rejected(file, 'it is empty');
  const sniffed = sniffMediaFormat(head);
  const isWebM = sniffed?.demuxer === 'matroska' && Buffer.from(head).includes('webm');
  const format = formats[isWebM ? 'WebM' : (sniffed?.name ?? '')];
  if (format?.delivers === asked) return format;
  const wanted = asked === 'video' ? 'an MP4, WebM or MOV video' : 'a PNG, JPEG or WebP image';
  throw rejected(file, `it is ${sniffed ? `a ${sniffed.name} file` : 'of no known type'}, not ${wanted}`);
}

function extensionOf(mediaType: ArtifactInCustody['mediaType']): string {
  return Object.values(formats).find((format) => format.mediaType === mediaType)!.extension;
}

function rejected(file: string, reason: string, cause?: unknown): VideoGenerationError {
  return new VideoGenerationError('DOWNLOAD_REJECTED', {
    message: `The delivered file cannot be used: ${reason}.`,
    details: { file: path.basename(file), reason },
    cause,
  });
}
