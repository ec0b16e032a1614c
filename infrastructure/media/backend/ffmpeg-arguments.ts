import type { VideoEncoding } from '../../../domain/media/media-backend.js';
import { decodeAudioGraph, decodeVideoGraph, sampleKeyframesGraph, tagBt709 } from './filter-graphs.js';
import type { MediaFormat } from './media-format.js';
import type { MediaTask } from './media-task.js';
import { reorderFrames, ticksPerFrame, x264Options } from './segment-encoding.js';

/** FFmpeg reads keys from standard input unless told not to, which would eat bytes of the frames. */
const common = ['-hide_banner', '-nostdin', '-loglevel', 'error', '-y'];

/** Local files alone. The `file:` prefix keeps a name with a colon from being read as a protocol. */
function localInput(path: string, demuxer: string): string[] {
  return ['-protocol_whitelist', 'file,pipe', '-f', demuxer, '-i', `file:${path}`];
}

function untrustedInput(path: string, format: MediaFormat): string[] {
  return localInput(path, format.demuxer ?? 'none');
}

/** The argv array of `ffmpeg` (or, for a probe, of `ffprobe`) that does a task. */
export function ffmpegArguments(task: MediaTask): readonly string[] {
  switch (task.kind) {
    case 'encode-segment':
      return encodeArguments(task.encoding, mp4Output(task.encoding, task.outputPath));
    case 'join':
      return joinArguments(task);
    case 'probe':
      return [
        ...['-hide_banner', '-loglevel', 'error', '-of', 'json', '-show_format', '-show_streams'],
        ...untrustedInput(task.path, task.format),
      ];
    case 'decode-video':
      return [
        ...common,
        ...['-threads', '2', '-noautorotate', ...(task.request.loop ? ['-stream_loop', '-1'] : [])],
        ...untrustedInput(task.request.path, task.format),
        ...['-map', '0:V:0', '-vf', decodeVideoGraph(task.request, task.facts)],
        ...rawOutput('yuv420p'),
      ];
    case 'sample-keyframes':
      return [
        ...common,
        ...['-threads', '1', '-noautorotate', '-skip_frame', 'nokey'],
        ...untrustedInput(task.request.path, task.format),
        ...['-map', '0:V:0', '-vf', sampleKeyframesGraph(task.request, task.facts)],
        ...rawOutput('gray'),
      ];
    case 'decode-audio':
      return [
        ...common,
        ...untrustedInput(task.path, task.format),
        ...['-map', '0:a:0', '-af', decodeAudioGraph, '-t', task.maxSeconds.toFixed(6), '-c:a', 'pcm_f32le'],
        ...['-f', 'f32le', 'pipe:1'],
      ];
  }
}

function rawOutput(pixelFormat: string): string[] {
  return ['-fps_mode', 'passthrough', '-pix_fmt', pixelFormat, '-f', 'rawvideo', 'pipe:1'];
}

/** Encodes raw frames of standard input; the capability probe sends the output nowhere. */
export function encodeArguments(encoding: VideoEncoding, output: readonly string[]): readonly string[] {
  const { width, height, framesPerSecond } = encoding;
  const options = Object.entries(x264Options(encoding)).flatMap(([name, value]) => [`-${name}:v`, value]);
  return [
    ...common,
    ...['-threads', '1', '-f', 'rawvideo', '-pixel_format', 'yuv420p', '-video_size', `${width}x${height}`],
    ...['-framerate', String(framesPerSecond), '-i', 'pipe:0'],
    ...['-filter_threads', '1', '-vf', tagBt709, '-c:v', 'libx264', '-pix_fmt', 'yuv420p', ...options],
    ...['-bitexact', '-flags:v', '+bitexact'],
    ...output,
  ];
}

function mp4Output(encoding: VideoEncoding, path: string): string[] {
  const timescale = String(encoding.framesPerSecond * ticksPerFrame);
  return ['-video_track_timescale', timescale, '-movie_timescale', timescale, '-f', 'mp4', `file:${path}`];
}

/**
 * Copies the pictures and encodes the sound. The concat demuxer's times are only nearly right, and short
 * segments with B-frames begin with other decoding times than long ones, so both are laid out anew on the
 * grid of the frame rate: presentation rounded to whole frames, decoding counted off.
 */
function joinArguments(task: Extract<MediaTask, { kind: 'join' }>): readonly string[] {
  const grid = `setts=pts=round(PTS/${ticksPerFrame})*${ticksPerFrame}:dts=(N-${reorderFrames(task.encoding)})*${ticksPerFrame}:duration=${ticksPerFrame}`;
  const { title, comment } = task.metadata;
  return [
    ...common,
    // Without it, a segment that cannot be read is left out without a word.
    ...['-xerror', '-safe', '0', ...localInput(task.listPath, 'concat')],
    ...(task.hasAudio ? ['-f', 'wav', '-i', 'pipe:0'] : []),
    ...['-map', '0:v:0', '-c:v', 'copy', '-bsf:v', grid],
    ...(task.hasAudio ? ['-map', '1:a:0', ...aacOptions] : []),
    ...['-map_metadata', '-1', '-map_chapters', '-1', '-bitexact'],
    ...['-metadata', `title=${title}`, ...(comment === undefined ? [] : ['-metadata', `comment=${comment}`])],
    ...['-movflags', '+faststart', ...mp4Output(task.encoding, task.outputPath)],
  ];
}

const aacOptions = ['-c:a', 'aac', '-b:a', '192k', '-ar', '48000', '-ac', '2', '-flags:a', '+bitexact'];
