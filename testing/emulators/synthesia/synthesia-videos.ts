import type { EmulatedJob, JobPhase } from '../../emulator/emulated-jobs.js';
import { clipFor } from '../../emulator/emulated-media.js';
import type { EmulatorWorld } from '../../emulator/emulator.js';

/** What is kept of a submission. */
export interface SynthesiaWork {
  readonly title: string;
  readonly aspectRatio: string;
  readonly callbackId: string | undefined;
  /** What is spoken, by scene. */
  readonly texts: readonly string[];
}

/** Seconds that links live. */
const linkSeconds = 3600;

/** Seconds that the emulator's clip lasts, however much there is to say. */
export const clipSeconds = 2;

/** The video object of the protocol. */
export function videoObject(
  world: EmulatorWorld,
  job: EmulatedJob<SynthesiaWork>,
  { phase }: JobPhase,
): object {
  const { title, callbackId } = job.data;
  const time = Math.floor(job.createdAt.getTime() / 1000);
  return {
    id: job.id,
    title,
    visibility: 'private',
    callbackId: callbackId ?? null,
    createdAt: time,
    lastUpdatedAt: time,
    ...stateOf(world, job, phase),
  };
}

function stateOf(world: EmulatorWorld, job: EmulatedJob<SynthesiaWork>, phase: JobPhase['phase']): object {
  if (phase === 'cancelled') return { status: 'deleted' };
  if (job.outcome === 'unknown-state' && phase !== 'queued') return { status: 'dreaming' };
  if (phase !== 'done') return { status: 'in_progress' };
  switch (job.outcome) {
    case 'moderated-input':
    case 'moderated-output':
      return { status: 'rejected' };
    case 'job-failed':
      return { status: 'error' };
    case 'job-cancelled':
      return { status: 'deleted' };
    case 'empty-result':
      return { status: 'complete', duration: `0:00:0${clipSeconds}.000000` };
    default:
      return { status: 'complete', ...resultOf(world, job) };
  }
}

function resultOf({ media, url }: EmulatorWorld, { id, data }: EmulatedJob<SynthesiaWork>): object {
  const [width = 16, height = 9] = data.aspectRatio.split(':').map(Number);
  const file = clipFor(width, height);
  const picture = media.publish('picture.jpg', { expiresInSeconds: linkSeconds });
  return {
    download: media.publish(file, { expiresInSeconds: linkSeconds }),
    duration: `0:00:0${clipSeconds}.000000`,
    thumbnail: { image: picture, gif: picture },
    captions: { srt: `${url}/captions/${id}.srt`, vtt: `${url}/captions/${id}.vtt` },
  };
}

const stamp = (seconds: number, comma: string): string =>
  `00:00:${seconds.toFixed(3).padStart(6, '0').replace('.', comma)}`;

/** Each scene has an equal share of the clip. */
export function captionFile({ texts }: SynthesiaWork, kind: 'srt' | 'vtt'): string {
  const share = clipSeconds / Math.max(1, texts.length);
  const comma = kind === 'srt' ? ',' : '.';
  const cues = texts.map((text, index) => {
    const times = `${stamp(index * share, comma)} --> ${stamp((index + 1) * share, comma)}`;
    return kind === 'srt' ? `${index + 1}\n${times}\n${text}\n` : `${times}\n${text}\n`;
  });
  return `${kind === 'vtt' ? 'WEBVTT\n\n' : ''}${cues.join('\n')}`;
}
