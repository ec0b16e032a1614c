import { VideoGenerationError } from '../../domain/errors/video-generation-error.js';
import type { UnifiedRequestInput } from '../../domain/generation/unified-request.js';
import type { UnifiedResponse } from '../../domain/generation/unified-response.js';
import { addCost } from '../../domain/money/sum-costs.js';
import type { Cost, ProviderWarning } from '../../domain/provider/provider-operation.js';
import type { SceneVisual } from '../../domain/timeline/video-timeline.js';
import type { SceneGeneration, VideoNotice } from '../../domain/video/video-result.js';
import type { MediaEstimate, MediaOptions } from '../generate-media/media-options.js';
import { requestFor, type SceneOrder } from './scene-orders.js';
import type { ScriptBudget } from './script-budget.js';

/** What the painter needs of the gateway. */
export interface MediaPort {
  generate(request: UnifiedRequestInput, options?: MediaOptions): Promise<UnifiedResponse>;
  estimate(request: UnifiedRequestInput, options?: MediaOptions): Promise<MediaEstimate>;
  /** The id that makes equal requests one piece of work, which is paid for once. */
  idOf(request: UnifiedRequestInput): string;
}

export interface PainterTerms {
  readonly media: MediaPort;
  readonly budget: ScriptBudget;
  readonly signal: AbortSignal;
  /** False: made anew, whatever was made before. */
  readonly reuse: boolean;
}

/** An order that can be carried out, or why it cannot. */
export interface PlannedOrder {
  readonly order: SceneOrder;
  readonly request: UnifiedRequestInput;
  /** Absent: nobody can; the scene keeps the channel's background. */
  readonly estimate?: MediaEstimate;
  readonly problem?: VideoGenerationError;
}

/** What a scene got. */
export interface PaintedScene {
  readonly order: SceneOrder;
  /** Absent: the scene keeps the channel's background. */
  readonly visual?: SceneVisual;
  readonly generation: SceneGeneration;
  readonly costs: readonly Cost[];
  readonly degradations: readonly VideoNotice[];
  readonly warnings: readonly ProviderWarning[];
}

const cannot: readonly string[] = ['INVALID_REQUEST', 'NO_SUITABLE_PROVIDER'];

/** Seconds that are missing are not worth more than this many times the price: the clip is slowed down instead. */
const dearest = 2;

/**
 * Finds who would make it and at what price: a clip as long as its scene, unless one that is as near as the best
 * model makes it costs less than half.
 * @throws VideoGenerationError if the order names a provider or model that cannot
 */
export async function planOrder(
  order: SceneOrder,
  { media, signal }: Pick<PainterTerms, 'media' | 'signal'>,
): Promise<PlannedOrder> {
  const planned: PlannedOrder[] = [];
  let problem: VideoGenerationError | undefined;
  for (const longer of order.kind === 'clip' ? [true, false] : [true]) {
    const request = requestFor(order, longer);
    try {
      planned.push({ order, request, estimate: await media.estimate(request, { signal }) });
    } catch (thrown) {
      problem = VideoGenerationError.from(thrown);
      if (!cannot.includes(problem.code)) throw forScene(order, problem);
    }
  }
  const [first, second] = planned;
  if (first) return second && isBargain(second.estimate!.cost, first.estimate!.cost) ? second : first;
  const open = order.provider === 'auto' && order.model === undefined;
  if (!open || problem!.code !== 'NO_SUITABLE_PROVIDER') throw forScene(order, problem!);
  return { order, request: requestFor(order), problem: problem! };
}

function isBargain(cheap: Cost, dear: Cost): boolean {
  return cheap.currency === dear.currency && cheap.micros > 0 && cheap.micros * dearest < dear.micros;
}

/** Carries an order out: the clip, else a picture, else the channel's background; says what became of it. */
export class ScenePainter {
  constructor(private readonly terms: PainterTerms) {}

  /** @throws VideoGenerationError if the work was cancelled or the disk is full */
  async paint(
    planned: PlannedOrder,
    seed: number,
    onProgress: (fraction: number) => void,
  ): Promise<PaintedScene> {
    const { order, problem } = planned;
    const failures: Failure[] = [];
    let costs: readonly Cost[] = [];
    const tries = [planned, ...(order.kind === 'clip' ? [undefined] : [])];
    for (const attempt of problem ? [] : tries) {
      const outcome = await this.attempted(attempt, order, onProgress);
      for (const cost of outcome.costs) costs = addCost(costs, cost);
      if ('response' in outcome) return painted(order, outcome, seed, costs, failures);
      failures.push(outcome);
      // What may have been paid for is not bought a second time in another form.
      if (outcome.error.billed === 'unknown') break;
    }
    if (problem) failures.push({ kind: order.kind, error: problem, costs: [] });
    return unpainted(order, costs, failures);
  }

  /** @param attempt undefined: a picture in the clip's place */
  private async attempted(
    attempt: PlannedOrder | undefined,
    order: SceneOrder,
    onProgress: (fraction: number) => void,
  ): Promise<Success | Failure> {
    const { signal } = this.terms;
    const kind = attempt ? order.kind : 'image';
    try {
      const planned = attempt ?? (await planOrder(asPicture(order), this.terms));
      if (!planned.estimate) throw planned.problem!;
      return await this.made(planned, onProgress);
    } catch (thrown) {
      const error = VideoGenerationError.from(thrown);
      if (signal.aborted || endsTheJob(error)) throw error;
      return { kind, error, costs: [] };
    }
  }

