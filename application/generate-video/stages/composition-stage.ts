import type { IConfigManager } from '../../../domain/settings/settings.js';
import { checkLength } from '../../build-timeline/check-length.js';
import type { PipelineContext, PipelineStage, StageProgress } from '../../pipeline/pipeline-stage.js';
import type { GatewayProgress, ProviderGateway } from '../../run-operation/provider-gateway.js';
import { assembleTimeline, requirementsFor, resultScenes } from '../assemble-timeline.js';
import type { ComposedTimeline, GenerationOutputs } from '../generation-outputs.js';

export interface CompositionStageParts {
  readonly gateway: ProviderGateway;
  readonly config: Pick<IConfigManager, 'settings'>;
}

type Context = PipelineContext<GenerationOutputs, 'job' | 'script' | 'voice' | 'visuals'>;

function stageProgress(progress: GatewayProgress): StageProgress {
  if (progress.state === 'waiting') {
    return { fraction: 0, message: `Waiting until the provider ${progress.providerId} is free` };
  }
  if (progress.state === 'queued') return { fraction: 0, message: 'Waiting in the provider’s queue' };
  const { progress: fraction = 0, message, current, total } = progress;
  return {
    fraction,
    ...(message === undefined ? {} : { message }),
    ...(current === undefined ? {} : { current }),
    ...(total === undefined ? {} : { total }),
  };
}

async function compose(
  { gateway, config }: CompositionStageParts,
  context: Context,
): Promise<ComposedTimeline> {
  const { id, request, workspace, result } = context.output('job');
  const read = context.output('script');
  const timeline = assembleTimeline(read, context.output('voice'), context.output('visuals'));
  result.learn({ scenes: resultScenes(timeline, read) });
  const { maxDurationSeconds, channel } = read;
  checkLength(timeline, { channel: channel.descriptor.id, maxDurationSeconds });
  const made = await gateway.generate(
    {
      requirements: requirementsFor(timeline, read, request, config),
      request: { input: 'timeline', timeline },
    },
    {
      signal: context.signal,
      idempotencyKey: `${id}/composition`,
      logger: context.logger,
      workspace: workspace.path,
      onSelected: (selection) => result.learn({ selection }),
      onProgress: (progress) => context.reportProgress(stageProgress(progress)),
    },
  );
  result.learn({ cost: made.cost });
  const reported = `The provider “${made.selection.providerId}” reported it.`;
  const unsure = 'The video may differ from the request in this point.';
  for (const { code, message, why = reported, effect = unsure } of made.warnings) {
    result.warn({ code, what: message, why, effect });
  }
  return { timeline, output: made.output };
}

/** Gives everything its exact time, refuses what is too long, and has the best provider make the video. */
export function compositionStage(
  parts: CompositionStageParts,
): PipelineStage<GenerationOutputs, 'job' | 'script' | 'voice' | 'visuals', 'composition'> {
  return {
    name: 'composition',
    displayName: 'Making the video',
    weight: 82,
    needs: ['job', 'script', 'voice', 'visuals'],
    produces: ['composition'],
    checkpoint: {
      inputs: (context) => ({
        timeline: assembleTimeline(
          context.output('script'),
          context.output('voice'),
          context.output('visuals'),
        ),
        provider: context.output('job').request.provider,
      }),
      pack: ({ composition }) => composition,
      files: ({ composition: { output } }) => ('path' in output ? [output.path] : []),
      unpack: (packed) => ({ composition: packed as ComposedTimeline }),
    },
    execute: async (context) => ({ composition: await compose(parts, context) }),
  };
}
