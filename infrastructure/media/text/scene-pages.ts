import type { TimelineScene, VideoTimeline } from '../../../domain/timeline/video-timeline.js';
import { captionReach } from './caption-text.js';
import { linePieces, type Piece } from './line-pieces.js';
import { fitCaptions, fitTitle, type FittedPage, type PageBox } from './page-fitting.js';
import { safeArea, type Area } from './safe-area.js';
import { cueFrames, type CueFrames, type DisplayWord } from './scene-words.js';
import { layOutPage, type LayoutTools, type PageLayout } from './text-layout.js';
import { even, pageStarts, wordStarts, type TextPage } from './text-page.js';
import { titleReach, titleRuleSpace } from './title-text.js';

/** Steps in which text shrinks until it fits. */
const captionScales = [1, 0.94, 0.88, 0.82, 0.76, 0.7, 0.64, 0.58];
const titleScales = [1, 0.92, 0.84, 0.76, 0.7, 0.64, 0.58, 0.52];
const captionLines = 2;
const titleLines = 6;
const goodTitleLines = 4;
/** Title lines are about this high, ems: letters and the gap. */
const titleLineHeight = 1.3;
/** Where the middle of a title stands in the safe area, from its top. */
const titleMiddle = 0.42;

export interface SceneSetting {
  readonly scene: TimelineScene;
  readonly timeline: VideoTimeline;
  readonly words: readonly DisplayWord[];
  readonly tools: LayoutTools;
}

interface CuePieces {
  readonly frames: CueFrames;
  readonly pieces: readonly Piece[];
}

/** The pieces of each cue that shows any. */
function piecesByCue({ scene, timeline, words, tools }: SceneSetting, box: PageBox): CuePieces[] {
  const widest = box.width / box.sizes.at(-1)!;
  return cueFrames(scene.cues, timeline.framesPerSecond).flatMap((frames, cue) => {
    const own = words.filter((word) => word.cue === cue);
    return own.length > 0 ? [{ frames, pieces: linePieces(own, tools.measure, widest) }] : [];
  });
}

function centred(layout: PageLayout, area: Area): number {
  return even((area.left + area.right - layout.width) / 2);
}

/** Captions stand on the lower edge of the safe area. */
export function captionPages(setting: SceneSetting): TextPage[] {
  const { timeline, tools } = setting;
  const area = safeArea(timeline.width, timeline.height);
  const size = Math.min(timeline.width * 0.08, timeline.height * 0.062);
  const reach = captionReach * size;
  const box: PageBox = {
    width: area.right - area.left - 2 * reach,
    sizes: captionScales.map((scale) => scale * size),
    maxLines: () => captionLines,
  };
  const cues = piecesByCue(setting, box);
  const fitted = fitCaptions(
    cues.map(({ pieces }) => pieces),
    box,
  );
  const parts = cues.flatMap(({ frames }, cue) => {
    const starts = pageStarts(fitted[cue]!, frames);
    return fitted[cue]!.map((page, part) => ({
      page,
      startFrame: starts[part]!,
      endFrame: starts[part + 1] ?? frames.endFrame,
    }));
  });
  return parts.map(({ page, startFrame, endFrame }, index) => {
    const layout = layOutPage(page, tools);
    const y = even(area.bottom - reach - layout.height);
    return { index, x: centred(layout, area), y, layout, words: wordStarts(page), startFrame, endFrame };
  });
}

function titleBox(area: Area, timeline: VideoTimeline): PageBox {
  const size = Math.min(timeline.width * 0.118, timeline.height * 0.105);
  const reach = titleReach * size;
  const height = area.bottom - area.top - 2 * reach;
  return {
    width: area.right - area.left - 2 * reach,
    sizes: titleScales.map((scale) => scale * size),
    goodLines: goodTitleLines,
    maxLines: (fontSize) =>
      Math.max(1, Math.min(titleLines, Math.floor((height / fontSize - titleRuleSpace) / titleLineHeight))),
  };
}

/** In the upper middle, but wholly inside the safe area. */
function titleTop({ height, fontSize }: PageLayout, area: Area): number {
  const reach = titleReach * fontSize;
  const below = titleRuleSpace * fontSize + reach;
  const wished = area.top + (area.bottom - area.top) * titleMiddle - height / 2;
  return even(Math.max(area.top + reach, Math.min(wished, area.bottom - below - height)));
}

/**
 * Titles stand until the next card, the last one until the scene's share of the crossfade ends: where the
 * next scene's text may begin.
 */
export function titlePages(setting: SceneSetting): TextPage[] {
  const { timeline, tools, scene } = setting;
  const lastFrame = scene.frames - Math.floor(scene.overlapFrames / 2);
  const area = safeArea(timeline.width, timeline.height);
  const box = titleBox(area, timeline);
  const cues = piecesByCue(setting, box);
  const fitted = fitTitle(
    cues.map(({ pieces }) => pieces),
    box,
  );
  const startFrame = cues[0]?.frames.startFrame ?? 0;
  const starts = pageStarts(fitted, { startFrame, endFrame: lastFrame });
  return fitted.map((page: FittedPage, index) => {
    const layout = layOutPage(page, tools);
    return {
      index,
      x: centred(layout, area),
      y: titleTop(layout, area),
      layout,
      words: wordStarts(page),
      startFrame: starts[index]!,
      endFrame: starts[index + 1] ?? lastFrame,
    };
  });
}
