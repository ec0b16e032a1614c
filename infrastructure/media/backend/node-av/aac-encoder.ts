import {
  AV_CHANNEL_LAYOUT_STEREO,
  AV_CODEC_FLAG_BITEXACT,
  AV_CODEC_FLAG_GLOBAL_HEADER,
  AV_SAMPLE_FMT_FLTP,
  AVERROR_EAGAIN,
  AVERROR_EOF,
  FF_ENCODER_AAC,
} from 'node-av/constants';
import { Codec, CodecContext, Frame, Packet, Rational, type FormatContext, type Stream } from 'node-av/lib';
import { decodedSampleRate } from '../media-task.js';
import { check, required } from './node-av-result.js';
import { addStream } from './segment-muxer.js';
import { readStandardInput } from './standard-streams.js';
import { skipWavHeader } from './wav-header.js';

const samplesPerFrame = 1024;
const bytesPerSample = 8;

/** Encodes the WAV of standard input, in step with the pictures so that the muxer need not hold much. */
export class AacEncoder {
  private samples = 0;
  private hasEnded = false;
  private readonly interleaved = Buffer.alloc(samplesPerFrame * bytesPerSample);

  constructor(
    private readonly context: CodecContext,
    private readonly output: FormatContext,
    private readonly stream: Stream,
  ) {}

  /** Encodes the sound up to a time, as far as there is any. */
  async encodeUntil(seconds: number): Promise<void> {
    while (!this.hasEnded && this.samples < seconds * decodedSampleRate) await this.encodeFrame();
  }

  async finish(): Promise<void> {
    await this.encodeUntil(Infinity);
    check(await this.context.sendFrame(null), 'Ending the sound');
    await this.writePackets();
  }

  private async encodeFrame(): Promise<void> {
    const bytes = await readStandardInput(this.interleaved);
    const count = Math.floor(bytes / bytesPerSample);
    this.hasEnded = count < samplesPerFrame;
    if (count === 0) return;
    using frame = Frame.fromAudioBuffer(planar(this.interleaved, count), {
      nbSamples: count,
      format: AV_SAMPLE_FMT_FLTP,
      sampleRate: decodedSampleRate,
      channelLayout: AV_CHANNEL_LAYOUT_STEREO,
      timeBase: { num: 1, den: decodedSampleRate },
      pts: BigInt(this.samples),
    });
    this.samples += count;
    check(await this.context.sendFrame(frame), 'Encoding the sound');
    await this.writePackets();
  }

  private async writePackets(): Promise<void> {
    using packet = new Packet();
    packet.alloc();
    for (;;) {
      const result = await this.context.receivePacket(packet);
      if (result === AVERROR_EAGAIN || result === AVERROR_EOF) return;
      check(result, 'Encoding the sound');
      packet.streamIndex = this.stream.index;
      packet.rescaleTs(this.context.timeBase, this.stream.timeBase);
      check(await this.output.interleavedWriteFrame(packet), 'Writing the sound');
    }
  }
}

/** Left then right, as the encoder takes them. */
function planar(interleaved: Buffer, count: number): Buffer {
  const result = Buffer.alloc(count * bytesPerSample);
  for (let sample = 0; sample < count; sample += 1) {
    interleaved.copy(result, sample * 4, sample * 8, sample * 8 + 4);
    interleaved.copy(result, (count + sample) * 4, sample * 8 + 4, sample * 8 + 8);
  }
  return result;
}

/** Adds an AAC stream to a file whose sound begins on standard input. */
export async function openAacEncoder(output: FormatContext): Promise<AacEncoder> {
  await skipWavHeader();
  const codec = required(Codec.findEncoderByName(FF_ENCODER_AAC), 'encoder aac');
  const context = new CodecContext();
  context.allocContext3(codec);
  context.sampleRate = decodedSampleRate;
  context.sampleFormat = AV_SAMPLE_FMT_FLTP;
  context.channelLayout = AV_CHANNEL_LAYOUT_STEREO;
  context.timeBase = new Rational(1, decodedSampleRate);
  context.bitRate = 192_000n;
  context.setFlags(AV_CODEC_FLAG_GLOBAL_HEADER, AV_CODEC_FLAG_BITEXACT);
  check(await context.open2(codec), 'Opening the encoder of the sound');
  return new AacEncoder(context, output, addStream(output, context));
}
