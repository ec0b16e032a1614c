import type { UnifiedRequestInput } from '../../domain/generation/unified-request.js';
import type { IProviderRegistry } from '../../domain/provider/provider-registry.js';
import type { VideoScene } from '../../domain/script/video-script.js';
import type { VideoTimeline } from '../../domain/timeline/video-timeline.js';
import type { VideoRequest } from '../../domain/video/video-request.js';
import type { ReadScript } from '../read-script/script-reader.js';

/** A clip or picture that a scene asks a provider for. */
export interface SceneOrder {
  /** Place in the script. */
  readonly index: number;
  readonly sceneId: string;
  readonly kind: 'clip' | 'image';
  /** Provider id or `auto`. */
  readonly provider: string;
  readonly model?: string;
  readonly prompt: string;
  readonly aspectRatio: string;
  /** How long the scene is seen, seconds. */
  readonly seconds: number;
  /** Which of a library's hits: scenes with the same words show different ones. */
  readonly seed?: number;
  /** What the file is named after. */
  readonly title: string;
}

type Wish = Pick<SceneOrder, 'kind' | 'provider' | 'model'> & { readonly prompt?: string };

/** True if any scene of the script will ask a provider for its picture. */
export function asksForVisuals({ script }: Pick<ReadScript, 'script'>, request: VideoRequest): boolean {
  return script.scenes.some((scene) => {
    const kind = request.visual ?? scene.visual?.kind;
    return !scene.media && kind !== undefined && kind !== 'background';
  });
}

/** True if the request names a provider that makes clips or pictures, and no whole videos. */
export function namesPainter({ provider }: VideoRequest, registry: IProviderRegistry): boolean {
  if (provider === undefined) return false;
  const accepts = registry.list().find(({ descriptor }) => descriptor.id === provider)?.descriptor.accepts;
  return accepts?.includes('prompt') === true && !accepts.includes('timeline');
}

/** The request wins over the script; a script's provider and model belong to the kind that it names. */
function wishOf(scene: VideoScene, request: VideoRequest, painter: string | undefined): Wish | undefined {
  const { visual } = scene;
  const kind = request.visual ?? visual?.kind;
  if (scene.media || kind === undefined || kind === 'background') return undefined;
  const own = visual?.kind === kind ? visual : undefined;
  const provider = painter ?? own?.provider ?? 'auto';
  const model =
    request.model ?? (painter === undefined || painter === own?.provider ? own?.model : undefined);
  return {
    kind,
    provider,
    ...(model === undefined ? {} : { model }),
    ...(visual?.prompt === undefined ? {} : { prompt: visual.prompt }),
  };
}

/** What the scenes ask for, in order. The timeline tells how long each of them is seen. */
export function sceneOrders(
  { script, channel, aspect }: ReadScript,
  timeline: VideoTimeline,
  request: VideoRequest,
  registry: IProviderRegistry,
): SceneOrder[] {
  const named = registry.list().find(({ descriptor }) => descriptor.id === request.provider)?.descriptor;
  const painter = named?.accepts.includes('prompt') ? named.id : undefined;
  const searched = new Map<string, number>();
  return script.scenes.flatMap((scene, index) => {
    const wish = wishOf(scene, request, painter);
    if (!wish) return [];
    const seconds = timeline.scenes[index]!.frames / timeline.framesPerSecond;
    const title = `${script.topic} ${scene.id}`;
    const order = { ...wish, index, sceneId: scene.id, aspectRatio: aspect, seconds, title };
    const maker = registry.list().find(({ descriptor }) => descriptor.id === wish.provider)?.descriptor;
    if (maker?.searches !== true)
      return [{ ...order, prompt: wish.prompt ?? channel.promptFor(scene, script) }];
    const prompt = wish.prompt ?? scene.text;
    const seed = searched.get(`${wish.kind} ${prompt}`) ?? 0;
    searched.set(`${wish.kind} ${prompt}`, seed + 1);
    return [{ ...order, prompt, seed }];
  });
}

/** The order as the gateway is asked with it. @param longer false: of clips that are all too short the longest */
export function requestFor(order: SceneOrder, longer = true): UnifiedRequestInput {
  const { kind, provider, model, prompt, aspectRatio, seconds, seed, title } = order;
  // The clip's own sound is not heard: the narration and the channel's music are.
  const moving = { duration: Math.ceil(seconds * 10) / 10, audio: false };
  return {
    provider,
    ...(model === undefined ? {} : { model }),
    prompt,
    mediaType: kind === 'clip' ? 'video' : 'image',
    parameters: { aspectRatio, ...(kind === 'clip' ? moving : {}), ...(seed === undefined ? {} : { seed }) },
    snap: longer ? 'nearest-longer' : 'nearest',
    metadata: { title },
  };
}
