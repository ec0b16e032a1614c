import { z } from 'zod';
import {
  VideoGenerationError,
  type Cost,
  type OperationStatus,
  type ProviderWarning,
} from 'aether-video/plugin';
import { unreadable } from './synthesia-errors.js';

/** Lenient: Synthesia adds fields. */
const videoSchema = z.looseObject({
  id: z.string().min(1),
  status: z.string(),
  download: z.string().nullish(),
  duration: z.union([z.string(), z.number()]).nullish(),
  captions: z.looseObject({ srt: z.string().nullish(), vtt: z.string().nullish() }).nullish(),
  callbackId: z.string().nullish(),
});
export type SynthesiaVideo = z.output<typeof videoSchema>;

const listSchema = z.looseObject({ videos: z.array(z.unknown()) });

/** What is kept of a submission, as plain JSON. */
export const handleSchema = z.looseObject({
  cost: z.object({ micros: z.number(), currency: z.string() }).optional(),
  /** Millionths for each second of the finished video; absent for test videos. */
  microsPerSecond: z.number().optional(),
  warnings: z
    .array(
      z.object({
        code: z.string(),
        message: z.string(),
        why: z.string().optional(),
        effect: z.string().optional(),
      }),
    )
    .default([]),
});
type Handle = z.output<typeof handleSchema>;

/** Synthesia documents no interval; a video takes minutes. */
const pollAfterSeconds = 5;

export function readVideo(answer: unknown): SynthesiaVideo {
  return parsed(videoSchema, answer);
}

/** The videos of a list that can be read. */
export function readVideos(answer: unknown): SynthesiaVideo[] {
  return parsed(listSchema, answer).videos.flatMap((video) => videoSchema.safeParse(video).data ?? []);
}

function parsed<Schema extends z.ZodType>(schema: Schema, answer: unknown): z.output<Schema> {
  const result = schema.safeParse(answer);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw unreadable(
    `Synthesia’s answer is not what its protocol says: “${issue?.path.join('.')}” ${issue?.message}.`,
  );
}

/** Seconds of `0:00:59.000000`, or of a plain number; undefined if it is neither. */
export function durationSeconds(duration: SynthesiaVideo['duration']): number | undefined {
  const text = String(duration ?? '').trim();
  if (!/^(\d+:){0,2}\d+(\.\d+)?$/.test(text)) return undefined;
  return text.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
}

/** What the captions say, as text of subtitle files. */
export interface FetchedCaptions {
  readonly captions?: { readonly srt?: string; readonly vtt?: string };
  readonly warnings: readonly ProviderWarning[];
}

/** Where a video stands, from Synthesia's own answer. */
export function statusOf(
  video: SynthesiaVideo,
  handle: Handle,
  { captions, warnings }: FetchedCaptions,
): OperationStatus {
  switch (video.status) {
    case 'in_progress':
    case 'approved':
      return { state: 'running', pollAfterSeconds };
    case 'complete': {
      const seconds = durationSeconds(video.duration);
      const cost = costOf(handle, seconds);
      if (!video.download || !URL.canParse(video.download)) return { ...failed(nothingMade()), cost };
      const facts = {
        ...(seconds !== undefined && { durationSeconds: seconds }),
        ...(captions && { captions }),
      };
      return {
        state: 'succeeded',
        output: { mediaType: 'remote', url: video.download, authenticated: false, facts },
        cost,
        warnings: [...(handle.warnings as ProviderWarning[]), ...warnings],
      };
    }
    case 'error':
      return failed(brokenVideo());
    case 'rejected':
      return failed(rejectedVideo());
    case 'deleted':
      return { state: 'cancelled' };
    default:
      throw unknownState(video.status.slice(0, 100));
  }
}

function costOf({ cost, microsPerSecond }: Handle, seconds: number | undefined): Cost {
  if (!cost) return { micros: 0, currency: 'USD' };
  if (microsPerSecond === undefined || seconds === undefined) return cost;
  return { ...cost, micros: Math.ceil(seconds * microsPerSecond) };
}

const failed = (error: VideoGenerationError): OperationStatus & { state: 'failed' } => ({
  state: 'failed',
  error: error.toJSON(),
});

function nothingMade(): VideoGenerationError {
  return new VideoGenerationError('PROVIDER_ERROR', {
    message: 'Synthesia says that the video is complete, but names no file.',
    billed: 'unknown',
  });
}

function brokenVideo(): VideoGenerationError {
  return new VideoGenerationError('PROVIDER_ERROR', {
    message: 'Synthesia could not make the video, and gives no reason.',
    howToFix:
      'Look at the video in Synthesia’s library. An avatar or voice that is not yours to use is common.',
    billed: 'unknown',
  });
}

function rejectedVideo(): VideoGenerationError {
  return new VideoGenerationError('CONTENT_POLICY_VIOLATION', {
    message: 'Synthesia’s moderation rejected the video.',
    billed: 'unknown',
  });
}

function unknownState(state: string): VideoGenerationError {
  return new VideoGenerationError('PROVIDER_PROTOCOL_ERROR', {
    message: `Synthesia says that the video is “${state}”, which is no state of its protocol.`,
    details: { status: 200, state },
  });
}

/** What a video is that Synthesia does not know any more. */
export function goneVideo(id: string): OperationStatus {
  return failed(
    new VideoGenerationError('PROVIDER_ERROR', {
      message: `Synthesia does not know the video ${id} any more: it was deleted, or belongs to another account.`,
      details: { status: 404 },
      howToFix: 'Check that the key is that of the account which began the work.',
      retryable: false,
      billed: 'unknown',
    }),
  );
}
