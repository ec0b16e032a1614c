import { withAlpha } from './color.js';
import type { TextStyle } from './caption-text.js';
import {
  brushReach,
  brushRuns,
  grow,
  inkBox,
  type Box,
  type Brush,
  type Context,
  type LayerPainter,
} from './layer-painter.js';
import type { PlacedLayer, SceneText, TextLayer } from './text-layer.js';
import type { PlacedRun } from './text-layout.js';
import { even, pageAt, spokenIndex, type TextPage } from './text-page.js';

/** All lengths in ems. */
const look = {
  outline: 0.09,
  shadeBlur: 0.22,
  /** The rule under the title that grows with the voice. */
  ruleHeight: 0.1,
  ruleGap: 0.34,
  ruleShortest: 0.9,
  /** The soft dark ground behind the card: on a dark picture it is hardly seen, on a light one it carries. */
  groundPadding: 0.2,
  groundBlur: 0.9,
  rise: 0.22,
} as const;
const entranceFrames = 6;
const exitFrames = 5;
const wordOpacity = [0.45, 0.8] as const;
const waitingAlpha = 0.42;
const shadeAlpha = 0.5;
const groundAlpha = 0.55;

/** How far a title reaches beyond its letters, ems. */
export const titleReach = look.outline / 2 + look.shadeBlur * 1.5 + 0.03;
/** What the rule takes below the last line, ems. */
export const titleRuleSpace = look.ruleGap + look.ruleHeight;

/** A title card: all words wait in the dark and light up with the voice, over a rule that grows with it. */
export class TitleText implements SceneText {
  /** @param fadesOut whether another scene follows in a crossfade; the last card of a video stays whole */
  constructor(
    private readonly pages: readonly TextPage[],
    private readonly painter: LayerPainter,
    private readonly style: TextStyle,
    private readonly fadesOut: boolean,
  ) {}

  layersAt(frame: number): readonly PlacedLayer[] {
    const page = pageAt(this.pages, frame);
    if (!page || page.layout.runs.length === 0) return [];
    const entered = Math.min(1, (frame - page.startFrame + 1) / entranceFrames);
    const left = this.fadesOut && page === this.pages.at(-1) ? (page.endFrame - frame) / exitFrames : 1;
    const shown = Math.min(entered, left);
    const offsetY = even(look.rise * page.layout.fontSize * (1 - entered) ** 2);
    const place = (layer: TextLayer, opacity = 1): PlacedLayer => ({
      layer,
      opacity: shown * opacity,
      offsetX: 0,
      offsetY,
    });
    const current = spokenIndex(page, frame);
    const layers = [place(this.#waiting(page)), place(this.#rule(page, current))];
    for (let line = 0; line < page.layout.lines; line++) {
      const lit = this.#lit(page, line, current);
      if (lit) layers.push(place(lit));
    }
    const word = page.words[current];
    if (word) layers.push(place(this.#spoken(page, word.spoken), wordOpacity[frame - word.frame]));
    return layers;
  }

  /** The ground and all words, as they wait to be spoken. */
  #waiting({ layout, index, x, y }: TextPage): TextLayer {
    const { palette, weight, sceneId } = this.style;
    const em = layout.fontSize;
    const padding = look.groundPadding * em;
    const ground: Box = {
      left: x - padding,
      top: y - padding,
      right: x + layout.width + padding,
      bottom: y + layout.height + titleRuleSpace * em + padding,
    };
    return this.painter.layer(`${sceneId}/${index}`, grow(ground, look.groundBlur * em * 1.5), (context) => {
      paintGround(context, ground, withAlpha(palette.shade, groundAlpha), look.groundBlur * em);
      context.translate(x, y);
      brushRuns(context, layout.runs, em, { weight, fill: withAlpha(palette.text, waitingAlpha) });
    });
  }

  /** The words of a line that have been spoken. */
  #lit(page: TextPage, line: number, current: number): TextLayer | undefined {
    const done = new Set(page.words.slice(0, Math.max(0, current)).map(({ spoken }) => spoken));
    const runs = page.layout.runs.filter((run) => run.line === line && done.has(run.spoken));
    if (runs.length === 0) return undefined;
    const state = `${line}/${new Set(runs.map(({ spoken }) => spoken)).size}`;
    return this.#runs(page, state, runs, this.style.palette.text);
  }

  #spoken(page: TextPage, spoken: number): TextLayer {
    const runs = page.layout.runs.filter((run) => run.spoken === spoken);
    return this.#runs(page, `spoken/${spoken}`, runs, this.style.palette.highlight);
  }

  #runs(page: TextPage, state: string, runs: readonly PlacedRun[], fill: string): TextLayer {
    const { fontSize } = page.layout;
    const { palette, weight, sceneId } = this.style;
    const brush: Brush = {
      weight,
      fill,
      outline: { color: palette.shade, width: look.outline * fontSize },
      shade: { color: withAlpha(palette.shade, shadeAlpha), blur: look.shadeBlur * fontSize },
    };
    const box = inkBox(runs, page.x, page.y, brushReach(brush));
    return this.painter.layer(`${sceneId}/${page.index}/${state}`, box, (context) => {
      context.translate(page.x, page.y);
      brushRuns(context, runs, fontSize, brush);
    });
  }

  #rule(page: TextPage, current: number): TextLayer {
    const { layout, words } = page;
    const { fontSize } = layout;
    const shortest = Math.min(layout.width, look.ruleShortest * fontSize);
    const length = shortest + ((layout.width - shortest) * (current + 1)) / words.length;
    const height = look.ruleHeight * fontSize;
    const left = page.x + (layout.width - length) / 2;
    const top = page.y + layout.height + look.ruleGap * fontSize;
    const box: Box = { left: left - 2, top: top - 2, right: left + length + 2, bottom: top + height + 2 };
    return this.painter.layer(`${this.style.sceneId}/${page.index}/rule/${current}`, box, (context) => {
      context.fillStyle = this.style.palette.accent;
      context.beginPath();
      context.roundRect(left, top, length, height, height / 2);
      context.fill();
    });
  }
}

/** Only the blurred shadow is wanted, so the shape that throws it is drawn far outside the layer. */
function paintGround(context: Context, { left, top, right, bottom }: Box, color: string, blur: number): void {
  const away = 4 * (right - left);
  context.shadowColor = color;
  context.shadowBlur = blur;
  context.shadowOffsetX = away;
  context.fillStyle = '#000';
  context.beginPath();
  context.roundRect(left - away, top, right - left, bottom - top, blur);
  context.fill();
  context.shadowColor = 'transparent';
  context.shadowOffsetX = 0;
}
