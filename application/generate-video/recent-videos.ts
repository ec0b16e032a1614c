import { VideoGenerationError } from '../../domain/errors/video-generation-error.js';
import type { VideoProgress } from '../../domain/video/video-progress.js';
import type { VideoResult } from '../../domain/video/video-result.js';
import { isFinalStatus, type VideoStatus } from '../../domain/video/video-status.js';

/** Where one video stands. */
export interface VideoState {
  readonly id: string;
  readonly status: VideoStatus;
  /** The last report, once there was one. */
  readonly progress?: VideoProgress;
  /** Present when the status is final. */
  readonly result?: VideoResult;
}

interface Entry {
  readonly stop: AbortController;
  state: VideoState;
}

/** Finished videos that can still be asked about; the oldest are forgotten. */
const rememberedVideos = 1000;

/** Knows the videos of this process: all that are under way, and the latest that have ended. */
export class RecentVideos {
  private readonly entries = new Map<string, Entry>();
  private readonly finished = new Set<string>();

  add(id: string, stop: AbortController): void {
    this.entries.set(id, { stop, state: { id, status: 'pending' } });
  }

  update(id: string, change: Partial<Omit<VideoState, 'id'>>): void {
    const entry = this.entries.get(id);
    if (entry) entry.state = { ...entry.state, ...change };
  }

  finish(id: string, result: VideoResult): void {
    this.update(id, { status: result.status, result });
    this.finished.add(id);
    if (this.finished.size <= rememberedVideos) return;
    const [oldest] = this.finished;
    this.finished.delete(oldest!);
    this.entries.delete(oldest!);
  }

  /** @throws VideoGenerationError VIDEO_UNKNOWN */
  state(id: string): VideoState {
    return this.entry(id).state;
  }

  /** Stops a video that is under way. False if it had ended before. @throws VideoGenerationError VIDEO_UNKNOWN */
  cancel(id: string): boolean {
    const { state, stop } = this.entry(id);
    if (isFinalStatus(state.status)) return false;
    stop.abort(new VideoGenerationError('CANCELLED', { message: 'The video was cancelled.' }));
    return true;
  }

  /** Stops all that are under way. */
  cancelAll(reason: VideoGenerationError): void {
    for (const { state, stop } of this.entries.values()) if (!isFinalStatus(state.status)) stop.abort(reason);
  }

  private entry(id: string): Entry {
    const entry = this.entries.get(id);
    if (entry) return entry;
    throw new VideoGenerationError('VIDEO_UNKNOWN', {
      message: `There is no video “${id.slice(0, 64)}” among the latest ${rememberedVideos} of this process.`,
      details: { id: id.slice(0, 64) },
    });
  }
}
