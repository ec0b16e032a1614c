import { totalFrames } from '../../../domain/timeline/video-timeline.js';
import type { IProviderRegistry } from '../../../domain/provider/provider-registry.js';
import type { IConfigManager } from '../../../domain/settings/settings.js';
import type { VideoNotice } from '../../../domain/video/video-result.js';
import type { PipelineStage } from '../../pipeline/pipeline-stage.js';
import { assembleTimeline, requirementsFor, resultScenes } from '../assemble-timeline.js';
import type { PlanOutputs } from '../generation-outputs.js';

export interface PlanStageParts {
  readonly registry: IProviderRegistry;
  readonly config: Pick<IConfigManager, 'settings'>;
}

const dryRun: VideoNotice = {
  code: 'DRY_RUN',
  what: 'Nothing was made.',
  why: 'A dry run was asked for.',
  effect: 'Times and cost are estimates; speech may differ by a fifth.',
};

/** The end of a dry run: estimated times, the provider that would be chosen and why, and what it would cost. */
export function planStage({
  registry,
  config,
}: PlanStageParts): PipelineStage<PlanOutputs, 'job' | 'script' | 'voice' | 'pictures', 'planned'> {
  return {
    name: 'plan',
    displayName: 'Planning the video',
    weight: 1,
    needs: ['job', 'script', 'voice', 'pictures'],
    produces: ['planned'],
    execute(context) {
      const { request, result } = context.output('job');
      const pictures = context.output('pictures');
      const read = context.output('script');
      const timeline = assembleTimeline(read, context.output('voice'), pictures);
      result.learn({ scenes: resultScenes(timeline, read, pictures) });
      const selection = registry.select(
        requirementsFor(timeline, read, request, { settings: config.settings, registry }),
      );
      const cost = registry.get(selection.providerId).estimate({ input: 'timeline', timeline });
      result.learn({ selection });
      result.spend(cost);
      result.warn(dryRun);
      const seconds = totalFrames(timeline) / timeline.framesPerSecond;
      if (seconds > read.maxDurationSeconds) {
        result.warn({
          code: 'MAYBE_TOO_LONG',
          what: `The video would last about ${seconds.toFixed(1)} s.`,
          why: `The channel allows ${read.maxDurationSeconds} s.`,
          effect: 'It may be refused once the speech has its exact length.',
        });
      }
      return Promise.resolve({ planned: true });
    },
  };
}