  private async made(
    planned: PlannedOrder,
    onProgress: (fraction: number) => void,
  ): Promise<Success | Failure> {
    const { order, request, estimate } = planned;
    const { budget, signal } = this.terms;
    const share = budget.reserve(estimate!.cost);
    let costs: readonly Cost[] = [];
    try {
      const { ceiling } = share;
      const policies = ceiling
        ? { budget: { perRequestMicros: ceiling.micros, currency: ceiling.currency } }
        : {};
      const response = await this.asked(request, { ...policies, signal, onProgress: told(onProgress) });
      costs = costsOf(response);
      if (response.result) return { kind: order.kind, response, costs };
      const error = VideoGenerationError.fromJSON(response.error!);
      if (signal.aborted || endsTheJob(error)) throw error;
      return { kind: order.kind, error, costs };
    } finally {
      share.settle(costs);
    }
  }

  /** The same content is one piece of work: what an earlier run has made, or left unfinished, is not bought again. */
  private async asked(request: UnifiedRequestInput, options: MediaOptions): Promise<UnifiedResponse> {
    const { media, reuse } = this.terms;
    if (!reuse) return media.generate(request, { ...options, cache: false });
    const response = await media.generate({ ...request, requestId: media.idOf(request) }, options);
    const isGone = response.error?.code === 'DOWNLOAD_REJECTED' && response.attempts.length === 0;
    return isGone ? media.generate(request, options) : response;
  }
}

interface Failure {
  readonly kind: SceneOrder['kind'];
  readonly error: VideoGenerationError;
  readonly costs: readonly Cost[];
}
interface Success {
  readonly kind: SceneOrder['kind'];
  readonly response: UnifiedResponse;
  readonly costs: readonly Cost[];
}

const told =
  (onProgress: (fraction: number) => void): NonNullable<MediaOptions['onProgress']> =>
  ({ fraction }) => {
    if (fraction !== undefined) onProgress(fraction);
  };

/** In place of a clip: of the same provider, whose default model for pictures is taken. */
function asPicture({ model: _clips, ...order }: SceneOrder): SceneOrder {
  return { ...order, kind: 'image' };
}

function costsOf({ cost, otherCosts = [] }: UnifiedResponse): Cost[] {
  return [cost, ...otherCosts].filter(({ micros }) => micros > 0);
}

/** Another picture cannot help if the work was cancelled or the disk is full. */
function endsTheJob({ code, category }: VideoGenerationError): boolean {
  return category === 'cancelled' || code === 'STORAGE_FULL' || code === 'STORAGE_NOT_WRITABLE';
}

function forScene({ sceneId }: SceneOrder, error: VideoGenerationError): VideoGenerationError {
  return new VideoGenerationError(error.code, {
    ...error.toJSON(),
    message: `Scene ${sceneId}: ${error.message}`,
    details: { ...error.details, where: `visual of scene ${sceneId}` },
    cause: error,
  });
}

function visualOf({ result }: UnifiedResponse, seed: number): SceneVisual {
  const { mediaType, path, contentHash, probe } = result!;
  if (mediaType === 'image')
    return { kind: 'image', path, contentHash, fit: 'cover', motion: 'ken-burns', seed };
  const durationSeconds = probe.video?.durationSeconds ?? probe.durationSeconds;
  return { kind: 'clip', path, contentHash, fit: 'cover', durationSeconds, fill: 'stretch' };
}

function painted(
  order: SceneOrder,
  { kind, response }: Success,
  seed: number,
  costs: readonly Cost[],
  failures: readonly Failure[],
): PaintedScene {
  const { provider, model, result, cacheHit, warnings } = response;
  const generation: SceneGeneration = {
    kind,
    ...(provider === undefined ? {} : { provider }),
    ...(model === undefined ? {} : { model }),
    path: result!.path,
    ...(costs.length > 0 ? { costs } : {}),
    ...(isRecord(result!.facts?.attribution) ? { attribution: result!.facts.attribution } : {}),
    ...(cacheHit ? { reused: true } : {}),
  };
  const [failure] = failures;
  const degradations: VideoNotice[] = failure
    ? [
        {
          code: 'CLIP_FALLBACK',
          what: `Scene ${order.sceneId} shows a picture instead of a clip.`,
          why: failure.error.message,
          effect: 'The picture moves slowly; nothing in it does.',
        },
      ]
    : [];
  return { order, visual: visualOf(response, seed), generation, costs, degradations, warnings };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function unpainted(order: SceneOrder, costs: readonly Cost[], failures: readonly Failure[]): PaintedScene {
  const reasons = [...new Set(failures.map(({ error }) => error.message))].join(' Then: ');
  const unknown = failures.some(({ error }) => error.billed === 'unknown');
  const wanted = order.kind === 'clip' ? 'clip' : 'picture';
  return {
    order,
    generation: { kind: 'background', ...(costs.length > 0 ? { costs } : {}) },
    costs,
    degradations: [
      {
        code: 'VISUAL_FALLBACK',
        what: `Scene ${order.sceneId} shows the channel’s background instead of a ${wanted}.`,
        why: reasons,
        effect: unknown
          ? 'It may have been paid for all the same: `aether operations` shows what became of it.'
          : 'The scene has its words and its sound, but no picture of its own.',
      },
    ],
    warnings: [],
  };
}
