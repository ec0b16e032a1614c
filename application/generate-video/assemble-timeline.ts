import { buildTimeline, type SceneTiming } from '../build-timeline/build-timeline.js';
import { sceneSpans } from '../build-timeline/scene-spans.js';
import { ProviderCapability } from '../../domain/provider/provider-descriptor.js';
import type { IProviderRegistry, ProviderRequirements } from '../../domain/provider/provider-registry.js';
import type { IConfigManager } from '../../domain/settings/settings.js';
import { totalFrames, type VideoTimeline } from '../../domain/timeline/video-timeline.js';
import type { VideoRequest } from '../../domain/video/video-request.js';
import type { ResultScene } from '../../domain/video/video-result.js';
import type { ReadScript } from '../read-script/script-reader.js';
import type { PreparedVisuals } from './generation-outputs.js';
import { asksForVisuals, namesPainter } from './scene-orders.js';

/** Puts what the stages found out together. */
export function assembleTimeline(
  { script, channel, draft, language, quality, aspect, framesPerSecond }: ReadScript,
  timings: readonly SceneTiming[],
  visuals: PreparedVisuals,
): VideoTimeline {
  return buildTimeline({
    topic: script.topic,
    language,
    channel: channel.descriptor.id,
    style: draft.style,
    quality,
    aspect,
    framesPerSecond,
    music: visuals.music,
    scenes: script.scenes.map((scene, index) => ({
      scene,
      direction: draft.scenes[index]!,
      timing: timings[index]!,
      visual: visuals.scenes[index]!,
    })),
  });
}

/** The scenes as the result shows them. */
export function resultScenes(
  timeline: VideoTimeline,
  { script }: ReadScript,
  { generations }: PreparedVisuals,
): ResultScene[] {
  return sceneSpans(timeline).map(({ id, startSeconds, endSeconds }, index) => {
    const { role, text } = script.scenes[index]!;
    const visual = generations?.[index];
    return { id, role, text, startSeconds, endSeconds, ...(visual ? { visual } : {}) };
  });
}

/** What a provider has to be able to do for this timeline. */
export function requirementsFor(
  timeline: VideoTimeline,
  read: ReadScript,
  request: VideoRequest,
  { settings, registry }: Pick<IConfigManager, 'settings'> & { readonly registry: IProviderRegistry },
): ProviderRequirements {
  const { scenes, music, quality, framesPerSecond } = timeline;
  const { defaultProvider } = settings.global;
  const painter = asksForVisuals(read, request) && namesPainter(request, registry);
  const named = painter ? undefined : request.provider;
  const providerId = named ?? (defaultProvider === 'auto' ? undefined : defaultProvider);
  const capabilities: ProviderCapability[] = [];
  if (scenes.some(({ cues }) => cues.length > 0)) capabilities.push(ProviderCapability.Captions);
  if (scenes.some(({ overlapFrames }) => overlapFrames > 0))
    capabilities.push(ProviderCapability.Transitions);
  if (scenes.some(({ narration }) => narration)) capabilities.push(ProviderCapability.Narration);
  if (music.kind !== 'none') capabilities.push(ProviderCapability.Music);
  return {
    input: 'timeline',
    quality,
    aspect: read.aspect,
    durationSeconds: totalFrames(timeline) / framesPerSecond,
    capabilities,
    ...(providerId === undefined ? {} : { providerId }),
  };
}
