import { rm } from 'node:fs/promises';
import { Worker } from 'node:worker_threads';
import { throwIfCancelled, VideoGenerationError } from '../../../domain/errors/video-generation-error.js';
import type { ILogger } from '../../../domain/logging/logger.js';
import type { StereoAudio } from '../../../domain/media/media-backend.js';
import type { VideoTimeline } from '../../../domain/timeline/video-timeline.js';
import { planMix } from './mix-plan.js';
import type { MixAnswer, MixOrder } from './mix-worker.js';

/** A timeline's finished sound. */
export interface MasteredAudio {
  /** 48 kHz stereo 32-bit float WAV, as long as the picture to the sample. */
  readonly path: string;
  /** BS.1770-4, LUFS: −14 unless there was next to nothing to hear; −70 for silence. */
  readonly integratedLufs: number;
  /** dBTP, at most −2: the decoded AAC stays under −1. −120 for silence. */
  readonly truePeakDecibels: number;
}

export interface MixCall {
  readonly signal: AbortSignal;
  readonly logger: ILogger;
}

/**
 * Mixes narration and music of a timeline, ducks the music under the voice and masters the whole to −14 LUFS.
 * The work runs in a worker thread beside the encoder. Same timeline, same files: same bytes.
 * @param outputPath WAV file to write; removed again if the mix fails or is cancelled
 * @param decodeAudio reads a music file, 48 kHz stereo; its arrays are given away to the worker
 * @returns nothing when there is neither narration nor music
 * @throws VideoGenerationError MEDIA_NOT_FOUND, MEDIA_CORRUPT, MEDIA_TOO_LARGE, STORAGE_FULL,
 * STORAGE_NOT_WRITABLE or CANCELLED.
 */
export async function mixTimelineAudio(
  timeline: VideoTimeline,
  outputPath: string,
  decodeAudio: (path: string) => Promise<StereoAudio>,
  { signal, logger }: MixCall,
): Promise<MasteredAudio | undefined> {
  throwIfCancelled(signal);
  const plan = planMix(timeline);
  if (plan.narrations.length === 0 && timeline.music.kind === 'none') return undefined;
  const music = timeline.music.kind === 'file' ? await decodeAudio(timeline.music.path) : undefined;
  throwIfCancelled(signal);
  try {
    const measures = await runWorker({ plan, music, outputPath }, signal);
    logger.debug('Sound mixed and mastered.', { ...measures, frames: plan.frames });
    return { path: outputPath, ...measures };
  } catch (error) {
    await rm(outputPath, { force: true });
    throw error;
  }
}

async function runWorker(order: MixOrder, signal: AbortSignal) {
  const worker = new Worker(new URL('./mix-worker.js', import.meta.url), {
    name: 'aether-audio-mix',
    workerData: order,
    transferList: order.music ? transferable(order.music) : [],
  });
  let cancel: (() => void) | undefined;
  try {
    const answer = await new Promise<MixAnswer>((resolve, reject) => {
      cancel = () => reject(cancelled(signal));
      signal.addEventListener('abort', cancel, { once: true });
      worker.once('message', resolve);
      worker.once('error', (cause) => reject(VideoGenerationError.from(cause)));
      worker.once('exit', (code) => reject(stopped(code)));
    });
    if ('error' in answer) throw VideoGenerationError.fromJSON(answer.error);
    return answer.measures;
  } finally {
    if (cancel) signal.removeEventListener('abort', cancel);
    await worker.terminate();
  }
}

/** The memory of both channels. A view of part of a buffer is copied, because others may own the rest. */
function transferable({ left, right }: StereoAudio): ArrayBuffer[] {
  const whole = [left, right].filter((channel) => channel.byteLength === channel.buffer.byteLength);
  return [...new Set(whole.map(({ buffer }) => buffer))].filter((buffer) => buffer instanceof ArrayBuffer);
}

function cancelled(signal: AbortSignal): VideoGenerationError {
  return VideoGenerationError.isInstance(signal.reason)
    ? signal.reason
    : new VideoGenerationError('CANCELLED', { message: 'The mix was cancelled.', cause: signal.reason });
}

function stopped(code: number): VideoGenerationError {
  return new VideoGenerationError('INTERNAL_ERROR', {
    message: `The sound worker stopped with code ${code} before it answered.`,
    details: { code },
  });
}
