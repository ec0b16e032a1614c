import type { OrchestratorPreset } from '../../domain/job/orchestrator-options.js';
import type { VideoProgress } from '../../domain/video/video-progress.js';
import type { VideoResult } from '../../domain/video/video-result.js';

export interface GenerateOptions {
  /** For videos that are jobs: how they are worked on. Default `default`. */
  readonly preset?: OrchestratorPreset | undefined;
  /** For videos that are jobs: follows them through every log entry. */
  readonly correlationId?: string | undefined;
  /** Cancels the generation. */
  readonly signal?: AbortSignal | undefined;
  /** The first report names the video's id. */
  onProgress?(progress: VideoProgress): void;
}

export interface BatchOptions extends Pick<GenerateOptions, 'preset'> {
  /** Cancels all that is left. */
  readonly signal?: AbortSignal | undefined;
  onProgress?(progress: VideoProgress, index: number): void;
  /** Called as each one ends, in the order in which they end. */
  onResult?(result: VideoResult, index: number): void;
}
