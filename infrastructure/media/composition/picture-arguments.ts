import type { VideoTimeline } from '../../../domain/timeline/video-timeline.js';
import { ticksPerFrame, x264Options } from '../backend/segment-encoding.js';
import { videoEncodingFor } from './video-encoding.js';

/**
 * FFmpeg's output options for the picture of a timeline, for a renderer that drives an FFmpeg of its own: the
 * result can go to the composer's `finish`. Size, rate, pixel format and colours are the renderer's to set:
 * yuv420p, BT.709, limited range.
 */
export function pictureArguments(timeline: VideoTimeline): readonly string[] {
  const encoding = videoEncodingFor(timeline);
  const options = Object.entries(x264Options(encoding)).flatMap(([name, value]) => [`-${name}:v`, value]);
  return [...options, '-video_track_timescale', String(encoding.framesPerSecond * ticksPerFrame)];
}
