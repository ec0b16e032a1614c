import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import type { MediaCall, VideoEncoding } from '../../../../domain/media/media-backend.js';

const execute = promisify(execFile);

/** A folder with a name that trips naive quoting, removed by `dispose`. */
export async function makeFolder(): Promise<{ folder: string; dispose: () => Promise<void> }> {
  const folder = await mkdtemp(path.join(os.tmpdir(), "aether wörk %d 'quoted': -"));
  return { folder, dispose: () => rm(folder, { recursive: true, force: true }) };
}

export function call(signal: MediaCall['signal'] = new AbortController().signal): MediaCall {
  return { signal };
}

/** Runs the judge's FFmpeg, not ours. */
export async function ffmpeg(...args: string[]): Promise<string> {
  const { stderr } = await execute('ffmpeg', ['-hide_banner', '-nostdin', '-y', ...args], {
    maxBuffer: 1 << 26,
  });
  return stderr;
}

export async function ffprobeJson(file: string, ...args: string[]): Promise<FfprobeAnswer> {
  const { stdout } = await execute('ffprobe', ['-v', 'error', '-of', 'json', ...args, `file:${file}`], {
    maxBuffer: 1 << 26,
  });
  return JSON.parse(stdout) as FfprobeAnswer;
}

export interface FfprobeAnswer {
  streams: Record<string, string | number>[];
  format: { duration: string; tags: Record<string, string> };
  packets: { stream_index: number; pts: number; dts: number; duration: number; flags: string }[];
  frames: { pts: number; key_frame: number }[];
}

/** A moving gradient with a block whose place tells the frame's number. */
export function testFrame(encoding: VideoEncoding, index: number): Uint8Array {
  const { width, height } = encoding;
  const frame = new Uint8Array((width * height * 3) / 2);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) frame[y * width + x] = 32 + ((x + y * 2 + index * 3) % 180);
  }
  frame.fill(100 + (index % 50), width * height, (width * height * 5) / 4);
  frame.fill(160 - (index % 50), (width * height * 5) / 4);
  return frame;
}

/** A tone as 48 kHz stereo 32-bit float WAV. */
export async function writeFloatWav(file: string, seconds: number): Promise<void> {
  const samples = Math.round(seconds * 48_000);
  const bytes = Buffer.alloc(44 + samples * 8);
  bytes.write('RIFF', 0, 'latin1');
  bytes.writeUInt32LE(36 + samples * 8, 4);
  bytes.write('WAVEfmt ', 8, 'latin1');
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(3, 20);
  bytes.writeUInt16LE(2, 22);
  bytes.writeUInt32LE(48_000, 24);
  bytes.writeUInt32LE(384_000, 28);
  bytes.writeUInt16LE(8, 32);
  bytes.writeUInt16LE(32, 34);
  bytes.write('data', 36, 'latin1');
  bytes.writeUInt32LE(samples * 8, 40);
  for (let sample = 0; sample < samples; sample += 1) {
    const value = 0.25 * Math.sin((2 * Math.PI * 440 * sample) / 48_000);
    bytes.writeFloatLE(value, 44 + sample * 8);
    bytes.writeFloatLE(-value, 48 + sample * 8);
  }
  await writeFile(file, bytes);
}

/** Polls a condition of the outside world, such as a process being gone. */
export async function eventually(condition: () => boolean | Promise<boolean>, seconds = 5): Promise<boolean> {
  const end = performance.now() + seconds * 1000;
  while (performance.now() < end) {
    if (await condition()) return true;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return condition();
}
