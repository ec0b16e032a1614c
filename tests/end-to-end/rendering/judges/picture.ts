import type { Span } from './sound.js';
import { ffmpeg, numbersAfter } from './run-tool.js';

/** 8-bit RGB, `width·height·3` bytes. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly rgb: Buffer;
}

const picture = (file: string): string[] => ['-i', file, '-map', '0:v:0'];

/** Decodes every frame and every sample; throws on the first error. */
export async function decodeWhole(file: string): Promise<void> {
  await ffmpeg('-v', 'error', '-i', file, '-f', 'null', '-');
}

export async function blackSpansOf(file: string): Promise<Span[]> {
  const { stderr } = await ffmpeg(
    ...picture(file),
    '-vf',
    'blackdetect=d=0.2:pix_th=0.08',
    '-f',
    'null',
    '-',
  );
  const ends = numbersAfter('black_end', stderr);
  return numbersAfter('black_start', stderr).map((start, index) => ({ start, end: ends[index] ?? Infinity }));
}

export async function frozenSpansOf(file: string, seconds = 0.5): Promise<Span[]> {
  const filter = `freezedetect=noise=-70dB:duration=${seconds}`;
  const { stderr } = await ffmpeg(...picture(file), '-vf', filter, '-f', 'null', '-');
  const ends = numbersAfter('freeze_end', stderr);
  return numbersAfter('freeze_start', stderr).map((start, index) => ({
    start,
    end: ends[index] ?? Infinity,
  }));
}

/** One hash for each decoded frame. */
export async function frameHashesOf(file: string): Promise<string[]> {
  const { stdout } = await ffmpeg('-v', 'error', ...picture(file), '-f', 'framemd5', '-');
  const lines = stdout.toString('utf8').split('\n');
  const hashes = lines.filter((line) => /^\d/u.test(line)).map((line) => line.split(',').at(-1)!.trim());
  if (hashes.length === 0) throw new Error(`no frames in ${file}`);
  return hashes;
}

/** Frames by number, in order. */
export async function framesOf(file: string, size: Omit<Picture, 'rgb'>, numbers: readonly number[]) {
  const select = numbers.map((number) => `eq(n\\,${number})`).join('+');
  const { stdout } = await ffmpeg(
    ...['-v', 'error', ...picture(file), '-vf', `select='${select}'`, '-vsync', '0'],
    ...['-f', 'rawvideo', '-pix_fmt', 'rgb24', '-'],
  );
  const bytes = size.width * size.height * 3;
  if (stdout.length !== bytes * new Set(numbers).size) {
    throw new Error(`${file} has not all of the frames ${numbers.join(', ')}`);
  }
  const sorted = [...new Set(numbers)].sort((one, other) => one - other);
  return numbers.map((number): Picture => {
    const at = sorted.indexOf(number) * bytes;
    return { ...size, rgb: stdout.subarray(at, at + bytes) };
  });
}

/** The mean colour of every frame, 0 to 255. */
export async function meanColorsOf(file: string): Promise<[number, number, number][]> {
  const { stdout } = await ffmpeg(
    ...[
      '-v',
      'error',
      ...picture(file),
      '-vf',
      'scale=1:1:flags=area',
      '-f',
      'rawvideo',
      '-pix_fmt',
      'rgb24',
      '-',
    ],
  );
  if (stdout.length === 0) throw new Error(`no frames in ${file}`);
  return Array.from({ length: stdout.length / 3 }, (_, index) => [
    stdout[index * 3]!,
    stdout[index * 3 + 1]!,
    stdout[index * 3 + 2]!,
  ]);
}

/** Structural similarity of two pictures of one size, 1 when they are the same. */
export async function similarity(file: string, golden: string, size: Omit<Picture, 'rgb'>): Promise<number> {
  const scale = `scale=${size.width}:${size.height}:flags=area,format=yuv420p`;
  const graph = `[0:v]${scale}[a];[1:v]${scale}[b];[a][b]ssim`;
  const { stderr } = await ffmpeg(
    '-i',
    file,
    '-i',
    golden,
    '-lavfi',
    graph,
    '-frames:v',
    '1',
    '-f',
    'null',
    '-',
  );
  const found = numbersAfter('All', stderr)[0];
  if (found === undefined) throw new Error(`no similarity of ${file} and ${golden}`);
  return found;
}
