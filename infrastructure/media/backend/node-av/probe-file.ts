import {
  AV_PKT_DATA_DISPLAYMATRIX,
  AVCOL_RANGE_JPEG,
  AVCOL_RANGE_MPEG,
  AVCOL_SPC_BT2020_NCL,
  AVCOL_SPC_BT470BG,
  AVCOL_SPC_BT709,
  AVCOL_SPC_RGB,
  AVCOL_SPC_SMPTE170M,
  AVMEDIA_TYPE_AUDIO,
  AVMEDIA_TYPE_VIDEO,
} from 'node-av/constants';
import { avGetCodecName, avGetPixFmtName, Codec, type FormatContext, type Stream } from 'node-av/lib';
import { stat } from 'node:fs/promises';
import type { MediaProbe } from '../../../../domain/media/media-backend.js';
import { clockwiseQuarterTurns } from '../ffprobe-output.js';
import type { MediaTask } from '../media-task.js';
import { firstStream, openInput } from './open-input.js';
import { writeStandardOutput } from './standard-streams.js';

/** Names of colour matrices as ffprobe gives them; others are left out like untagged ones. */
const matrixNames: ReadonlyMap<number, string> = new Map<number, string>([
  [AVCOL_SPC_RGB, 'gbr'],
  [AVCOL_SPC_BT709, 'bt709'],
  [AVCOL_SPC_BT470BG, 'bt470bg'],
  [AVCOL_SPC_SMPTE170M, 'smpte170m'],
  [AVCOL_SPC_BT2020_NCL, 'bt2020nc'],
]);
const rangeNames: ReadonlyMap<number, string> = new Map<number, string>([
  [AVCOL_RANGE_MPEG, 'tv'],
  [AVCOL_RANGE_JPEG, 'pc'],
]);

/** Prints what the file is, as JSON: a probe, or `null` if it holds neither picture nor sound. */
export async function probeFile(task: Extract<MediaTask, { kind: 'probe' }>): Promise<void> {
  const input = await openInput(task);
  const { size } = await stat(task.path);
  await writeStandardOutput(JSON.stringify(describe(input, size) ?? null));
}

function describe(input: FormatContext, sizeBytes: number): MediaProbe | undefined {
  const video = firstStream(input, AVMEDIA_TYPE_VIDEO);
  const audio = firstStream(input, AVMEDIA_TYPE_AUDIO);
  const durationSeconds = input.duration > 0n ? Number(input.duration) / 1_000_000 : 0;
  if (!video && !audio) return undefined;
  return {
    format: input.iformat?.name ?? 'unknown',
    durationSeconds,
    sizeBytes,
    ...(video ? { video: describeVideo(video, durationSeconds) } : {}),
    ...(audio
      ? {
          audio: {
            codec: avGetCodecName(audio.codecpar.codecId) ?? 'unknown',
            sampleRate: audio.codecpar.sampleRate,
            channels: audio.codecpar.channelLayout.nbChannels,
            durationSeconds: streamSeconds(audio) ?? durationSeconds,
          },
        }
      : {}),
  };
}

function describeVideo(stream: Stream, fileSeconds: number): NonNullable<MediaProbe['video']> {
  const parameters = stream.codecpar;
  const profile = Codec.findDecoder(parameters.codecId)?.profiles?.find(
    (each) => each.profile === (parameters.profile as number),
  )?.name;
  const colorSpace = matrixNames.get(parameters.colorSpace);
  const colorRange = rangeNames.get(parameters.colorRange);
  const matrix = parameters.getCodedSideData(AV_PKT_DATA_DISPLAYMATRIX);
  return {
    codec: avGetCodecName(parameters.codecId) ?? 'unknown',
    ...(profile === undefined ? {} : { profile }),
    pixelFormat: avGetPixFmtName(parameters.format as Parameters<typeof avGetPixFmtName>[0]) ?? 'unknown',
    width: parameters.width,
    height: parameters.height,
    framesPerSecond: quotient(stream.avgFrameRate) || quotient(stream.rFrameRate),
    durationSeconds: streamSeconds(stream) ?? fileSeconds,
    ...(colorSpace === undefined ? {} : { colorSpace }),
    ...(colorRange === undefined ? {} : { colorRange }),
    rotationDegrees: matrix ? clockwiseQuarterTurns(matrixRotation(matrix)) : 0,
    pixelAspectRatio: quotient(parameters.sampleAspectRatio) || 1,
  };
}

/** Counter-clockwise degrees of a display matrix: `av_display_rotation_get`, libavutil/display.c. */
function matrixRotation(matrix: Buffer): number {
  const at = (index: number): number => matrix.readInt32LE(index * 4) / 65_536;
  const horizontal = Math.hypot(at(0), at(3)) || 1;
  const vertical = Math.hypot(at(1), at(4)) || 1;
  return (-Math.atan2(at(1) / vertical, at(0) / horizontal) * 180) / Math.PI;
}

function streamSeconds(stream: Stream): number | undefined {
  const seconds = Number(stream.duration) * quotient(stream.timeBase);
  return stream.duration > 0n && Number.isFinite(seconds) ? seconds : undefined;
}

function quotient(value: { readonly num: number; readonly den: number }): number {
  return value.den === 0 ? 0 : value.num / value.den;
}
