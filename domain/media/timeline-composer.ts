import type { VideoTimeline } from '../timeline/video-timeline.js';
import type { ILogger } from '../logging/logger.js';
import type { MediaProbe } from './media-backend.js';

export const ITimelineComposer: unique symbol = Symbol.for('aether-video/ITimelineComposer@1');

export interface ComposeProgress {
  /** 0 to 1 of the whole composition. */
  readonly fraction: number;
  readonly message: string;
  /** Scenes done and in all. */
  readonly current: number;
  readonly total: number;
}

export interface ComposeCall {
  readonly signal: AbortSignal;
  readonly logger: ILogger;
  /** Folder for intermediate files; its owner removes it. */
  readonly workspace: string;
  onProgress?(progress: ComposeProgress): void;
}

export interface ComposedVideo {
  /** The verified MP4 in the workspace. */
  readonly path: string;
  readonly probe: MediaProbe;
  /** Measured after the mix: integrated loudness (LUFS) and true peak (dBTP); absent for silent videos. */
  readonly loudness?: { readonly integratedLufs: number; readonly truePeakDecibels: number };
  /** How many segments were encoded and how many came from the cache. */
  readonly segments: { readonly rendered: number; readonly reused: number };
  /** Characters of the texts that no font of the install has, sorted; at most 100. */
  readonly missingGlyphs: readonly string[];
}

/** A composed video of which somebody else drew the picture. */
export type FinishedVideo = Omit<ComposedVideo, 'segments'>;

/** Draws, mixes, encodes and verifies a timeline. */
export interface ITimelineComposer {
  /**
   * @throws VideoGenerationError MEDIA_*, ARTIFACT_REJECTED, STORAGE_FULL, TIMEOUT or CANCELLED.
   */
  compose(timeline: VideoTimeline, call: ComposeCall): Promise<ComposedVideo>;

  /**
   * Gives a picture that was drawn elsewhere what {@link ITimelineComposer.compose} gives its own: the mixed and
   * levelled sound, the form of the file, the checks. The picture is copied, not encoded again.
   * @param picturePath MP4 in the workspace, encoded with the plugin API's `pictureArguments`; one frame for each
   * of the timeline's
   * @throws VideoGenerationError as `compose` does
   */
  finish(picturePath: string, timeline: VideoTimeline, call: ComposeCall): Promise<FinishedVideo>;
}
