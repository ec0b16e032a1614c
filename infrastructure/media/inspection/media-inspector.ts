import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { throwIfCancelled, VideoGenerationError } from '../../../domain/errors/video-generation-error.js';
import type { IMediaBackend, MediaCall } from '../../../domain/media/media-backend.js';
import type { IMediaInspector, InspectedMedia } from '../../../domain/media/media-inspector.js';
import { readHead, sniffMediaFormat, type MediaFormat } from '../backend/media-format.js';
import { inspectImage } from './inspect-image.js';
import { isTruncatedIsoMedia } from './iso-media-boxes.js';
import { mediaLimits, requireAtMost } from './media-limits.js';
import { requireRegularFile, resolveMediaPath, resolveOwnPath } from './resolve-media-path.js';

type Facts = Omit<InspectedMedia, 'contentHash' | 'mimeType' | 'sizeBytes'>;

/** Keyframes that are decoded to see whether a clip can be. */
const trialKeyframes = 3;

/** The guard in front of the decoders: sizes before contents, bytes before names. */
export class MediaInspector implements IMediaInspector {
  /**
   * @param allowedFolders folders besides the script's own, absolute
   * @param backend asked for only when there is a clip or a sound to look at
   */
  constructor(
    private readonly allowedFolders: readonly string[],
    private readonly backend: () => Promise<IMediaBackend>,
  ) {}

  resolve(path: string, baseFolder?: string): Promise<string> {
    if (baseFolder === undefined) return resolveOwnPath(path);
    return resolveMediaPath(path, baseFolder, this.allowedFolders);
  }

  async inspect(path: string, call: { readonly signal: AbortSignal }): Promise<InspectedMedia> {
    throwIfCancelled(call.signal);
    const bytes = await requireRegularFile(path, path);
    if (bytes === 0) {
      throw new VideoGenerationError('MEDIA_EMPTY', { message: `“${path}” is empty.`, details: { path } });
    }
    const format = await supportedFormat(path);
    const limit = mediaLimits[`${format.kind}Megabytes`];
    requireAtMost(path, { name: 'file', unit: 'MB', actual: bytes / 1_000_000, limit });
    const facts = await this.factsOf(path, format, call);
    const mimeType = mimeTypeOf(format);
    return { ...facts, mimeType, sizeBytes: bytes, contentHash: await contentHash(path, call.signal) };
  }

  private async factsOf(path: string, format: SupportedFormat, call: MediaCall): Promise<Facts> {
    if (format.kind === 'audio') return this.inspectAudio(path, call);
    if (format.kind === 'clip') return this.inspectClip(path, format, call);
    const { width, height, frames } = await inspectImage(path, path);
    const isAnimation = frames > 1 && format.demuxer === 'gif';
    return isAnimation
      ? this.inspectClip(path, format, call)
      : { kind: 'image', width, height, durationSeconds: 0 };
  }

  private async inspectClip(path: string, format: SupportedFormat, call: MediaCall): Promise<Facts> {
    if (format.demuxer === 'mov' && (await isTruncatedIsoMedia(path))) {
      throw corrupt(path, 'the end of the file is missing');
    }
    const backend = await this.backend();
    const { video, audio, durationSeconds } = await backend.probe(path, call);
    if (!video) {
      if (audio) return this.inspectAudio(path, call);
      throw corrupt(path, 'it holds no picture');
    }
    const isTurned = video.rotationDegrees % 180 !== 0;
    const [width, height] = isTurned ? [video.height, video.width] : [video.width, video.height];
    const seconds = Math.max(durationSeconds, video.durationSeconds);
    requireClipSize(path, { width, height, seconds });
    await decodeSomeKeyframes(backend, path, call);
    return { kind: 'clip', width, height, durationSeconds: seconds };
  }

  private async inspectAudio(path: string, call: MediaCall): Promise<Facts> {
    const backend = await this.backend();
    const { audio, durationSeconds } = await backend.probe(path, call);
    if (!audio) throw corrupt(path, 'it holds no sound');
    requireAtMost(path, {
      name: 'length',
      unit: 's',
      actual: durationSeconds,
      limit: mediaLimits.audioSeconds,
    });
    const { left } = await backend.decodeAudio(path, call, 1);
    if (left.length === 0) throw corrupt(path, 'it holds no sound');
    return { kind: 'audio', width: 0, height: 0, durationSeconds };
  }
}

/** Those whose registered name is not that of the format. Source: IANA, Media Types. */
const mimeTypes: Readonly<Record<string, string>> = {
  MOV: 'video/quicktime',
  'Matroska or WebM': 'video/webm',
  M4A: 'audio/mp4',
  MP3: 'audio/mpeg',
};

function mimeTypeOf({ name, kind }: SupportedFormat): string {
  const type = { image: 'image', clip: 'video', audio: 'audio' }[kind];
  return mimeTypes[name] ?? `${type}/${name.toLowerCase()}`;
}

interface SupportedFormat extends MediaFormat {
  readonly kind: 'image' | 'clip' | 'audio';
}

async function supportedFormat(path: string): Promise<SupportedFormat> {
  const format = sniffMediaFormat(await readHead(path));
  if (format?.kind === 'playlist') {
    throw new VideoGenerationError('MEDIA_PLAYLIST_REFUSED', {
      message: `“${path}” is a playlist, whatever its name says; it would make the media engine open other files.`,
      details: { path },
    });
  }
  if (format && format.kind !== 'unsupported') return { ...format, kind: format.kind };
  throw new VideoGenerationError('MEDIA_TYPE_UNSUPPORTED', {
    message: `“${path}” is ${format ? `a ${format.name} file` : 'no image, clip or sound that is known here'}.`,
    details: { path, ...(format ? { type: format.name } : {}) },
  });
}

function requireClipSize(
  path: string,
  size: { readonly width: number; readonly height: number; readonly seconds: number },
): void {
  const longer = Math.max(size.width, size.height);
  const megapixels = (size.width * size.height) / 1_000_000;
  requireAtMost(path, { name: 'longer side', unit: 'pixels', actual: longer, limit: mediaLimits.clipPixels });
  requireAtMost(path, {
    name: 'area',
    unit: 'megapixels',
    actual: megapixels,
    limit: mediaLimits.clipMegapixels,
  });
  requireAtMost(path, { name: 'length', unit: 's', actual: size.seconds, limit: mediaLimits.clipSeconds });
}

async function decodeSomeKeyframes(backend: IMediaBackend, path: string, call: MediaCall): Promise<void> {
  let count = 0;
  for await (const _plane of backend.sampleKeyframes({ path, width: 32, height: 32 }, call)) {
    count += 1;
    if (count === trialKeyframes) break;
  }
  if (count === 0) throw corrupt(path, 'none of its pictures can be decoded');
}

async function contentHash(path: string, signal: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  try {
    await pipeline(createReadStream(path), hash, { signal });
  } catch (cause) {
    throwIfCancelled(signal);
    throw new VideoGenerationError('MEDIA_NOT_FOUND', { message: `“${path}” cannot be read.`, cause });
  }
  return hash.digest('hex');
}

function corrupt(path: string, reason: string): VideoGenerationError {
  return new VideoGenerationError('MEDIA_CORRUPT', {
    message: `“${path}” cannot be decoded: ${reason}.`,
    details: { path },
  });
}
