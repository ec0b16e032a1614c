import { VideoGenerationError } from '../errors/video-generation-error.js';
import type { StereoAudio } from './media-backend.js';

/** What a WAV file holds. */
export interface WavAudio {
  /** Hertz. */
  readonly sampleRate: number;
  /** One (mono) or two (left, right) arrays of the same length, −1 to 1. */
  readonly channels: readonly [Float32Array] | readonly [Float32Array, Float32Array];
}

const formatPcm = 1;
const formatFloat = 3;
const formatExtensible = 0xfffe;
const headerBytes = 58;
/** 36 dB over full scale: a float beyond it is damage, not sound. */
const largestSample = 64;

/**
 * The 58 bytes before the samples of a 32-bit float WAV file (RIFF, `fmt `, `fact`, `data`).
 * @param frames samples in each channel
 */
export function wavHeader(frames: number, channels: 1 | 2, sampleRate: number): Uint8Array {
  const dataBytes = frames * channels * 4;
  const view = new DataView(new ArrayBuffer(headerBytes));
  writeTag(view, 0, 'RIFF');
  view.setUint32(4, headerBytes - 8 + dataBytes, true);
  writeTag(view, 8, 'WAVE');
  writeTag(view, 12, 'fmt ');
  view.setUint32(16, 18, true);
  view.setUint16(20, formatFloat, true);
  view.setUint16(22, channels, true);
  view.setUint32(24, sampleRate, true);
  view.setUint32(28, sampleRate * channels * 4, true);
  view.setUint16(32, channels * 4, true);
  view.setUint16(34, 32, true);
  writeTag(view, 38, 'fact');
  view.setUint32(42, 4, true);
  view.setUint32(46, frames, true);
  writeTag(view, 50, 'data');
  view.setUint32(54, dataBytes, true);
  return new Uint8Array(view.buffer);
}

/**
 * Mono audio as a 32-bit float WAV file.
 * @param samples −1 to 1
 * @param sampleRate hertz, a whole number
 */
export function encodeWav(samples: Float32Array, sampleRate: number): Uint8Array {
  const bytes = new Uint8Array(headerBytes + samples.length * 4);
  bytes.set(wavHeader(samples.length, 1, sampleRate));
  const view = new DataView(bytes.buffer, headerBytes);
  for (let index = 0; index < samples.length; index += 1) view.setFloat32(index * 4, samples[index]!, true);
  return bytes;
}

/** The frames `from` (inclusive) to `to` (exclusive) as they stand in a WAV file: left, right, left, right. */
export function interleaveWavSamples(audio: StereoAudio, from: number, to: number): Uint8Array {
  const view = new DataView(new ArrayBuffer((to - from) * 8));
  for (let frame = from; frame < to; frame += 1) {
    const offset = (frame - from) * 8;
    view.setFloat32(offset, audio.left[frame]!, true);
    view.setFloat32(offset + 4, audio.right[frame]!, true);
  }
  return new Uint8Array(view.buffer);
}

/**
 * Reads a mono or stereo WAV file of 16-bit, 24-bit or 32-bit float samples. Chunks that it does not know
 * are skipped, and a data length beyond the end of the file means the rest of it, because streaming servers
 * cannot know the length when they write the header.
 * @param source names the file in errors
 * @throws VideoGenerationError MEDIA_CORRUPT if it is no such file.
 */
export function decodeWav(bytes: Uint8Array, source: string): WavAudio {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 12 || readTag(view, 0) !== 'RIFF' || readTag(view, 8) !== 'WAVE') {
    throw corrupt(source, 'it does not start as a WAV file does');
  }
  let format: WavFormat | undefined;
  for (let offset = 12; offset + 8 <= bytes.length;) {
    const tag = readTag(view, offset);
    const size = view.getUint32(offset + 4, true);
    const body = new DataView(
      view.buffer,
      view.byteOffset + offset + 8,
      Math.min(size, bytes.length - offset - 8),
    );
    if (tag === 'fmt ') format = readFormat(body, source);
    if (tag === 'data') {
      if (!format) throw corrupt(source, 'its samples come before their format');
      return { sampleRate: format.sampleRate, channels: readSamples(body, format) };
    }
    offset += 8 + size + (size % 2);
  }
  throw corrupt(source, 'it holds no samples');
}

interface WavFormat {
  readonly encoding: 'int16' | 'int24' | 'float32';
  readonly channels: 1 | 2;
  readonly sampleRate: number;
}

function readFormat(body: DataView, source: string): WavFormat {
  if (body.byteLength < 16) throw corrupt(source, 'its format chunk is cut off');
  const declared = body.getUint16(0, true);
  const code = declared === formatExtensible && body.byteLength >= 26 ? body.getUint16(24, true) : declared;
  const channels = body.getUint16(2, true);
  const sampleRate = body.getUint32(4, true);
  const bits = body.getUint16(14, true);
  if (channels !== 1 && channels !== 2) throw corrupt(source, `it has ${channels} channels, not 1 or 2`);
  if (sampleRate < 4000 || sampleRate > 192_000) {
    throw corrupt(source, `its sample rate is ${sampleRate} Hz, not 4,000 to 192,000`);
  }
  const encoding =
    code === formatPcm && bits === 16
      ? 'int16'
      : code === formatPcm && bits === 24
        ? 'int24'
        : code === formatFloat && bits === 32
          ? 'float32'
          : undefined;
  if (!encoding) {
    throw corrupt(
      source,
      `its samples are of format ${code} with ${bits} bits, not 16-bit, 24-bit or 32-bit float`,
    );
  }
  return { encoding, channels, sampleRate };
}

const sampleReaders: Record<
  WavFormat['encoding'],
  { readonly bytes: number; readonly read: (view: DataView, offset: number) => number }
> = {
  int16: { bytes: 2, read: (view, offset) => view.getInt16(offset, true) / 0x8000 },
  int24: {
    bytes: 3,
    read: (view, offset) => (view.getInt8(offset + 2) * 0x10000 + view.getUint16(offset, true)) / 0x800000,
  },
  float32: {
    bytes: 4,
    read: (view, offset) => {
      const value = view.getFloat32(offset, true);
      return Math.abs(value) <= largestSample ? value : 0;
    },
  },
};

function readSamples(body: DataView, { encoding, channels }: WavFormat): WavAudio['channels'] {
  const { bytes, read } = sampleReaders[encoding];
  const frames = Math.floor(body.byteLength / (bytes * channels));
  const channel = (index: number): Float32Array => {
    const samples = new Float32Array(frames);
    for (let frame = 0; frame < frames; frame += 1) {
      samples[frame] = read(body, (frame * channels + index) * bytes);
    }
    return samples;
  };
  return channels === 1 ? [channel(0)] : [channel(0), channel(1)];
}

function writeTag(view: DataView, offset: number, tag: string): void {
  for (let index = 0; index < 4; index += 1) view.setUint8(offset + index, tag.charCodeAt(index));
}

function readTag(view: DataView, offset: number): string {
  return String.fromCharCode(...[0, 1, 2, 3].map((index) => view.getUint8(offset + index)));
}

function corrupt(source: string, reason: string): VideoGenerationError {
  return new VideoGenerationError('MEDIA_CORRUPT', {
    message: `${source} cannot be read as audio: ${reason}.`,
    howToFix: 'Use a mono or stereo WAV file of 16-bit, 24-bit or 32-bit float samples.',
    details: { source },
  });
}
