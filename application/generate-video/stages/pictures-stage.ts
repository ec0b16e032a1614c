import type { Cost } from '../../../domain/provider/provider-operation.js';
import type { IProviderRegistry } from '../../../domain/provider/provider-registry.js';
import type { IConfigManager } from '../../../domain/settings/settings.js';
import type { SceneGeneration, VideoNotice } from '../../../domain/video/video-result.js';
import { checkLength } from '../../build-timeline/check-length.js';
import { mapLimited } from '../../concurrency/map-limited.js';
import type { PipelineContext, PipelineStage } from '../../pipeline/pipeline-stage.js';
import { assembleTimeline, requirementsFor } from '../assemble-timeline.js';
import type {
  GenerationJob,
  GenerationOutputs,
  PlanOutputs,
  PreparedVisuals,
} from '../generation-outputs.js';
import { asksForVisuals, sceneOrders, type SceneOrder } from '../scene-orders.js';
import {
  planOrder,
  ScenePainter,
  type MediaPort,
  type PaintedScene,
  type PlannedOrder,
} from '../scene-painter.js';
import { sceneSeed } from '../scene-seed.js';

export interface PicturesStageParts {
  readonly media: MediaPort;
  readonly registry: IProviderRegistry;
  readonly config: Pick<IConfigManager, 'settings'>;
}

interface PicturesOutputs extends Pick<GenerationOutputs, 'script' | 'voice' | 'visuals' | 'pictures'> {
  readonly job: Pick<GenerationJob, 'request' | 'result' | 'budget'>;
}
type Context = PipelineContext<PicturesOutputs, 'job' | 'script' | 'voice' | 'visuals'>;

const facts = {
  name: 'pictures',
  weight: 3,
  needs: ['job', 'script', 'voice', 'visuals'],
  produces: ['pictures'],
} as const;

/** What the scenes ask for, held against everything that is free to know, before anything is paid. */
async function plan(parts: PicturesStageParts, context: Context): Promise<PlannedOrder[]> {
  const { request, result, budget } = context.output('job');
  const read = context.output('script');
  if (!asksForVisuals(read, request)) return [];
  const { registry, config, media } = parts;
  const timeline = assembleTimeline(read, context.output('voice'), context.output('visuals'));
  const { maxDurationSeconds, channel } = read;
  checkLength(timeline, { channel: channel.descriptor.id, maxDurationSeconds });
  const needed = requirementsFor(timeline, read, request, { settings: config.settings, registry });
  const { providerId } = registry.select(needed);
  if (registry.get(providerId).descriptor.ignoresVisuals === true) {
    result.warn(unusedNotice(providerId));
    return [];
  }
  const orders = sceneOrders(read, timeline, request, registry);
  const planned = await Promise.all(
    orders.map((order) => planOrder(order, { media, signal: context.signal })),
  );
  budget.checkPlan(
    'The clips and pictures',
    planned.flatMap(({ estimate }) => (estimate ? [estimate.cost] : [])),
  );
  return planned;
}

function unusedNotice(providerId: string): VideoNotice {
  return {
    code: 'VISUALS_UNUSED',
    what: 'No clips or pictures are made for the scenes.',
    why: `“${providerId}” makes the whole video, and shows none of them.`,
    effect: 'Nothing is paid for them.',
  };
}

/** Tells how far all of them are together, one line for each that is done. */
function progressOf(context: Context, total: number) {
  const fractions = new Array<number>(total).fill(0);
  let current = 0;
  const report = (message?: string): void => {
    const fraction = fractions.reduce((sum, one) => sum + one, 0) / total;
    context.reportProgress({ fraction, current, total, ...(message === undefined ? {} : { message }) });
  };
  return {
    advance(at: number, fraction: number): void {
      fractions[at] = Math.max(fractions[at]!, Math.min(0.99, fraction));
      report(`Making clips and pictures: ${current} of ${total} done`);
    },
    finish(at: number, { order, generation }: PaintedScene): void {
      fractions[at] = 1;
      current += 1;
      const by = generation.provider === undefined ? '' : ` by ${generation.provider}/${generation.model}`;
      const what = { clip: 'Made the clip', image: 'Made the picture', background: 'Kept the background' };
      report(`${what[generation.kind]} of scene ${order.sceneId}${by}: ${current} of ${total} done`);
    },
  };
}

