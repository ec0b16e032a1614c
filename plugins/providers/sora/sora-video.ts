import { z } from 'zod';
import { VideoGenerationError, type Cost, type OperationStatus, type RemoteFile } from 'aether-video/plugin';
import { serverUrl } from './sora-client.js';
import { isModeration, quote, unreadable } from './sora-errors.js';

/** Lenient: servers add fields, and leave some away. */
const videoSchema = z.looseObject({
  id: z.string().min(1),
  status: z.string(),
  progress: z.number().nullish(),
  seconds: z.union([z.string(), z.number()]).nullish(),
  expires_at: z.number().nullish(),
  error: z
    .looseObject({ code: z.union([z.string(), z.number()]).nullish(), message: z.string().nullish() })
    .nullish(),
});
export type ServerVideo = z.output<typeof videoSchema>;

/** What is kept of a submission, as plain JSON. */
export const handleSchema = z.looseObject({
  /** By the price in the options: servers say nothing of it. */
  cost: z.object({ micros: z.number(), currency: z.string() }).optional(),
  /** Millionths for each second of the finished video, where that is what is charged. */
  microsPerSecond: z.number().optional(),
  variant: z.enum(['thumbnail', 'spritesheet']).optional(),
  warnings: z.array(z.object({ code: z.string(), message: z.string() })).default([]),
});
type SoraHandle = z.output<typeof handleSchema>;

export function readVideo(answer: unknown): ServerVideo {
  const result = videoSchema.safeParse(answer);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw unreadable(
    `The server’s answer is not what the protocol says: “${issue?.path.join('.')}” ${issue?.message}.`,
  );
}

const free: Cost = { micros: 0, currency: 'USD' };

interface StatusTerms {
  readonly handle: SoraHandle;
  readonly baseUrl: string;
  readonly apiKey: string | undefined;
}

/** Where the work stands, from the server's own answer. */
export function statusOf(video: ServerVideo, terms: StatusTerms): OperationStatus {
  const { status, progress } = video;
  switch (status) {
    case 'queued':
      return { state: 'queued' };
    case 'in_progress': {
      const fraction = typeof progress === 'number' && progress > 0 ? progress / 100 : undefined;
      return { state: 'running', ...(fraction !== undefined && { progress: Math.min(1, fraction) }) };
    }
    case 'completed': {
      const { warnings } = terms.handle;
      const cost = costOf(video, terms.handle);
      return { state: 'succeeded', output: contentOf(video, terms), cost, warnings };
    }
    case 'failed':
      return { state: 'failed', error: failure(video, terms.apiKey).toJSON() };
    case 'cancelled':
    case 'deleted':
      return { state: 'cancelled' };
    default:
      throw new VideoGenerationError('PROVIDER_PROTOCOL_ERROR', {
        message: `The server says that the video is “${status.slice(0, 100)}”, which is no state of the protocol.`,
        details: { status: 200, state: status.slice(0, 100) },
      });
  }
}

/** The estimate, corrected by the length that the video really has. */
function costOf({ seconds }: ServerVideo, { cost = free, microsPerSecond }: SoraHandle): Cost {
  const made = Number(seconds ?? 0);
  if (microsPerSecond === undefined || !(made > 0)) return cost;
  return { ...cost, micros: Math.ceil(made * microsPerSecond) };
}

function contentOf({ id, expires_at: expires }: ServerVideo, { baseUrl, handle }: StatusTerms): RemoteFile {
  const address = serverUrl({ baseUrl }, `/videos/${encodeURIComponent(id)}/content`);
  return {
    mediaType: 'remote',
    url: handle.variant ? `${address}?variant=${handle.variant}` : address,
    authenticated: true,
    ...(typeof expires === 'number' && { expiresAt: new Date(expires * 1000).toISOString() }),
  };
}

function failure({ error }: ServerVideo, apiKey: string | undefined): VideoGenerationError {
  const code = String(error?.code ?? '');
  const words = [code, error?.message ?? ''].filter(Boolean).join(': ') || 'no reason given';
  return new VideoGenerationError(isModeration(code) ? 'CONTENT_POLICY_VIOLATION' : 'PROVIDER_ERROR', {
    message: `The server could not make the video (${quote(words, apiKey)}).`,
    details: { failureCode: quote(code, apiKey) },
    billed: 'unknown',
  });
}

/** What a video is that the server does not know any more. */
export function goneVideo(id: string): OperationStatus {
  const error = new VideoGenerationError('PROVIDER_ERROR', {
    message: `The server does not know the video ${id} any more: it was deleted or has expired, or the server was restarted.`,
    details: { status: 404 },
    howToFix: 'Check that baseUrl and key are those of the server which began the work.',
    retryable: false,
    billed: 'unknown',
  });
  return { state: 'failed', error: error.toJSON() };
}
