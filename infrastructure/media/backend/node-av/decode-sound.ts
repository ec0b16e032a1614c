import { Decoder, FilterAPI } from 'node-av';
import { decodeAudioGraph } from '../filter-graphs.js';
import type { MediaTask } from '../media-task.js';
import { required } from './node-av-result.js';
import { openInput } from './open-input.js';
import { writeStandardOutput } from './standard-streams.js';

/** Writes interleaved stereo floats to standard output. */
export async function decodeSound(task: Extract<MediaTask, { kind: 'decode-audio' }>): Promise<void> {
  await using input = await openInput(task.path, task.format);
  const stream = required(input.audio(), 'audio stream in this file');
  using decoder = await Decoder.create(stream, { exitOnError: false });
  using filter = FilterAPI.create(decodeAudioGraph(task.maxSeconds), { threads: 1 });
  for await (using frame of filter.frames(decoder.frames(input.packets(stream.index)))) {
    if (frame) await writeStandardOutput(frame.toBuffer());
  }
}