async function paintAll(parts: PicturesStageParts, context: Context): Promise<PaintedScene[]> {
  const { request, result, budget } = context.output('job');
  const { script } = context.output('script');
  const planned = await plan(parts, context);
  const progress = progressOf(context, planned.length);
  const { media, config } = parts;
  const { signal } = context;
  const painter = new ScenePainter({ media, budget, signal, reuse: request.cache ?? true });
  return mapLimited(planned, config.settings.gateway.maxConcurrent, async (one, at) => {
    const seed = sceneSeed(script.scenes[one.order.index]!);
    const painted = await painter.paint(one, seed, (fraction) => progress.advance(at, fraction));
    for (const cost of painted.costs) result.spend(cost);
    progress.finish(at, painted);
    return painted;
  });
}

const expected: readonly string[] = ['VALUE_SNAPPED'];

/** Each once; that a clip is as long as its model allows, and silent, is as it should be. */
function noticesOf(painted: readonly PaintedScene[]): VideoNotice[] {
  const messages = new Map<string, VideoNotice>();
  for (const { warnings, generation } of painted) {
    for (const { code, message, why, effect } of warnings) {
      if (expected.includes(code) || message.startsWith('audio was left away')) continue;
      const reported = `The provider “${generation.provider}” reported it.`;
      const unsure = 'The picture may differ from the request in this point.';
      messages.set(message, { code, what: message, why: why ?? reported, effect: effect ?? unsure });
    }
  }
  return [...messages.values()];
}

function withPainted(visuals: PreparedVisuals, painted: readonly PaintedScene[]): PreparedVisuals {
  const scenes = [...visuals.scenes];
  const generations: (SceneGeneration | undefined)[] = scenes.map(() => undefined);
  for (const { order, visual, generation } of painted) {
    scenes[order.index] = visual ?? scenes[order.index]!;
    generations[order.index] = generation;
  }
  return { ...visuals, scenes, generations };
}

/** Clips and pictures that scenes ask of providers, a few at once, each paid for once. */
export function picturesStage(
  parts: PicturesStageParts,
): PipelineStage<GenerationOutputs, 'job' | 'script' | 'voice' | 'visuals', 'pictures'> {
  return {
    ...facts,
    displayName: 'Making clips and pictures',
    checkpoint: {
      inputs: (context) => ({
        request: context.output('job').request,
        timeline: assembleTimeline(
          context.output('script'),
          context.output('voice'),
          context.output('visuals'),
        ),
      }),
      pack: ({ pictures }) => pictures,
      files: ({ pictures }) => pictures.scenes.flatMap((visual) => ('path' in visual ? [visual.path] : [])),
      unpack(packed) {
        const { generations, ...pictures } = packed as PreparedVisuals;
        // JSON says null where nothing is.
        const whole = generations?.map((generation) => generation ?? undefined);
        return { pictures: whole ? { ...pictures, generations: whole } : pictures };
      },
    },
    async execute(context) {
      const { result } = context.output('job');
      const visuals = context.output('visuals');
      const painted = await paintAll(parts, context);
      for (const { degradations } of painted) degradations.forEach((notice) => result.degrade(notice));
      noticesOf(painted).forEach((notice) => result.warn(notice));
      return { pictures: withPainted(visuals, painted) };
    },
  };
}

/** What a scene would get, and at what price. */
function plannedScene({ order, estimate }: PlannedOrder): SceneGeneration {
  if (!estimate) return { kind: 'background' };
  const { providerId: provider, model, cost } = estimate;
  return { kind: order.kind, provider, model, ...(cost.micros > 0 ? { costs: [cost] } : {}) };
}

function unableNotice({ sceneId, kind }: SceneOrder, why: string): VideoNotice {
  return {
    code: 'VISUAL_FALLBACK',
    what: `Scene ${sceneId} would show the channel’s background instead of a ${kind === 'clip' ? 'clip' : 'picture'}.`,
    why,
    effect: 'The scene has its words and its sound, but no picture of its own.',
  };
}

/** The same for a dry run: who would make them, and what they would cost. Nothing is sent. */
export function planPicturesStage(
  parts: PicturesStageParts,
): PipelineStage<PlanOutputs, 'job' | 'script' | 'voice' | 'visuals', 'pictures'> {
  return {
    ...facts,
    weight: 1,
    displayName: 'Estimating clips and pictures',
    async execute(context) {
      const { result } = context.output('job');
      const visuals = context.output('visuals');
      const planned = await plan(parts, context);
      const generations: (SceneGeneration | undefined)[] = visuals.scenes.map(() => undefined);
      const costs: Cost[] = [];
      for (const one of planned) {
        generations[one.order.index] = plannedScene(one);
        if (one.estimate) costs.push(one.estimate.cost);
        if (one.problem) result.degrade(unableNotice(one.order, one.problem.message));
      }
      costs.forEach((cost) => result.spend(cost));
      return { pictures: { ...visuals, generations } };
    },
  };
}
