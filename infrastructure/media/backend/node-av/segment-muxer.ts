import { AVFMT_FLAG_BITEXACT } from 'node-av/constants';
import { Dictionary, FormatContext, type CodecContext, type CodecParameters, type Stream } from 'node-av/lib';
import { ticksPerFrame } from '../segment-encoding.js';
import { check } from './node-av-result.js';

/** Opens an MP4 file for writing; streams are added before its header is written. */
export async function createMp4(path: string): Promise<FormatContext> {
  const output = new FormatContext();
  check(output.allocOutputContext2(null, 'mp4', `file:${path}`), 'Making the MP4 file');
  output.setFlags(AVFMT_FLAG_BITEXACT);
  check(await output.openOutput(), 'Opening the MP4 file');
  return output;
}

export function addStream(output: FormatContext, source: CodecContext | CodecParameters): Stream {
  const stream = output.newStream();
  if ('isOpen' in source) {
    check(stream.codecpar.fromContext(source), 'Describing the stream');
    stream.timeBase = source.timeBase;
  } else {
    check(source.copy(stream.codecpar), 'Describing the stream');
    stream.codecpar.codecTag = 0;
  }
  return stream;
}

export async function writeHeader(
  output: FormatContext,
  framesPerSecond: number,
  options: Readonly<Record<string, string>> = {},
): Promise<void> {
  const timescale = String(framesPerSecond * ticksPerFrame);
  const dictionary = Dictionary.fromObject({
    video_track_timescale: timescale,
    movie_timescale: timescale,
    ...options,
  });
  check(await output.writeHeader(dictionary), 'Writing the header');
}

export async function closeMp4(output: FormatContext): Promise<void> {
  check(await output.writeTrailer(), 'Writing the end of the file');
  await output.closeOutput();
}
