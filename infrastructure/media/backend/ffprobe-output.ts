import { z } from 'zod';
import type { MediaProbe } from '../../../domain/media/media-backend.js';

const text = z.string().optional();
const streamSchema = z.object({
  codec_type: text,
  codec_name: text,
  profile: text,
  pix_fmt: text,
  width: z.number().optional(),
  height: z.number().optional(),
  avg_frame_rate: text,
  r_frame_rate: text,
  duration: text,
  sample_aspect_ratio: text,
  color_space: text,
  color_range: text,
  sample_rate: text,
  channels: z.number().optional(),
  disposition: z.object({ attached_pic: z.number().optional() }).optional(),
  side_data_list: z.array(z.object({ rotation: z.number().optional() })).optional(),
});
type Stream = z.infer<typeof streamSchema>;
const outputSchema = z.object({
  format: z.object({ format_name: z.string(), duration: text, size: text }),
  streams: z.array(streamSchema),
});

/** What `ffprobe -of json -show_format -show_streams` printed, as ours; `undefined` if it names no stream. */
export function parseFfprobeOutput(json: string): MediaProbe | undefined {
  const { format, streams } = outputSchema.parse(JSON.parse(json));
  const video = streams.find((each) => each.codec_type === 'video' && !each.disposition?.attached_pic);
  const audio = streams.find((each) => each.codec_type === 'audio');
  if (!video && !audio) return undefined;
  const formatSeconds = seconds(format.duration);
  return {
    format: format.format_name,
    durationSeconds: formatSeconds ?? seconds(video?.duration ?? audio?.duration) ?? 0,
    sizeBytes: Number(format.size ?? 0),
    ...(video ? { video: videoStream(video, formatSeconds) } : {}),
    ...(audio
      ? {
          audio: {
            codec: audio.codec_name ?? 'unknown',
            sampleRate: Number(audio.sample_rate ?? 0),
            channels: audio.channels ?? 0,
            durationSeconds: seconds(audio.duration) ?? formatSeconds ?? 0,
          },
        }
      : {}),
  };
}

function videoStream(stream: Stream, formatSeconds: number | undefined): NonNullable<MediaProbe['video']> {
  const rotation = stream.side_data_list?.find((each) => each.rotation !== undefined)?.rotation ?? 0;
  return {
    codec: stream.codec_name ?? 'unknown',
    ...(stream.profile === undefined ? {} : { profile: stream.profile }),
    pixelFormat: stream.pix_fmt ?? 'unknown',
    width: stream.width ?? 0,
    height: stream.height ?? 0,
    framesPerSecond: ratio(stream.avg_frame_rate) || ratio(stream.r_frame_rate),
    durationSeconds: seconds(stream.duration) ?? formatSeconds ?? 0,
    ...(stream.color_space === undefined ? {} : { colorSpace: stream.color_space }),
    ...(stream.color_range === undefined ? {} : { colorRange: stream.color_range }),
    rotationDegrees: clockwiseQuarterTurns(rotation),
    pixelAspectRatio: ratio(stream.sample_aspect_ratio?.replace(':', '/')) || 1,
  };
}

/** FFmpeg gives the display matrix's angle counter-clockwise, -180 to 180; ours is what shows it upright. */
export function clockwiseQuarterTurns(counterClockwiseDegrees: number): number {
  const turns = Math.round(-counterClockwiseDegrees / 90);
  return (((turns % 4) + 4) % 4) * 90;
}

function seconds(value: string | undefined): number | undefined {
  const number = Number(value);
  return value === undefined || !Number.isFinite(number) ? undefined : number;
}

function ratio(value: string | undefined): number {
  const [numerator = 0, denominator = 0] = (value ?? '').split('/').map(Number);
  const result = numerator / denominator;
  return Number.isFinite(result) ? result : 0;
}
