import type { SerializedError } from '../errors/video-generation-error.js';
import type { CostReport } from '../money/sum-costs.js';
import type { Cost } from '../provider/provider-operation.js';
import type { ProviderSelection } from '../provider/provider-registry.js';
import type { SceneRole, VisualKind } from '../script/video-script.js';
import type { AspectRatio, VideoQuality } from './video-quality.js';
import type { VideoStatus } from './video-status.js';
import type { WritingReport } from './writing-report.js';

/** Something that is not as asked, or might surprise. */
export interface VideoNotice {
  /** Stable, such as `VOICE_FALLBACK`. */
  readonly code: string;
  /** What happened. */
  readonly what: string;
  /** Why. */
  readonly why: string;
  /** What it means for the video. */
  readonly effect: string;
}

/** What was made for a scene by a provider. */
export interface SceneGeneration {
  /** What is seen: less than what was asked for if that failed. */
  readonly kind: VisualKind;
  readonly provider?: string;
  readonly model?: string;
  /** Absolute path of the clip or picture, which is kept. */
  readonly path?: string;
  /** What it cost, failures included; in a plan, what it would. Absent: nothing. */
  readonly costs?: readonly Cost[];
  /** Of what was found in a library: whom to thank, and where it is from. */
  readonly attribution?: Readonly<Record<string, unknown>>;
  /** True if it had been made before. */
  readonly reused?: boolean;
}

export interface ResultScene {
  readonly id: string;
  readonly role: SceneRole;
  readonly text: string;
  readonly startSeconds: number;
  readonly endSeconds: number;
  /** Present if the scene asked a provider for its picture. */
  readonly visual?: SceneGeneration;
}

export interface StageTiming {
  readonly stage: string;
  readonly seconds: number;
}

/** The file that was made. */
export interface VideoFile {
  /** Absolute path. */
  readonly path: string;
  readonly durationSeconds: number;
  readonly width: number;
  readonly height: number;
  readonly framesPerSecond: number;
  readonly sizeBytes: number;
  readonly loudness?: { readonly integratedLufs: number; readonly truePeakDecibels: number };
}

/** All there is to say about one generation. Plain JSON. */
export interface VideoResult extends CostReport {
  readonly id: string;
  readonly status: VideoStatus;
  readonly topic?: string;
  readonly channel?: string;
  readonly language?: string;
  /** The voice that spoke, or `none`. */
  readonly voice?: string;
  readonly quality?: VideoQuality;
  readonly aspect?: AspectRatio;
  /** How the script came to be, if it was written from a brief or a template. */
  readonly writing?: WritingReport;
  /** Which provider and why. */
  readonly selection?: ProviderSelection;
  /** Present when a video was made. */
  readonly video?: VideoFile;
  /** Present when the provider made something else, such as the mock provider's timeline JSON: absolute path. */
  readonly artifactPath?: string;
  readonly captions?: { readonly srtPath: string; readonly vttPath: string };
  /** What stages of plugins published beside the video: absolute paths. */
  readonly attachments?: readonly string[];
  /** This object as a file. */
  readonly resultPath?: string;
  readonly scenes: readonly ResultScene[];
  readonly hashtags: readonly string[];
  /** Things that were done less well than asked. */
  readonly degradations: readonly VideoNotice[];
  readonly warnings: readonly VideoNotice[];
  readonly stages: readonly StageTiming[];
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  readonly completedAt?: string;
  readonly error?: SerializedError;
}
