import type * as Canvas from '@napi-rs/canvas';
import type { FontChoice, FontFace } from './font-library.js';
import type { PieceMeasure } from './line-pieces.js';

/** Extents of what is drawn, in pixels from the drawing point; all positive inside the usual box. */
export interface Ink {
  readonly left: number;
  readonly right: number;
  readonly ascent: number;
  readonly descent: number;
}

/** A stretch of text in one font. */
export interface FontRun {
  readonly text: string;
  readonly face: FontFace;
}

/** Cuts clusters where the font changes. */
export function fontRuns(clusters: readonly string[], fonts: FontChoice): FontRun[] {
  const runs: { text: string; face: FontFace }[] = [];
  for (const cluster of clusters) {
    const face = fonts.faceOf(cluster);
    const last = runs.at(-1);
    if (last?.face === face) last.text += cluster;
    else runs.push({ text: cluster, face });
  }
  return runs;
}

/** Emoji fill their square; at full size they would tower over the letters. */
const emojiScale = 0.86;

/** CSS font shorthand. */
export function cssFont(face: FontFace, weight: number, size: number): string {
  return face.colored
    ? `400 ${size * emojiScale}px "${face.family}"`
    : `${weight} ${size}px "${face.family}"`;
}

const referenceSize = 100;
const narrowestSpace = 0.26;

/** Measures text of one scene: one weight, one language. */
export class TextMeasure implements PieceMeasure {
  readonly space: number;
  readonly #context: Canvas.SKRSContext2D;
  readonly #widths = new Map<string, number>();

  constructor(
    canvas: typeof Canvas,
    private readonly fonts: FontChoice,
    private readonly weight: number,
    language: string,
  ) {
    this.#context = canvas.createCanvas(2, 2).getContext('2d');
    this.#context.lang = language;
    this.#context.textAlign = 'left';
    this.space = Math.max(narrowestSpace, this.widthOf([' ']));
  }

  widthOf(clusters: readonly string[]): number {
    const key = clusters.join('');
    const known = this.#widths.get(key);
    if (known !== undefined) return known;
    let width = 0;
    for (const { text, face } of fontRuns(clusters, this.fonts)) {
      this.#context.font = cssFont(face, this.weight, referenceSize);
      width += this.#context.measureText(text).width / referenceSize;
    }
    this.#widths.set(key, width);
    return width;
  }

  /** Advance and ink of one run as it is drawn, pixels. */
  inkOf({ text, face }: FontRun, size: number, rightToLeft: boolean): { width: number; ink: Ink } {
    this.#context.font = cssFont(face, this.weight, size);
    this.#context.direction = rightToLeft ? 'rtl' : 'ltr';
    const metrics = this.#context.measureText(text);
    const ink = {
      left: metrics.actualBoundingBoxLeft,
      right: metrics.actualBoundingBoxRight,
      ascent: metrics.actualBoundingBoxAscent,
      descent: metrics.actualBoundingBoxDescent,
    };
    return { width: metrics.width, ink };
  }
}
