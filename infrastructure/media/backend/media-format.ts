import { open } from 'node:fs/promises';
import { VideoGenerationError } from '../../../domain/errors/video-generation-error.js';

/** What a file's first bytes say it is. */
export interface MediaFormat {
  readonly name: string;
  readonly kind: 'image' | 'clip' | 'audio' | 'playlist' | 'unsupported';
  /** FFmpeg's demuxer to force. Absent: FFmpeg is not to touch the file. */
  readonly demuxer?: string;
}

/** FFmpeg demuxers that decoding may force; a system FFmpeg has to have them. */
export const usedDemuxers: readonly string[] = [
  ...['mov', 'matroska', 'mp3', 'wav', 'flac', 'ogg', 'aac', 'gif', 'jpeg_pipe', 'png_pipe', 'webp_pipe'],
];

/** A few kilobytes settle every format below; MP3 may begin anywhere, but its ID3 tag may not. */
const headBytes = 4096;

/** Texts that make a media engine open other files or addresses, whatever the file is called. */
const playlistMarks =
  /^(#EXTM3U|#EXTINF|\[playlist\]|ffconcat|file\s+\S|<asx|<\?wpl|v=0\r?\n(?:o|s)=|\[Reference\]|<SmoothStreamingMedia)|<(?:MPD|playlist|smil|SmoothStreamingMedia)[\s>]/i;

const mp4AudioBrands = new Set(['M4A ', 'M4B ', 'M4P ', 'F4A ', 'F4B ']);
const heifBrands = new Set(['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'mif1', 'msf1']);

/** Formats that their first bytes settle. Sources: the formats' specifications and RFCs. */
const signatures: readonly {
  readonly bytes: readonly number[];
  readonly format: MediaFormat;
}[] = [
  row([0xff, 0xd8, 0xff], 'JPEG', 'image', 'jpeg_pipe'),
  row([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a], 'PNG', 'image', 'png_pipe'),
  row(ascii('GIF8'), 'GIF', 'image', 'gif'),
  row([0x1a, 0x45, 0xdf, 0xa3], 'Matroska or WebM', 'clip', 'matroska'),
  row(ascii('fLaC'), 'FLAC', 'audio', 'flac'),
  row(ascii('OggS'), 'Ogg', 'audio', 'ogg'),
  row(ascii('ID3'), 'MP3', 'audio', 'mp3'),
  row(ascii('BM'), 'BMP', 'unsupported'),
  row([0x49, 0x49, 0x2a, 0x00], 'TIFF', 'unsupported'),
  row([0x4d, 0x4d, 0x00, 0x2a], 'TIFF', 'unsupported'),
  row(ascii('FLV'), 'FLV', 'unsupported'),
  row(ascii('%PDF'), 'PDF', 'unsupported'),
  row([0x50, 0x4b, 0x03, 0x04], 'ZIP', 'unsupported'),
  row([0x1f, 0x8b], 'gzip', 'unsupported'),
  row([0x30, 0x26, 0xb2, 0x75], 'ASF', 'unsupported'),
];

function row(
  bytes: readonly number[],
  name: string,
  kind: MediaFormat['kind'],
  demuxer?: string,
): (typeof signatures)[number] {
  return { bytes, format: { name, kind, ...(demuxer === undefined ? {} : { demuxer }) } };
}

function ascii(text: string): number[] {
  return [...Buffer.from(text, 'latin1')];
}

/** Judges a file by its first bytes, never by its name. `undefined`: nothing we know. */
export function sniffMediaFormat(head: Uint8Array): MediaFormat | undefined {
  const found = signatures.find(({ bytes }) => bytes.every((byte, at) => head[at] === byte));
  return found?.format ?? sniffRiff(head) ?? sniffIsoMedia(head) ?? sniffMpegAudio(head) ?? sniffText(head);
}

function sniffRiff(head: Uint8Array): MediaFormat | undefined {
  const kind = fourCharacters(head, 0);
  if (kind !== 'RIFF' && kind !== 'RF64') return undefined;
  switch (fourCharacters(head, 8)) {
    case 'WAVE':
      return { name: 'WAV', kind: 'audio', demuxer: 'wav' };
    case 'WEBP':
      return { name: 'WebP', kind: 'image', demuxer: 'webp_pipe' };
    default:
      return { name: 'RIFF', kind: 'unsupported' };
  }
}

/** ISO base media (ISO/IEC 14496-12): the major brand tells MP4, M4A and AVIF apart; old MOV files have none. */
function sniffIsoMedia(head: Uint8Array): MediaFormat | undefined {
  const box = fourCharacters(head, 4);
  if (box !== 'ftyp') {
    const isOldMov = ['moov', 'mdat', 'wide', 'pnot'].includes(box);
    return isOldMov ? { name: 'MOV', kind: 'clip', demuxer: 'mov' } : undefined;
  }
  const brand = fourCharacters(head, 8);
  if (brand === 'avif' || brand === 'avis') return { name: 'AVIF', kind: 'image' };
  if (heifBrands.has(brand)) {
    const isAvif = Buffer.from(head.subarray(16, 64)).includes('avif');
    return isAvif ? { name: 'AVIF', kind: 'image' } : { name: 'HEIF', kind: 'unsupported' };
  }
  if (mp4AudioBrands.has(brand)) return { name: 'M4A', kind: 'audio', demuxer: 'mov' };
  return { name: brand === 'qt  ' ? 'MOV' : 'MP4', kind: 'clip', demuxer: 'mov' };
}

/** MPEG audio frames without an ID3 tag (ISO/IEC 11172-3, 2.4.2.3) and AAC in ADTS. */
function sniffMpegAudio(head: Uint8Array): MediaFormat | undefined {
  const [first = 0, second = 0, third = 0] = head;
  if (first !== 0xff || (second & 0xe0) !== 0xe0) return undefined;
  const layer = (second >> 1) & 3;
  if (layer === 0 && (second & 0xf0) === 0xf0) return { name: 'AAC', kind: 'audio', demuxer: 'aac' };
  const hasValidRates = third >> 4 !== 15 && ((third >> 2) & 3) !== 3;
  const isMpegAudio = layer !== 0 && ((second >> 3) & 3) !== 1 && hasValidRates;
  return isMpegAudio ? { name: 'MP3', kind: 'audio', demuxer: 'mp3' } : undefined;
}

function sniffText(head: Uint8Array): MediaFormat | undefined {
  const text = new TextDecoder(head[0] === 0xff && head[1] === 0xfe ? 'utf-16le' : 'utf-8')
    .decode(head)
    .trimStart();
  if (playlistMarks.test(text)) return { name: 'playlist', kind: 'playlist' };
  if (/<svg[\s>]/i.test(text)) return { name: 'SVG', kind: 'unsupported' };
  return undefined;
}

function fourCharacters(head: Uint8Array, offset: number): string {
  return Buffer.from(head.subarray(offset, offset + 4)).toString('latin1');
}

/** Reads a file's first bytes. @throws VideoGenerationError MEDIA_NOT_FOUND */
export async function readHead(path: string): Promise<Uint8Array> {
  try {
    const file = await open(path, 'r');
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(headBytes), 0, headBytes, 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await file.close();
    }
  } catch (cause) {
    throw new VideoGenerationError('MEDIA_NOT_FOUND', { message: `“${path}” cannot be read.`, cause });
  }
}
