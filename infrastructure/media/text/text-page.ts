import type { FittedPage } from './page-fitting.js';
import type { CueFrames } from './scene-words.js';
import type { PageLayout, PlacedRun } from './text-layout.js';

/** When a spoken word begins on a page. */
export interface WordStart {
  readonly spoken: number;
  readonly frame: number;
}

/** What stands on screen at once, where and when. */
export interface TextPage {
  readonly index: number;
  /** The frame's pixel at which the layout's top left corner stands. */
  readonly x: number;
  readonly y: number;
  readonly layout: PageLayout;
  /** In order of time. */
  readonly words: readonly WordStart[];
  readonly startFrame: number;
  /** Exclusive. */
  readonly endFrame: number;
}

/** The words of a page in the order in which they are spoken. */
export function wordStarts({ lines }: FittedPage): WordStart[] {
  const starts = new Map<number, number>();
  for (const { word } of lines.flat()) {
    if (!starts.has(word.spoken)) starts.set(word.spoken, word.startFrame);
  }
  return Array.from(starts, ([spoken, frame]) => ({ spoken, frame }));
}

/**
 * First frames of the pages that one cue was cut into: a page starts with its first word; one that starts in
 * the middle of a word takes an even share of the time around it.
 */
export function pageStarts(pages: readonly FittedPage[], cue: CueFrames): number[] {
  const known = pages.map((page, index) => {
    if (index === 0) return cue.startFrame;
    const [first] = page.lines[0]!;
    const previous = pages[index - 1]!.lines.at(-1)!.at(-1)!;
    const startsWord = first!.word !== previous.word;
    return startsWord ? Math.min(cue.endFrame, Math.max(cue.startFrame, first!.word.startFrame)) : undefined;
  });
  let lastIndex = 0;
  return known.map((start, index) => {
    if (start !== undefined) {
      lastIndex = index;
      return start;
    }
    const nextIndex = known.findIndex((later, at) => at > index && later !== undefined);
    const until = nextIndex < 0 ? cue.endFrame : known[nextIndex]!;
    const steps = (nextIndex < 0 ? pages.length : nextIndex) - lastIndex;
    const from = known[lastIndex]!;
    return Math.round(from + ((until - from) * (index - lastIndex)) / steps);
  });
}

/** The page on a frame. */
export function pageAt(pages: readonly TextPage[], frame: number): TextPage | undefined {
  return pages.findLast(({ startFrame, endFrame }) => frame >= startFrame && frame < endFrame);
}

/** Index of the word that is spoken on a frame, or was spoken last; −1 before the first. */
export function spokenIndex({ words }: TextPage, frame: number): number {
  return words.findLastIndex((word) => word.frame <= frame);
}

/** Runs of a word that stand side by side, and how much room there is beside them on their line. */
export interface WordStretch {
  readonly runs: readonly PlacedRun[];
  readonly left: number;
  readonly right: number;
  readonly line: number;
  /** Pixels to the neighbouring word, Infinity at the end of the line. */
  readonly roomLeft: number;
  readonly roomRight: number;
}

/** A word may stand in several places: broken over lines, or cut by a change of direction. */
export function stretchesOfWord({ runs }: PageLayout, spoken: number): WordStretch[] {
  const stretches: { runs: PlacedRun[]; start: number }[] = [];
  for (const [index, run] of runs.entries()) {
    if (run.spoken !== spoken) continue;
    const last = stretches.at(-1);
    const previous = runs[index - 1];
    if (last && previous?.spoken === spoken && previous.line === run.line) last.runs.push(run);
    else stretches.push({ runs: [run], start: index });
  }
  return stretches.map(({ runs: own, start }) => {
    const line = own[0]!.line;
    const before = runs[start - 1];
    const after = runs[start + own.length];
    const left = own[0]!.x;
    const right = own.at(-1)!.x + own.at(-1)!.width;
    return {
      runs: own,
      left,
      right,
      line,
      roomLeft: before?.line === line ? left - before.x - before.width : Infinity,
      roomRight: after?.line === line ? after.x - right : Infinity,
    };
  });
}

/** `pixels` as an even whole number. */
export function even(pixels: number): number {
  return 2 * Math.round(pixels / 2);
}
