import { emergency, forbidden, type Piece } from './line-pieces.js';

/** Lines of pieces. */
export type Lines = readonly (readonly Piece[])[];

/** Width in ems of `pieces[start…end)` on one line. */
function lineWidth(pieces: readonly Piece[], start: number, end: number): number {
  let width = 0;
  for (let index = start; index < end; index++) {
    const piece = pieces[index]!;
    width += piece.width + (index > start ? piece.space : 0);
  }
  return width;
}

/**
 * How many pieces fit on `maxLines` lines when each line takes as many as it can, and the number of lines
 * that they take. A piece that is wider than a line does not fit.
 */
function fill(
  pieces: readonly Piece[],
  width: number,
  maxLines: number,
  maxCost: number,
): { fitting: number; lines: number } {
  let start = 0;
  for (let line = 0; line < maxLines; line++) {
    let used = 0;
    let end = start;
    let lastBreak = start;
    for (; end < pieces.length; end++) {
      const piece = pieces[end]!;
      if (end > start && piece.breakCost < maxCost) lastBreak = end;
      used += piece.width + (end > start ? piece.space : 0);
      if (used > width) break;
    }
    if (end === pieces.length) return { fitting: end, lines: line + 1 };
    if (lastBreak === start) return { fitting: start, lines: line };
    start = lastBreak;
  }
  return { fitting: start, lines: maxLines };
}

/**
 * Exactly `count` lines of evenly used width: least sum of squared slack and break costs
 * (the measure of Knuth and Plass, without hyphenation).
 */
function balance(pieces: readonly Piece[], width: number, count: number, maxCost: number): Lines {
  const size = pieces.length;
  let best: number[] = [0, ...new Array<number>(size).fill(Infinity)];
  const cameFrom: number[][] = [];
  for (let line = 0; line < count; line++) {
    const next = new Array<number>(size + 1).fill(Infinity);
    const from = new Array<number>(size + 1).fill(0);
    for (let start = 0; start < size; start++) {
      if (best[start] === Infinity || (start > 0 && pieces[start]!.breakCost >= maxCost)) continue;
      const base = best[start]! + (start > 0 ? pieces[start]!.breakCost : 0);
      for (let end = start + 1; end <= size; end++) {
        const used = lineWidth(pieces, start, end);
        if (used > width) break;
        const cost = base + (1 - used / width) ** 2;
        if (cost < next[end]!) [next[end], from[end]] = [cost, start];
      }
    }
    cameFrom.push(from);
    best = next;
  }
  const lines: Piece[][] = [];
  for (let end = size, line = count - 1; line >= 0; line--) {
    const start = cameFrom[line]![end]!;
    lines.unshift(pieces.slice(start, end));
    end = start;
  }
  return lines.filter((line) => line.length > 0);
}

/** What fits on a page. */
export interface FittedLines {
  readonly lines: Lines;
  /** Pieces that did not fit. */
  readonly rest: readonly Piece[];
}

/**
 * Breaks pieces into the fewest lines, evenly, where it costs less than `maxCost`. Undefined if they do not
 * fit on `maxLines` of this width (ems).
 */
export function breakLines(
  pieces: readonly Piece[],
  width: number,
  maxLines: number,
  maxCost: number,
): Lines | undefined {
  const { fitting, lines } = fill(pieces, width, maxLines, maxCost);
  return fitting === pieces.length ? balance(pieces, width, lines, maxCost) : undefined;
}

/** Breaks as {@link breakLines} does, but cuts words if it must and leaves over what does not fit. Takes at least one piece. */
export function breakLinesByForce(pieces: readonly Piece[], width: number, maxLines: number): FittedLines {
  for (const maxCost of [emergency, forbidden, Infinity]) {
    const { fitting, lines } = fill(pieces, width, maxLines, maxCost);
    if (fitting === 0) continue;
    const taken = pieces.slice(0, fitting);
    return { lines: balance(taken, width, lines, maxCost), rest: pieces.slice(fitting) };
  }
  return { lines: [pieces.slice(0, 1)], rest: pieces.slice(1) };
}
