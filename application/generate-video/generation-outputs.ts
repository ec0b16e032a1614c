import type { ArtifactPaths, Workspace } from '../../domain/storage/artifact-store.js';
import type { ComposedTimeline, PreparedVisuals } from '../../domain/stage/stage-outputs.js';
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
  /** A brief that no model writes becomes a safe default script. */
  readonly safeScript: boolean;
}

/** What is to be written, checked from all sides before anything is paid. Plain JSON. */
export type Commission =
  | {
      readonly kind: 'brief';
      readonly brief: Brief;
      readonly assignment: ScriptAssignment;
    }
  | { readonly kind: 'template'; readonly template: VideoTemplate; readonly request: TemplateRequest };

export type { ComposedTimeline, PreparedVisuals };

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
