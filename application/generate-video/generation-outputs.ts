import type { OperationOutput } from '../../domain/provider/provider-operation.js';
import type { ArtifactPaths, Workspace } from '../../domain/storage/artifact-store.js';
import type { SceneVisual, TimelineMusic, VideoTimeline } from '../../domain/timeline/video-timeline.js';
import type { SceneGeneration } from '../../domain/video/video-result.js';
import type { VideoRequest } from '../../domain/video/video-request.js';
import type { Brief } from '../../domain/brief/brief.js';
import type { ScriptAssignment } from '../../domain/language-model/script-assignment.js';
import type { TemplateRequest, VideoTemplate } from '../../domain/template/video-template.js';
import type { SceneTiming } from '../build-timeline/build-timeline.js';
import type { ReadScript } from '../read-script/script-reader.js';
import type { Manuscript } from '../write-script/manuscript.js';
import type { Publication } from './publication.js';
import type { ScriptBudget } from './script-budget.js';
import type { ResultSink } from './stage-results.js';

/** The piece of work that a pipeline run belongs to. */
export interface GenerationJob {
  readonly id: string;
  readonly request: VideoRequest;
  readonly workspace: Workspace;
  readonly publication: Publication;
  readonly result: ResultSink;
  /** For everything that is paid for this video. */
  readonly budget: ScriptBudget;
}

/** What is to be written, checked from all sides before anything is paid. Plain JSON. */
export type Commission =
  | {
      readonly kind: 'brief';
      readonly brief: Brief;
      readonly assignment: ScriptAssignment;
    }
  | { readonly kind: 'template'; readonly template: VideoTemplate; readonly request: TemplateRequest };

/** What was shown and heard, without its times. */
export interface PreparedVisuals {
  /** One for each scene. */
  readonly scenes: readonly SceneVisual[];
  readonly music: TimelineMusic;
  /** One for each scene, if any asked a provider for its picture. */
  readonly generations?: readonly (SceneGeneration | undefined)[];
}

export interface ComposedTimeline {
  readonly timeline: VideoTimeline;
  readonly output: OperationOutput;
  /** True if money was spent on it: then the file is kept, whatever happens to its companions. */
  readonly paid: boolean;
}

/** Everything that flows from stage to stage when a script becomes a video. */
export interface GenerationOutputs {
  readonly job: GenerationJob;
  /** Only of a request with a brief or a template. */
  readonly commission: Commission;
  /** The request's own script, or the written one. */
  readonly manuscript: Manuscript;
  readonly script: ReadScript;
  /** Where the finished files go. */
  readonly paths: ArtifactPaths;
  /** One for each scene. */
  readonly voice: readonly SceneTiming[];
  /** Own media and the channel's backgrounds. */
  readonly visuals: PreparedVisuals;
  /** The same with what providers have made. */
  readonly pictures: PreparedVisuals;
  readonly composition: ComposedTimeline;
  /** True when files were published. */
  readonly published: boolean;
}

/** The same for a dry run: nothing is spoken, composed or published. */
export type PlanOutputs = Pick<
  GenerationOutputs,
  'commission' | 'manuscript' | 'script' | 'voice' | 'visuals' | 'pictures'
> & {
  readonly job: Omit<GenerationJob, 'workspace' | 'publication'>;
  /** True when a provider has been chosen. */
  readonly planned: boolean;
};
