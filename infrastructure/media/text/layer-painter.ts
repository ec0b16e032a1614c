import type * as Canvas from '@napi-rs/canvas';
import { keptLayers, type TextLayer } from './text-layer.js';
import type { PlacedRun } from './text-layout.js';
import { cssFont } from './text-measure.js';

/** Pixels of the frame; `right` and `bottom` are exclusive. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export interface Brush {
  readonly weight: number;
  /** CSS colours. */
  readonly fill: string;
  /** Drawn under the letters and half inside them, pixels. */
  readonly outline?: { readonly color: string; readonly width: number };
  /** Soft shade under all, pixels. */
  readonly shade?: { readonly color: string; readonly blur: number };
}

export type Context = Canvas.SKRSContext2D;

/** How far a brush reaches beyond the ink, pixels: half an outline, and a blur of 1.5 times its radius. */
export function brushReach({ outline, shade }: Pick<Brush, 'outline' | 'shade'>): number {
  return (outline?.width ?? 0) / 2 + (shade?.blur ?? 0) * 1.5 + 2;
}

/** The smallest box around the ink of some runs, `reach` pixels larger on every side. */
export function inkBox(runs: readonly PlacedRun[], originX: number, originY: number, reach: number): Box {
  return {
    left: originX + Math.min(...runs.map(({ x, ink }) => x - ink.left)) - reach,
    top: originY + Math.min(...runs.map(({ y, ink }) => y - ink.ascent)) - reach,
    right: originX + Math.max(...runs.map(({ x, ink, width }) => x + Math.max(width, ink.right))) + reach,
    bottom: originY + Math.max(...runs.map(({ y, ink }) => y + ink.descent)) + reach,
  };
}

/** The box with `by` pixels more on every side. */
export function grow({ left, top, right, bottom }: Box, by: number): Box {
  return { left: left - by, top: top - by, right: right + by, bottom: bottom + by };
}

/** The smallest box around both. */
export function unite(one: Box, other: Box): Box {
  return {
    left: Math.min(one.left, other.left),
    top: Math.min(one.top, other.top),
    right: Math.max(one.right, other.right),
    bottom: Math.max(one.bottom, other.bottom),
  };
}

/** Draws runs at their places: all outlines first, so that none lies on a neighbour's letters. */
export function brushRuns(
  context: Context,
  runs: readonly PlacedRun[],
  fontSize: number,
  brush: Brush,
): void {
  const draw = (run: PlacedRun, paint: 'fillText' | 'strokeText'): void => {
    context.font = cssFont(run.face, brush.weight, fontSize);
    context.direction = run.rightToLeft ? 'rtl' : 'ltr';
    context[paint](run.text, run.x, run.y);
  };
  context.fillStyle = brush.fill;
  if (brush.shade) {
    context.shadowColor = brush.shade.color;
    context.shadowBlur = brush.shade.blur;
  }
  if (brush.outline) {
    context.strokeStyle = brush.outline.color;
    context.lineWidth = brush.outline.width;
    for (const run of runs) if (!run.face.colored) draw(run, 'strokeText');
    for (const run of runs) if (run.face.colored) draw(run, 'fillText');
    context.shadowColor = 'transparent';
  }
  for (const run of runs) if (!run.face.colored || !brush.outline) draw(run, 'fillText');
  context.shadowColor = 'transparent';
}

/** One canvas for all layers: a new one for each costs more than what is drawn on it. */
export class ScratchCanvas {
  #surface: Canvas.Canvas;

  constructor(private readonly canvas: typeof Canvas) {
    this.#surface = canvas.createCanvas(2, 2);
  }

  /** Pixels of what `draw` leaves on a clear canvas of this size. */
  draw(width: number, height: number, draw: (context: Context) => void): Uint8ClampedArray {
    if (this.#surface.width < width || this.#surface.height < height) {
      const widest = Math.max(this.#surface.width, width);
      this.#surface = this.canvas.createCanvas(widest, Math.max(this.#surface.height, height));
    }
    const context = this.#surface.getContext('2d');
    context.save();
    context.clearRect(0, 0, width, height);
    draw(context);
    context.restore();
    return context.getImageData(0, 0, width, height).data;
  }
}

/** Draws layers when they are first needed and keeps the latest. */
export class LayerPainter {
  readonly #kept = new Map<string, TextLayer>();

  constructor(
    private readonly scratch: ScratchCanvas,
    private readonly frame: { readonly width: number; readonly height: number },
    private readonly language: string,
  ) {}

  /** The kept layer of this key, or a new one: `draw` gets a context whose origin is the frame's. */
  layer(key: string, box: Box, draw: (context: Context) => void): TextLayer {
    const layer = this.#kept.get(key) ?? this.#paint(key, box, draw);
    this.#kept.delete(key);
    this.#kept.set(key, layer);
    if (this.#kept.size > keptLayers) this.#kept.delete(this.#kept.keys().next().value!);
    return layer;
  }

  #paint(key: string, box: Box, draw: (context: Context) => void): TextLayer {
    const x = Math.max(0, 2 * Math.floor(box.left / 2));
    const y = Math.max(0, 2 * Math.floor(box.top / 2));
    const width = Math.max(2, Math.min(this.frame.width, 2 * Math.ceil(box.right / 2)) - x);
    const height = Math.max(2, Math.min(this.frame.height, 2 * Math.ceil(box.bottom / 2)) - y);
    const rgba = this.scratch.draw(width, height, (context) => {
      context.translate(-x, -y);
      context.lang = this.language;
      context.textAlign = 'left';
      context.lineJoin = 'round';
      draw(context);
    });
    return { key, x, y, width, height, rgba };
  }
}
