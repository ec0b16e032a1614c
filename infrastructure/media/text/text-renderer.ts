import type * as Canvas from '@napi-rs/canvas';
import type { TimelineScene, VideoTimeline } from '../../../domain/timeline/video-timeline.js';
import { CaptionText } from './caption-text.js';
import { FontLibrary, type FontChoice } from './font-library.js';
import { fontOrder } from './font-packages.js';
import { LayerPainter, ScratchCanvas } from './layer-painter.js';
import { captionPages, titlePages } from './scene-pages.js';
import { localeOf } from './locale-of.js';
import { displayWords, type DisplayWord } from './scene-words.js';
import type { SceneText } from './text-layer.js';
import { TextMeasure } from './text-measure.js';
import { TitleText } from './title-text.js';

const maxMissing = 100;

function wordsOf(scene: TimelineScene, timeline: VideoTimeline, locale: Intl.Locale): DisplayWord[] {
  const { framesPerSecond, style } = timeline;
  const upperCase = style.typography.captionCase === 'upper';
  return displayWords(scene.cues, { framesPerSecond, locale, upperCase });
}

/** Draws all that is written on the picture: captions and titles. */
export class TextRenderer {
  readonly #scratch: ScratchCanvas;

  private constructor(
    private readonly canvas: typeof Canvas,
    private readonly fonts: FontLibrary,
  ) {
    this.#scratch = new ScratchCanvas(canvas);
  }

  /** Loads the canvas (about 0.2 s the first time), no font yet. */
  static async create(): Promise<TextRenderer> {
    const canvas = await import('@napi-rs/canvas');
    return new TextRenderer(canvas, new FontLibrary(canvas));
  }

  /**
   * Characters of all scenes for which no font of the install has a glyph, sorted; at most 100. They are
   * drawn in a font of the system if there is one, else as an empty box: worth a warning.
   *
   * @throws VideoGenerationError FONTS_MISSING
   */
  async missingGlyphs(timeline: VideoTimeline): Promise<readonly string[]> {
    const locale = localeOf(timeline.language);
    const missing = new Set<string>();
    for (const scene of timeline.scenes) {
      const fonts = await this.#chooseFonts(wordsOf(scene, timeline, locale), timeline, locale);
      for (const cluster of fonts.missing) if (missing.size < maxMissing) missing.add(cluster);
    }
    return [...missing].sort();
  }

  /**
   * Loads the fonts that the scene needs and lays its text out; draws nothing yet.
   *
   * @throws VideoGenerationError FONTS_MISSING
   */
  async prepareScene(scene: TimelineScene, timeline: VideoTimeline): Promise<SceneText> {
    const { typography, palette } = timeline.style;
    const isTitle = scene.treatment === 'title';
    const weight = isTitle ? typography.titleWeight : typography.captionWeight;
    const locale = localeOf(timeline.language);
    const words = wordsOf(scene, timeline, locale);
    const fonts = await this.#chooseFonts(words, timeline, locale);
    const language = locale.toString();
    const measure = new TextMeasure(this.canvas, fonts, weight, language);
    const setting = { scene, timeline, words, tools: { fonts, locale, measure } };
    const painter = new LayerPainter(this.#scratch, timeline, language);
    const style = { sceneId: scene.id, palette, weight };
    return isTitle
      ? new TitleText(titlePages(setting), painter, style, scene.overlapFrames > 0)
      : new CaptionText(captionPages(setting), painter, style);
  }

  async #chooseFonts(
    words: readonly DisplayWord[],
    timeline: VideoTimeline,
    locale: Intl.Locale,
  ): Promise<FontChoice> {
    const clusters = new Set(words.flatMap((word) => word.clusters));
    const order = fontOrder(timeline.style.typography.family, locale, [...clusters].join(''));
    return this.fonts.choose(clusters, order);
  }
}
