import {
  AV_DISPOSITION_ATTACHED_PIC,
  Decoder,
  FilterAPI,
  type Demuxer,
  type Packet,
  type Stream,
} from 'node-av';
import { decodeVideoGraph, sampleKeyframesGraph } from '../filter-graphs.js';
import type { MediaTask } from '../media-task.js';
import { required } from './node-av-result.js';
import { openInput } from './open-input.js';
import { writeStandardOutput } from './standard-streams.js';

type PictureTask = Extract<MediaTask, { kind: 'decode-video' | 'sample-keyframes' }>;

/** The first real video stream; a cover picture in a sound file is none. */
export function pictureStream(input: Demuxer): Stream | undefined {
  return input.streams.find(
    (stream) => stream.codecpar.width > 0 && !stream.hasDisposition(AV_DISPOSITION_ATTACHED_PIC),
  );
}

/** Writes the raw frames, or the luma planes, to standard output. */
export async function decodePictures(task: PictureTask): Promise<void> {
  await using input = await openInput(task.request.path, task.format);
  const stream = required(pictureStream(input), 'video stream in this file');
  const isSample = task.kind === 'sample-keyframes';
  using decoder = await Decoder.create(stream, {
    threadCount: isSample ? 1 : 2,
    exitOnError: false,
    ...(isSample ? { options: { skip_frame: 'nokey' } } : {}),
  });
  using filter = FilterAPI.create(
    isSample ? sampleKeyframesGraph(task.request, task.facts) : decodeVideoGraph(task.request, task.facts),
    { threads: 1 },
  );
  const loops = task.kind === 'decode-video' && task.request.loop === true;
  for await (using frame of filter.frames(decoder.frames(packets(input, stream, loops)))) {
    if (frame) await writeStandardOutput(frame.toBuffer());
  }
}

async function* packets(input: Demuxer, stream: Stream, loops: boolean): AsyncGenerator<Packet | null> {
  let offset = 0n;
  do {
    let last = offset;
    for await (const packet of input.packets(stream.index)) {
      if (!packet) break;
      packet.pts += offset;
      packet.dts += offset;
      const end = packet.pts + packet.duration;
      if (end > last) last = end;
      yield packet;
    }
    if (last === offset) break;
    offset = last;
    if (loops) await input.seek(0, stream.index);
  } while (loops);
  yield null;
}
