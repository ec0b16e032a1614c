import type { ILogger } from '../logging/logger.js';
import type { VideoNotice } from '../video/video-result.js';
import type { replaceableStages, StageOutputName, StageOutputs } from './stage-outputs.js';

/** An output that a stage of a plugin adds: `<plugin id>/<name>`. Plain data. */
export type OwnOutputName = `${string}/${string}`;

/** Outputs by name. */
export type StageProducts = Partial<StageOutputs> & Readonly<Record<OwnOutputName, unknown>>;

/** What a stage gets of the run. Outputs are copies: changing one changes nothing. */
export interface StageContext {
  readonly videoId: string;
  /**
   * One of the outputs that the stage needs.
   * @throws VideoGenerationError PLUGIN_PROTOCOL_ERROR if it is not among its `needs`
   */
  output<Name extends StageOutputName>(name: Name): StageOutputs[Name];
  output(name: OwnOutputName): unknown;
  /**
   * Runs what this stage wraps, and gives its output.
   * @throws VideoGenerationError its own failure; PLUGIN_PROTOCOL_ERROR if nothing is wrapped
   */
  inner(): Promise<unknown>;
  /** Aborted when the video is cancelled, its time is up, or another stage failed. */
  readonly signal: AbortSignal;
  readonly logger: ILogger;
  /**
   * The video’s own folder for intermediate files; removed at the end. Absent for a stage that wraps `script`, which dry
   * runs go through, too.
   */
  readonly workspace?: string;
  /** @param fraction 0 to 1 of the stage. It also shows that the stage is not stuck. */
  reportProgress(fraction: number, message?: string): void;
  /** Says in the result what the person who asked would not expect. */
  warn(notice: VideoNotice): void;
  /**
   * Publishes a text beside the video, under its name: `chapters.txt` becomes `<video name>.chapters.txt`. It is taken
   * back if the video fails. For stages that add to the pipeline. @returns its absolute path
   */
  publishText(ending: string, text: string): Promise<string>;
}

/**
 * A stage of the pipeline. Its place follows from what it needs and produces. Without `wraps` and `replaces` it is one
 * more stage, which runs once for each video, beside all that it does not need.
 */
export interface IStage {
  readonly id: string;
  /** For people, such as `Writing the chapters`. */
  readonly displayName: string;
  /** Share of the whole time, relative to the other stages: all of them are 106. Default 1; a wrapped stage keeps its own. */
  readonly weight?: number;
  /** Longest time for the stage, seconds, with all that it wraps. Default: as long as it shows progress. */
  readonly timeoutSeconds?: number;
  /** Outputs of built-in stages, and those that other plugins add. */
  readonly needs: readonly (StageOutputName | OwnOutputName)[];
  /** What it adds: names that begin with `<id>/`. */
  readonly produces?: readonly OwnOutputName[];
  /** Runs around the built-in stage of this name, and gives its output. */
  readonly wraps?: StageOutputName;
  /** Runs in place of the built-in stage of this name, and gives its output. */
  readonly replaces?: (typeof replaceableStages)[number];
  /** @returns what it produces, by name; `undefined` will do for nothing */
  execute(context: StageContext): Promise<StageProducts | undefined>;
}
