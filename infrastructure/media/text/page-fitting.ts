import { breakLines, breakLinesByForce, type Lines } from './line-breaking.js';
import { emergency, unnatural, type Piece } from './line-pieces.js';

/** Pieces that stand on screen at once. */
export interface FittedPage {
  readonly lines: Lines;
  /** Pixels. */
  readonly fontSize: number;
}

export interface PageBox {
  /** Pixels. */
  readonly width: number;
  /** Pixels, largest first; at least one. */
  readonly sizes: readonly number[];
  maxLines(size: number): number;
  /** Lines that look good; more are taken only if all sizes need them. Default: as many as there may be. */
  readonly goodLines?: number;
}

/** The largest size with good line breaks, else the largest with any that do not cut a word. */
function fitWhole(pieces: readonly Piece[], box: PageBox): FittedPage | undefined {
  const { goodLines = Infinity } = box;
  for (const [maxCost, mostLines] of [
    [unnatural, goodLines],
    [unnatural, Infinity],
    [emergency, Infinity],
  ] as const) {
    for (const fontSize of box.sizes) {
      const maxLines = Math.min(mostLines, box.maxLines(fontSize));
      const lines = breakLines(pieces, box.width / fontSize, maxLines, maxCost);
      if (lines) return { lines, fontSize };
    }
  }
  return undefined;
}

/** Shrinks the smallest size further for a single character that is wider than the box, such as ﷽. */
function fitByForce(pieces: readonly Piece[], box: PageBox): FittedPage[] {
  const smallest = box.sizes.at(-1)!;
  const pages: FittedPage[] = [];
  for (let rest = pieces; rest.length > 0;) {
    const broken = breakLinesByForce(rest, box.width / smallest, box.maxLines(smallest));
    const widest = Math.max(...broken.lines.flat().map(({ width }) => width));
    pages.push({ lines: broken.lines, fontSize: Math.min(smallest, box.width / widest) });
    rest = broken.rest;
  }
  return pages;
}

/** Each cue by itself, one after the other; those that can share a size do, so that captions do not pump. */
export function fitCaptions(cues: readonly (readonly Piece[])[], box: PageBox): FittedPage[][] {
  const alone = cues.map((pieces) => fitWhole(pieces, box));
  const common = Math.max(box.sizes[0]! * 0.8, Math.min(...alone.map((page) => page?.fontSize ?? Infinity)));
  const shared: PageBox = { ...box, sizes: box.sizes.filter((size) => size <= common) };
  return cues.map((pieces) => {
    const page = fitWhole(pieces, shared);
    return page ? [page] : fitByForce(pieces, box);
  });
}

/** As many whole cues on a card as fit. Each entry is a card; a cue too long for one goes on on the next. */
export function fitTitle(cues: readonly (readonly Piece[])[], box: PageBox): FittedPage[] {
  const pages: FittedPage[] = [];
  for (let start = 0; start < cues.length;) {
    let end = cues.length;
    let page = fitWhole(cues.slice(start, end).flat(), box);
    while (!page && end > start + 1) page = fitWhole(cues.slice(start, --end).flat(), box);
    pages.push(...(page ? [page] : fitByForce(cues[start]!, box)));
    start = end;
  }
  return pages;
}
