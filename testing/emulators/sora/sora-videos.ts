import type { EmulatedJob, JobPhase } from '../../emulator/emulated-jobs.js';
import { clipFor, type MediaFileName } from '../../emulator/emulated-media.js';

/** What is kept of a submission. */
export interface SoraWork {
  readonly prompt: string;
  readonly model: string;
  readonly size: string;
  readonly seconds: string;
  readonly remixedFrom: string | null;
}

/** Seconds that a video can be fetched. */
const assetSeconds = 3600;

const secondsOf = (date: Date): number => Math.floor(date.getTime() / 1000);

export function expiryOf(job: EmulatedJob): number {
  return secondsOf(job.createdAt) + assetSeconds;
}

/** The video object of the protocol. */
export function videoObject(job: EmulatedJob<SoraWork>, { phase, progress }: JobPhase): object {
  const { prompt, model, size, seconds, remixedFrom } = job.data;
  const end = phase === 'done' ? endOf(job) : { status: phase === 'queued' ? 'queued' : 'in_progress' };
  return {
    id: job.id,
    object: 'video',
    model,
    ...end,
    ...(job.outcome === 'unknown-state' && phase !== 'queued' && { status: 'dreaming' }),
    progress: Math.round(progress * 100),
    created_at: secondsOf(job.createdAt),
    completed_at: phase === 'done' ? secondsOf(job.createdAt) : null,
    expires_at: phase === 'done' ? expiryOf(job) : null,
    prompt,
    size,
    seconds,
    remixed_from_video_id: remixedFrom,
  };
}

function endOf({ outcome }: EmulatedJob<SoraWork>): object {
  if (outcome === 'moderated-output') {
    const message = 'Your request was blocked by our moderation system.';
    return { status: 'failed', error: { code: 'moderation_blocked', message } };
  }
  if (outcome === 'job-failed') {
    return {
      status: 'failed',
      error: { code: 'video_generation_failed', message: 'The generation failed.' },
    };
  }
  return { status: 'completed', error: null };
}

/** The file behind a variant of a video. */
export function fileOf({ data }: EmulatedJob<SoraWork>, variant: string): MediaFileName | undefined {
  if (variant === 'thumbnail') return 'picture.webp';
  if (variant === 'spritesheet') return 'picture.jpg';
  const [width = 720, height = 1280] = data.size.split('x').map(Number);
  return variant === 'video' ? clipFor(width, height) : undefined;
}
