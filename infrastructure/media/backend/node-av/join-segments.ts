import { AVERROR_EOF } from 'node-av/constants';
import { Dictionary, FormatContext, InputFormat, Packet, type Stream } from 'node-av/lib';
import type { MediaTask } from '../media-task.js';
import { reorderFrames, ticksPerFrame } from '../segment-encoding.js';
import { check, required } from './node-av-result.js';
import { addStream, closeMp4, createMp4, writeHeader } from './segment-muxer.js';
import { openAacEncoder, type AacEncoder } from './aac-encoder.js';

type JoinTask = Extract<MediaTask, { kind: 'join' }>;

/** Copies the segments' packets onto one grid of frames, with the sound of standard input beside them. */
export async function joinSegments(task: JoinTask): Promise<void> {
  const [firstPath = ''] = task.segments;
  const first = await openSegment(firstPath);
  const output = await createMp4(task.outputPath);
  const video = addStream(output, required(first.streams[0], 'picture in the first segment').codecpar);
  await first.closeInput();
  const encoder = task.hasAudio ? await openAacEncoder(output) : undefined;
  output.metadata = Dictionary.fromObject({ ...task.metadata });
  await writeHeader(output, task.encoding.framesPerSecond, { movflags: '+faststart' });
  await copySegments(task, output, video, encoder);
  await encoder?.finish();
  await closeMp4(output);
}

async function openSegment(path: string): Promise<FormatContext> {
  const input = new FormatContext();
  const format = required(InputFormat.findInputFormat('mov'), 'demuxer mov');
  const options = Dictionary.fromObject({ protocol_whitelist: 'file' });
  check(await input.openInput(`file:${path}`, format, options), `Opening “${path}”`);
  return input;
}

async function copySegments(
  task: JoinTask,
  output: FormatContext,
  video: Stream,
  encoder: AacEncoder | undefined,
): Promise<void> {
  const timeBase = { num: 1, den: task.encoding.framesPerSecond * ticksPerFrame };
  const reorder = reorderFrames(task.encoding);
  let written = 0;
  for (const path of task.segments) {
    const input = await openSegment(path);
    using packet = new Packet();
    packet.alloc();
    const start = written;
    while (await readPacket(input, packet)) {
      const frame = start + Math.round(Number(packet.pts) / ticksPerFrame);
      packet.pts = BigInt(frame * ticksPerFrame);
      packet.dts = BigInt((written - reorder) * ticksPerFrame);
      packet.duration = BigInt(ticksPerFrame);
      packet.streamIndex = video.index;
      packet.rescaleTs(timeBase, video.timeBase);
      check(await output.interleavedWriteFrame(packet), 'Writing the video');
      written += 1;
      await encoder?.encodeUntil(written / task.encoding.framesPerSecond);
    }
    await input.closeInput();
  }
}

/** False at the end of the segment; a segment that cannot be read to its end is an error. */
async function readPacket(input: FormatContext, packet: Packet): Promise<boolean> {
  const result = await input.readFrame(packet);
  if (result === AVERROR_EOF) return false;
  check(result, 'Reading a segment');
  return true;
}
