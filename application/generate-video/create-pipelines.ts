import type { IMediaInspector } from '../../domain/media/media-inspector.js';
import type { IProviderRegistry } from '../../domain/provider/provider-registry.js';
import type { IConfigManager } from '../../domain/settings/settings.js';
import type { ISpeechSynthesizer } from '../../domain/speech/speech-synthesizer.js';
import type { IArtifactStore } from '../../domain/storage/artifact-store.js';
import type { IClock } from '../../domain/time/clock.js';
import { Pipeline } from '../pipeline/pipeline.js';
import type { ScriptReader } from '../read-script/script-reader.js';
import type { SpeechGateway } from '../speak-script/speech-gateway.js';
import type { ProviderGateway } from '../run-operation/provider-gateway.js';
import type { GenerationOutputs, PlanOutputs } from './generation-outputs.js';
import type { MediaPort } from './scene-painter.js';
import { compositionStage } from './stages/composition-stage.js';
import { picturesStage, planPicturesStage } from './stages/pictures-stage.js';
import { planStage } from './stages/plan-stage.js';
import { publishingStage } from './stages/publishing-stage.js';
import { planScriptStage, scriptStage } from './stages/script-stage.js';
import { visualsStage } from './stages/visuals-stage.js';
import { planVoiceStage, voiceStage } from './stages/voice-stage.js';

export interface PipelineParts {
  readonly reader: ScriptReader;
  readonly engines: readonly ISpeechSynthesizer[];
  readonly speech: SpeechGateway;
  readonly inspector: IMediaInspector;
  readonly gateway: ProviderGateway;
  readonly media: MediaPort;
  readonly registry: IProviderRegistry;
  readonly store: IArtifactStore;
  readonly config: IConfigManager;
  readonly clock: IClock;
}

/** Script → voice and visuals, side by side → pictures of providers → composition → publishing. */
export function createGenerationPipeline(parts: PipelineParts): Pipeline<GenerationOutputs, 'job'> {
  const stages = [
    scriptStage(parts.reader, parts.store),
    voiceStage(parts),
    visualsStage(parts.inspector),
    picturesStage(parts),
    compositionStage(parts),
    publishingStage(),
  ];
  return new Pipeline<GenerationOutputs, 'job'>(stages, ['job'], parts.clock);
}

/** The same without speaking, composing and publishing. */
export function createPlanPipeline(parts: PipelineParts): Pipeline<PlanOutputs, 'job'> {
  const stages = [
    planScriptStage(parts.reader),
    planVoiceStage(parts),
    visualsStage(parts.inspector),
    planPicturesStage(parts),
    planStage(parts),
  ];
  return new Pipeline<PlanOutputs, 'job'>(stages, ['job'], parts.clock);
}
