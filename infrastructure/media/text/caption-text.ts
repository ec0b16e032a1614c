import type { ChannelPalette } from '../../../domain/channel/channel-style.js';
import { mostLegible, withAlpha } from './color.js';
import {
  brushReach,
  brushRuns,
  grow,
  inkBox,
  unite,
  type Box,
  type Brush,
  type LayerPainter,
} from './layer-painter.js';
import type { PlacedLayer, SceneText, TextLayer } from './text-layer.js';
import { even, pageAt, spokenIndex, stretchesOfWord, type TextPage, type WordStretch } from './text-page.js';

/** All lengths in ems. */
const look = {
  outline: 0.15,
  shadeBlur: 0.16,
  pillRadius: 0.2,
  /** Pill beyond the word on the frames after the word begins: it pops and settles. */
  pillPadding: [0.09, 0.19, 0.14],
  pillPaddingVertical: [0.05, 0.1, 0.08],
  rise: 0.16,
} as const;
const entranceOpacity = [0.4, 0.75, 0.95] as const;
const shadeAlpha = 0.55;

/** How far captions reach beyond their letters, ems. */
export const captionReach = Math.max(look.outline / 2 + look.shadeBlur * 1.5, ...look.pillPadding) + 0.03;

export interface TextStyle {
  readonly sceneId: string;
  readonly palette: ChannelPalette;
  readonly weight: number;
}

/** Captions: white on dark outline, and a pill of the highlight colour under the word that is spoken. */
export class CaptionText implements SceneText {
  constructor(
    private readonly pages: readonly TextPage[],
    private readonly painter: LayerPainter,
    private readonly style: TextStyle,
  ) {}

  layersAt(frame: number): readonly PlacedLayer[] {
    const page = pageAt(this.pages, frame);
    if (!page || page.layout.runs.length === 0) return [];
    const age = frame - page.startFrame;
    const opacity = entranceOpacity[age] ?? 1;
    const rise = age < entranceOpacity.length ? look.rise * (1 - age / entranceOpacity.length) : 0;
    const placed = { opacity, offsetX: 0, offsetY: even(rise * page.layout.fontSize) };
    const layers = [{ layer: this.#words(page), ...placed }];
    const word = page.words[spokenIndex(page, frame)];
    if (word) {
      const step = Math.min(frame - word.frame, look.pillPadding.length - 1);
      layers.push({ layer: this.#pill(page, word.spoken, step), ...placed });
    }
    return layers;
  }

  #words(page: TextPage): TextLayer {
    const { runs, fontSize } = page.layout;
    const { palette, weight } = this.style;
    const brush: Brush = {
      weight,
      fill: palette.text,
      outline: { color: palette.shade, width: look.outline * fontSize },
      shade: { color: withAlpha(palette.shade, shadeAlpha), blur: look.shadeBlur * fontSize },
    };
    const box = inkBox(runs, page.x, page.y, brushReach(brush));
    return this.painter.layer(`${this.style.sceneId}/${page.index}`, box, (context) => {
      context.translate(page.x, page.y);
      brushRuns(context, runs, fontSize, brush);
    });
  }

  #pill(page: TextPage, spoken: number, step: number): TextLayer {
    const { palette, weight, sceneId } = this.style;
    const { fontSize } = page.layout;
    const stretches = stretchesOfWord(page.layout, spoken);
    const pills = stretches.map((stretch) => pillBox(page, stretch, step));
    const runs = stretches.flatMap((stretch) => stretch.runs);
    const box = grow([...pills, inkBox(runs, page.x, page.y, 0)].reduce(unite), 2);
    return this.painter.layer(`${sceneId}/${page.index}/${spoken}/${step}`, box, (context) => {
      context.fillStyle = palette.highlight;
      for (const { left, top, right, bottom } of pills) {
        context.beginPath();
        context.roundRect(left, top, right - left, bottom - top, look.pillRadius * fontSize);
        context.fill();
      }
      context.translate(page.x, page.y);
      const fill = mostLegible(palette.highlight, [palette.shade, palette.text]);
      brushRuns(context, runs, fontSize, { weight, fill });
    });
  }
}

/** Covers the word and its outline, without touching the neighbours: words without space get no padding. */
function pillBox(page: TextPage, stretch: WordStretch, step: number): Box {
  const { fontSize, ascent, descent, lineHeight } = page.layout;
  const horizontal = look.pillPadding[step]! * fontSize;
  const vertical = look.pillPaddingVertical[step]! * fontSize;
  const padding = (room: number): number => Math.min(horizontal, Math.max(0.03 * fontSize, room * 0.6));
  const baseline = page.y + ascent + stretch.line * lineHeight;
  return {
    left: page.x + stretch.left - padding(stretch.roomLeft),
    top: baseline - ascent - vertical,
    right: page.x + stretch.right + padding(stretch.roomRight),
    bottom: baseline + descent + vertical,
  };
}
