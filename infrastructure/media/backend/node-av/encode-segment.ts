import {
  AV_CODEC_FLAG_BITEXACT,
  AV_CODEC_FLAG_GLOBAL_HEADER,
  AV_PIX_FMT_YUV420P,
  AVCHROMA_LOC_LEFT,
  AVCOL_PRI_BT709,
  AVCOL_RANGE_MPEG,
  AVCOL_SPC_BT709,
  AVCOL_TRC_BT709,
  AVERROR_EAGAIN,
  AVERROR_EOF,
  FF_ENCODER_LIBX264,
} from 'node-av/constants';
import {
  Codec,
  CodecContext,
  Dictionary,
  Frame,
  Packet,
  Rational,
  type FormatContext,
  type Stream,
} from 'node-av/lib';
import { VideoGenerationError } from '../../../../domain/errors/video-generation-error.js';
import type { VideoEncoding } from '../../../../domain/media/media-backend.js';
import type { MediaTask } from '../media-task.js';
import { frameBytes, x264Options } from '../segment-encoding.js';
import { check, required } from './node-av-result.js';
import { addStream, closeMp4, createMp4, writeHeader } from './segment-muxer.js';
import { readStandardInput } from './standard-streams.js';

/** Raw frames of standard input become one segment. */
export async function encodeSegment(task: Extract<MediaTask, { kind: 'encode-segment' }>): Promise<void> {
  const { encoding } = task;
  const encoder = await openEncoder(encoding);
  const output = await createMp4(task.outputPath);
  const stream = addStream(output, encoder);
  stream.avgFrameRate = new Rational(encoding.framesPerSecond, 1);
  await writeHeader(output, encoding.framesPerSecond);
  // One buffer fills while the other is encoded.
  const bytes = frameBytes(encoding);
  let [current, next] = [Buffer.alloc(bytes), Buffer.alloc(bytes)];
  let filled = await readStandardInput(current);
  for (let index = 0; filled === bytes; index += 1) {
    const reading = readStandardInput(next);
    using frame = pictureFrame(current, encoding, index);
    check(await encoder.sendFrame(frame), 'Encoding a frame');
    await writePackets(encoder, output, stream);
    filled = await reading;
    [current, next] = [next, current];
  }
  if (filled > 0) {
    throw new VideoGenerationError('MEDIA_PROCESS_FAILED', { message: 'The last frame is not whole.' });
  }
  check(await encoder.sendFrame(null), 'Ending the segment');
  await writePackets(encoder, output, stream);
  await closeMp4(output);
}

async function openEncoder(encoding: VideoEncoding): Promise<CodecContext> {
  const codec = required(Codec.findEncoderByName(FF_ENCODER_LIBX264), 'encoder libx264');
  const context = new CodecContext();
  context.allocContext3(codec);
  context.width = encoding.width;
  context.height = encoding.height;
  context.pixelFormat = AV_PIX_FMT_YUV420P;
  context.timeBase = new Rational(1, encoding.framesPerSecond);
  context.framerate = new Rational(encoding.framesPerSecond, 1);
  context.sampleAspectRatio = new Rational(0, 1);
  context.colorRange = AVCOL_RANGE_MPEG;
  context.colorPrimaries = AVCOL_PRI_BT709;
  context.colorTrc = AVCOL_TRC_BT709;
  context.colorSpace = AVCOL_SPC_BT709;
  context.chromaLocation = AVCHROMA_LOC_LEFT;
  context.setFlags(AV_CODEC_FLAG_GLOBAL_HEADER, AV_CODEC_FLAG_BITEXACT);
  check(await context.open2(codec, Dictionary.fromObject(x264Options(encoding))), 'Opening the encoder');
  return context;
}

function pictureFrame(pixels: Buffer, encoding: VideoEncoding, index: number): Frame {
  const frame = Frame.fromVideoBuffer(pixels, {
    width: encoding.width,
    height: encoding.height,
    format: AV_PIX_FMT_YUV420P,
    timeBase: { num: 1, den: encoding.framesPerSecond },
    pts: BigInt(index),
  });
  frame.duration = 1n;
  return frame;
}

async function writePackets(encoder: CodecContext, output: FormatContext, stream: Stream): Promise<void> {
  using packet = new Packet();
  packet.alloc();
  for (;;) {
    const result = await encoder.receivePacket(packet);
    if (result === AVERROR_EAGAIN || result === AVERROR_EOF) return;
    check(result, 'Encoding');
    packet.streamIndex = stream.index;
    packet.duration = 1n;
    packet.rescaleTs(encoder.timeBase, stream.timeBase);
    check(await output.interleavedWriteFrame(packet), 'Writing the segment');
  }
}
