import type { CSSProperties } from 'react';

export interface TextBox {
  /** Pixels. */
  readonly width: number;
  /** Pixels, largest first. */
  readonly sizes: readonly number[];
  readonly maxLines: number;
  /** Pixels. Default: whatever the lines need. */
  readonly maxHeight?: number;
}

/** Style of the text that has a part in its size. */
export type MeasuredStyle = Pick<CSSProperties, 'fontFamily' | 'fontWeight'>;

/** Ems from one line to the next. */
export const lineHeight = 1.24;
/** Text that no size fits goes on shrinking by this. */
const forcedStep = 0.88;
const smallest = 8;

/** Every page draws many frames of the same text. */
const known = new Map<string, number>();

/** The largest font size, in pixels, at which a text fits its box; a text that never does is made to. */
export function fitText(text: string, style: MeasuredStyle, box: TextBox): number {
  const key = JSON.stringify([text, style, box]);
  const size = known.get(key) ?? measure(text, style, box);
  known.set(key, size);
  return size;
}

/** True if the text fits at one of the box's own sizes. */
export function fitsText(text: string, style: MeasuredStyle, box: TextBox): boolean {
  return fitText(text, style, box) >= box.sizes.at(-1)!;
}

function measure(text: string, style: MeasuredStyle, box: TextBox): number {
  const probe = document.createElement('div');
  probe.textContent = text;
  Object.assign(probe.style, style, {
    position: 'absolute',
    visibility: 'hidden',
    width: `${box.width}px`,
    lineHeight: String(lineHeight),
  });
  document.body.append(probe);
  try {
    const fitting = box.sizes.find((size) => fits(probe, size, box));
    if (fitting !== undefined) return fitting;
    probe.style.overflowWrap = 'anywhere';
    let size = box.sizes.at(-1)!;
    do size *= forcedStep;
    while (size > smallest && !fits(probe, size, box));
    return size;
  } finally {
    probe.remove();
  }
}

function fits(probe: HTMLElement, size: number, { width, maxLines, maxHeight = Infinity }: TextBox): boolean {
  probe.style.fontSize = `${size}px`;
  const height = Math.min(maxHeight, maxLines * lineHeight * size);
  return probe.offsetHeight <= height + 1 && probe.scrollWidth <= width;
}
