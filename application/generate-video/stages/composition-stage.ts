import type { PolicyChanges } from '../../../domain/policy/gateway-policies.js';
import type { IProviderRegistry } from '../../../domain/provider/provider-registry.js';
import type { IConfigManager } from '../../../domain/settings/settings.js';
import { checkLength } from '../../build-timeline/check-length.js';
import type { PipelineContext, PipelineStage, StageProgress } from '../../pipeline/pipeline-stage.js';
import type { GatewayProgress } from '../../run-operation/gateway-call.js';
import type { ProviderGateway } from '../../run-operation/provider-gateway.js';
import { assembleTimeline, requirementsFor, resultScenes } from '../assemble-timeline.js';
import type { ComposedTimeline, GenerationOutputs } from '../generation-outputs.js';
import type { ScriptBudget } from '../script-budget.js';

export interface CompositionStageParts {
  readonly gateway: ProviderGateway;
  readonly registry: IProviderRegistry;
  readonly config: Pick<IConfigManager, 'settings'>;
}

type Context = PipelineContext<GenerationOutputs, 'job' | 'script' | 'voice' | 'pictures'>;

function stageProgress(progress: GatewayProgress): StageProgress {
  if (progress.state === 'waiting') {
    return { fraction: 0, message: `Waiting until the provider ${progress.providerId} is free` };
  }
  if (progress.state === 'queued') return { fraction: 0, message: 'Waiting in the provider’s queue' };
  if (progress.state === 'downloading') return { fraction: 0.99, message: 'Fetching the finished video' };
  const { progress: fraction = 0, message, current, total } = progress;
  return {
    fraction,
    ...(message === undefined ? {} : { message }),
    ...(current === undefined ? {} : { current }),
    ...(total === undefined ? {} : { total }),
  };
}

/** What clips and pictures have left of the video's budget. */
function ceilingOf({ remaining }: ScriptBudget): PolicyChanges | undefined {
  // 0 would be no ceiling.
  return (
    remaining && { budget: { perRequestMicros: Math.max(1, remaining.micros), currency: remaining.currency } }
  );
}

async function compose(
  { gateway, config, registry }: CompositionStageParts,
  context: Context,
): Promise<ComposedTimeline> {
  const { id, request, workspace, result, budget } = context.output('job');
  const pictures = context.output('pictures');
  const read = context.output('script');
  const timeline = assembleTimeline(read, context.output('voice'), pictures);
  result.learn({ scenes: resultScenes(timeline, read, pictures) });
  const { maxDurationSeconds, channel } = read;
  checkLength(timeline, { channel: channel.descriptor.id, maxDurationSeconds });
  const made = await gateway.generate(
    {
      requirements: requirementsFor(timeline, read, request, { settings: config.settings, registry }),
      request: { input: 'timeline', timeline },
    },
    {
      signal: context.signal,
      idempotencyKey: `${id}/composition`,
      requestId: id,
      logger: context.logger,
      workspace: workspace.path,
      policies: ceilingOf(budget),
      onSelected: (selection) => result.learn({ selection }),
      onSpent: (cost) => result.spend(cost),
      onProgress: (progress) => context.reportProgress(stageProgress(progress)),
    },
  );
  const reported = `The provider “${made.selection.providerId}” reported it.`;
  const unsure = 'The video may differ from the request in this point.';
  for (const { code, message, why = reported, effect = unsure } of made.warnings) {
    result.warn({ code, what: message, why, effect });
  }
  return { timeline, output: made.output, paid: made.cost.micros > 0 };
}

/** Gives everything its exact time, refuses what is too long, and has the best provider make the video. */
export function compositionStage(
  parts: CompositionStageParts,
): PipelineStage<GenerationOutputs, 'job' | 'script' | 'voice' | 'pictures', 'composition'> {
  return {
    name: 'composition',
    displayName: 'Making the video',
    weight: 82,
    needs: ['job', 'script', 'voice', 'pictures'],
    produces: ['composition'],
    checkpoint: {
      inputs: (context) => ({
        timeline: assembleTimeline(
          context.output('script'),
          context.output('voice'),
          context.output('pictures'),
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
