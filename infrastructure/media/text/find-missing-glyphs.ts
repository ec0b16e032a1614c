import type { VideoTimeline } from '../../../domain/timeline/video-timeline.js';
import { TextRenderer } from './text-renderer.js';

/** Every font of the install has these. */
const plain = /^[\u0020-\u007e\u00a0\u2018\u2019\u201c\u201d\u2013\u2014\u2026]*$/u;

/**
 * Characters of a timeline's texts that no font of the install has; also for scenes whose picture comes from
 * the cache and is not drawn again. Plain English text loads no font.
 * @throws VideoGenerationError FONTS_MISSING
 */
export async function findMissingGlyphs(timeline: VideoTimeline): Promise<readonly string[]> {
  const words = timeline.scenes.flatMap(({ cues }) => cues.flatMap((cue) => cue.words));
  if (words.every(({ text }) => plain.test(text))) return [];
  const renderer = await TextRenderer.create();
  return renderer.missingGlyphs(timeline);
}
