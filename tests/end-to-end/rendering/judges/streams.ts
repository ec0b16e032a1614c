import { readFile } from 'node:fs/promises';
import { runTool } from './run-tool.js';

type Fields = Readonly<Record<string, string | number>>;

export interface Streams {
  readonly video: Fields;
  readonly audio: Fields | undefined;
  readonly format: Fields;
}

/** What ffprobe says of a file that has exactly one picture and at most one sound. */
export async function streamsOf(file: string): Promise<Streams> {
  const { stdout } = await runTool('ffprobe', [
    ...['-v', 'error', '-count_packets', '-show_streams', '-show_format', '-of', 'json'],
    file,
  ]);
  const { streams, format } = JSON.parse(stdout.toString('utf8')) as { streams: Fields[]; format: Fields };
  const videos = streams.filter((stream) => stream.codec_type === 'video');
  const audios = streams.filter((stream) => stream.codec_type === 'audio');
  if (videos.length !== 1 || audios.length > 1 || streams.length !== videos.length + audios.length) {
    throw new Error(`${file} has ${videos.length} pictures and ${audios.length} sounds`);
  }
  return { video: videos[0]!, audio: audios[0], format };
}

/** Seconds between frames, as the packets of the picture have them, in order of presentation. */
export async function frameTimes(file: string): Promise<number[]> {
  const { stdout } = await runTool('ffprobe', [
    ...['-v', 'error', '-select_streams', 'v:0', '-show_entries', 'packet=pts_time', '-of', 'csv=p=0'],
    file,
  ]);
  const times = stdout
    .toString('utf8')
    .split(/[\s,]+/u)
    .filter((line) => line !== '')
    .map(Number)
    .sort((one, other) => one - other);
  if (times.length === 0) throw new Error(`${file} has no frames`);
  return times;
}

/** Names of an MP4's outermost boxes, in order. */
export async function boxesOf(file: string): Promise<string[]> {
  const bytes = await readFile(file);
  const names: string[] = [];
  for (let at = 0; at + 8 <= bytes.length;) {
    const short = bytes.readUInt32BE(at);
    const size = short === 1 ? Number(bytes.readBigUInt64BE(at + 8)) : short;
    if (size < 8 || at + size > bytes.length) throw new Error(`${file} has a broken box at ${at}`);
    names.push(bytes.toString('latin1', at + 4, at + 8));
    at += size;
  }
  if (names.length === 0) throw new Error(`${file} has no boxes`);
  return names;
}
