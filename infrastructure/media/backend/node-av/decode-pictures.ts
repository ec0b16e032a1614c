import { Decoder, FilterAPI } from 'node-av/api';
import { AVMEDIA_TYPE_VIDEO } from 'node-av/constants';
import { decodeVideoGraph, sampleKeyframesGraph } from '../filter-graphs.js';
import type { MediaTask } from '../media-task.js';
import { required } from './node-av-result.js';
import { firstStream, openInput, streamPackets } from './open-input.js';
import { writeStandardOutput } from './standard-streams.js';

type PictureTask = Extract<MediaTask, { kind: 'decode-video' | 'sample-keyframes' }>;

/** Writes the raw frames, or the luma planes, to standard output. */
export async function decodePictures(task: PictureTask): Promise<void> {
  const isSample = task.kind === 'sample-keyframes';
  const file = { path: task.request.path, format: task.format };
  const input = await openInput(file);
  const stream = required(firstStream(input, AVMEDIA_TYPE_VIDEO), 'video stream in this file');
  using decoder = await Decoder.create(stream, {
    threadCount: isSample ? 1 : 2,
    exitOnError: false,
    ...(isSample ? { options: { skip_frame: 'nokey' } } : {}),
  });
  const graph = isSample
    ? sampleKeyframesGraph(task.request, task.facts)
    : decodeVideoGraph(task.request, task.facts);
  using filter = FilterAPI.create(graph, { threads: 1 });
  const loops = !isSample && task.request.loop === true;
  for await (using frame of filter.frames(decoder.frames(streamPackets(file, input, stream, loops)))) {
    if (frame) await writeStandardOutput(frame.toBuffer());
  }
}
