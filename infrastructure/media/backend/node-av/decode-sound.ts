import { Decoder, FilterAPI } from 'node-av/api';
import { AVMEDIA_TYPE_AUDIO } from 'node-av/constants';
import { decodeAudioGraph } from '../filter-graphs.js';
import { decodedSampleRate, type MediaTask } from '../media-task.js';
import { required } from './node-av-result.js';
import { firstStream, openInput, streamPackets } from './open-input.js';
import { writeStandardOutput } from './standard-streams.js';

/** Two 32-bit floats. */
const bytesPerSample = 8;

/** Writes interleaved stereo floats to standard output. */
export async function decodeSound(task: Extract<MediaTask, { kind: 'decode-audio' }>): Promise<void> {
  const input = await openInput(task);
  const stream = required(firstStream(input, AVMEDIA_TYPE_AUDIO), 'audio stream in this file');
  using decoder = await Decoder.create(stream, { exitOnError: false });
  using filter = FilterAPI.create(decodeAudioGraph, { threads: 1 });
  let remaining = Math.round(task.maxSeconds * decodedSampleRate) * bytesPerSample;
  for await (using frame of filter.frames(decoder.frames(streamPackets(task, input, stream, false)))) {
    if (!frame) continue;
    const bytes = frame.toBuffer().subarray(0, remaining);
    await writeStandardOutput(bytes);
    remaining -= bytes.byteLength;
    if (remaining === 0) break;
  }
}
