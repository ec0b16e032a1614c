import type { IStage } from '../../domain/stage/stage.js';
import type { IMediaInspector } from '../../domain/media/media-inspector.js';
import type { IProviderRegistry } from '../../domain/provider/provider-registry.js';
import type { IConfigManager } from '../../domain/settings/settings.js';
import type { ISpeechSynthesizer } from '../../domain/speech/speech-synthesizer.js';
import type { IArtifactStore } from '../../domain/storage/artifact-store.js';
import type { IClock } from '../../domain/time/clock.js';
import type { AnyPipelineStage } from '../pipeline/pipeline-stage.js';
import { Pipeline } from '../pipeline/pipeline.js';
import type { ScriptReader } from '../read-script/script-reader.js';
import type { SpeechGateway } from '../speak-script/speech-gateway.js';
import type { ProviderGateway } from '../run-operation/provider-gateway.js';
import { applyScriptStages, applyStages } from '../stage-plugins/apply-stages.js';
import type { GenerationOutputs, PlanOutputs } from './generation-outputs.js';
import type { MediaPort } from './scene-painter.js';
import { briefStage, type BriefStageParts } from './stages/brief-stage.js';
import { compositionStage } from './stages/composition-stage.js';
import { picturesStage, planPicturesStage } from './stages/pictures-stage.js';
import { planStage } from './stages/plan-stage.js';
import { publishingStage } from './stages/publishing-stage.js';
import { planScriptStage, scriptStage } from './stages/script-stage.js';
import { visualsStage } from './stages/visuals-stage.js';
import { planVoiceStage, voiceStage } from './stages/voice-stage.js';
import { writingStage, type WritingStageParts } from './stages/writing-stage.js';

export interface PipelineParts extends BriefStageParts, WritingStageParts {
  readonly reader: ScriptReader;
  readonly engines: readonly ISpeechSynthesizer[];
  readonly speech: SpeechGateway;
  readonly inspector: IMediaInspector;
  readonly gateway: ProviderGateway;
  readonly media: MediaPort;
  readonly registry: IProviderRegistry;
  readonly store: IArtifactStore;
  /** Of plugins; they go together. */
  readonly stages: readonly IStage[];
  readonly config: IConfigManager;
  readonly clock: IClock;
}

/** What a run begins with: a script that is there, or a brief or template that is still to be written out. */
type Given = 'job' | 'manuscript';

/** Script → voice and visuals, side by side → composition → publishing. */
export function createGenerationPipeline(parts: PipelineParts): Pipeline<GenerationOutputs, Given> {
  return new Pipeline<GenerationOutputs, Given>(makingStages(parts), ['job', 'manuscript'], parts.clock);
}

/** Brief → writing → all that a script needs. */
export function createWritingPipeline(parts: PipelineParts): Pipeline<GenerationOutputs, 'job'> {
  const stages = [briefStage(parts), writingStage(parts), ...makingStages(parts)];
  return new Pipeline<GenerationOutputs, 'job'>(stages, ['job'], parts.clock);
}

function makingStages(parts: PipelineParts): AnyPipelineStage<GenerationOutputs>[] {
  const builtIn = [
    scriptStage(parts.reader, parts.store),
    voiceStage(parts),
    visualsStage(parts.inspector),
    picturesStage(parts),
    compositionStage(parts),
    publishingStage(),
  ];
  return applyStages(builtIn, parts.stages, parts.reader);
}

/** The same without speaking, composing and publishing. */
export function createPlanPipeline(parts: PipelineParts): Pipeline<PlanOutputs, Given> {
  return new Pipeline<PlanOutputs, Given>(planningStages(parts), ['job', 'manuscript'], parts.clock);
}

/** The plan of a video whose script is still to be written. The writing itself is done, and may be paid. */
export function createWritingPlanPipeline(parts: PipelineParts): Pipeline<PlanOutputs, 'job'> {
  const stages = [briefStage(parts), writingStage(parts), ...planningStages(parts)];
  return new Pipeline<PlanOutputs, 'job'>(stages, ['job'], parts.clock);
}

function planningStages(parts: PipelineParts): AnyPipelineStage<PlanOutputs>[] {
  // A plan knows less than a generation, and nothing that stages around the script ask for.
  const script = [planScriptStage(parts.reader)] as unknown as AnyPipelineStage<GenerationOutputs>[];
  const read = applyScriptStages(script, parts.stages, parts.reader);
  return [
    ...(read as unknown as AnyPipelineStage<PlanOutputs>[]),
    planVoiceStage(parts),
    visualsStage(parts.inspector),
    planPicturesStage(parts),
    planStage(parts),
  ];
}
