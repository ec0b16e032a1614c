import type { AVMediaType } from 'node-av/constants';
import { AV_DISPOSITION_ATTACHED_PIC, AV_NOPTS_VALUE, AVERROR_EOF } from 'node-av/constants';
import { Dictionary, FormatContext, InputFormat, Packet, type Stream } from 'node-av/lib';
import type { MediaFormat } from '../media-format.js';
import { check, required } from './node-av-result.js';

/** A local file as it was asked for. */
export interface InputFile {
  readonly path: string;
  readonly format: MediaFormat;
}

/** Opens a local file as what its bytes say it is; no other protocol, no other format. */
export async function openInput(file: InputFile): Promise<FormatContext> {
  const demuxer = file.format.demuxer ?? 'none';
  const format = required(InputFormat.findInputFormat(demuxer), `demuxer ${demuxer}`);
  const input = new FormatContext();
  const options = Dictionary.fromObject({ protocol_whitelist: 'file,pipe' });
  check(await input.openInput(`file:${file.path}`, format, options), 'Opening the file');
  check(await input.findStreamInfo(null), 'Reading the file');
  return input;
}

/** The first stream of a kind; a cover picture in a sound file is no video. */
export function firstStream(input: FormatContext, type: AVMediaType): Stream | undefined {
  return input.streams.find(
    (stream) => stream.codecpar.codecType === type && !stream.hasDisposition(AV_DISPOSITION_ATTACHED_PIC),
  );
}

/** A stream's packets, then `null`. With `loops`, the file again and again, each pass later than the last. */
export async function* streamPackets(
  file: InputFile,
  first: FormatContext,
  stream: Stream,
  loops: boolean,
): AsyncGenerator<Packet | null> {
  let start = 0n;
  for (let input = first; ; input = await openInput(file)) {
    let end = start;
    for await (const packet of onePass(input, stream)) {
      if (packet.pts !== AV_NOPTS_VALUE) packet.pts += start;
      if (packet.dts !== AV_NOPTS_VALUE) packet.dts += start;
      if (packet.pts + packet.duration > end) end = packet.pts + packet.duration;
      yield packet;
    }
    if (input !== first) await input.closeInput();
    if (!loops || end === start) break;
    start = end;
  }
  yield null;
}

async function* onePass(input: FormatContext, stream: Stream): AsyncGenerator<Packet> {
  for (;;) {
    const packet = new Packet();
    packet.alloc();
    const result = await input.readFrame(packet);
    if (result === AVERROR_EOF) {
      packet.free();
      return;
    }
    check(result, 'Reading the file');
    if (packet.streamIndex === stream.index) {
      packet.timeBase = stream.timeBase;
      yield packet;
    } else {
      packet.free();
    }
  }
}
