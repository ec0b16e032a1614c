import type { FontChoice } from './font-library.js';
import type { FittedPage } from './page-fitting.js';
import type { Piece } from './line-pieces.js';
import { embeddingLevels, textDirection, visualOrder } from './text-direction.js';
import { fontRuns, type FontRun, type Ink, type TextMeasure } from './text-measure.js';

/** A stretch of one word in one font and one direction, at its place. */
export interface PlacedRun extends FontRun {
  /** The spoken word it belongs to. */
  readonly spoken: number;
  readonly line: number;
  readonly rightToLeft: boolean;
  /** Pixels from the page's left edge; negative never. */
  readonly x: number;
  /** Baseline, pixels from the page's top. */
  readonly y: number;
  readonly width: number;
  readonly ink: Ink;
}

/** A page of text with every run at its place; its origin is the top left corner. */
export interface PageLayout {
  readonly runs: readonly PlacedRun[];
  readonly fontSize: number;
  readonly direction: 'ltr' | 'rtl';
  /** Pixels: widest line, and all lines from ascent to descent. */
  readonly width: number;
  readonly height: number;
  /** Ascent and descent that all lines share, pixels. */
  readonly ascent: number;
  readonly descent: number;
  readonly lineHeight: number;
  readonly lines: number;
}

interface LevelRun {
  readonly run?: FontRun;
  readonly spoken: number;
  readonly level: number;
  readonly width: number;
  readonly ink: Ink;
}

const noInk: Ink = { left: 0, right: 0, ascent: 0, descent: 0 };
/** Letters of common Latin fonts, ems; taller scripts and marks are measured. */
const usualAscent = 0.74;
const usualDescent = 0.2;
const lineGap = 0.3;

const joinsBefore = /^\p{Script=Arabic}/u;
const joinsAfter = /\p{Script=Arabic}\p{M}*$/u;
const joiner = '\u200d';

/** Keeps cursive letters joined where a run ends in the middle of a word. */
function withJoiners(run: FontRun, before: string, after: string): FontRun {
  const text =
    (joinsAfter.test(before) && joinsBefore.test(run.text) ? joiner : '') +
    run.text +
    (joinsAfter.test(run.text) && joinsBefore.test(after) ? joiner : '');
  return { ...run, text };
}

interface LevelStretch {
  readonly clusters: string[];
  readonly spoken: number;
  readonly level: number;
  /** What stands right beside it, without a space between. */
  before: string;
  after: string;
}

/** One line cut where word or direction changes; white space has no clusters. */
function stretchesOf(line: readonly Piece[], start: number, levels: Uint8Array): LevelStretch[] {
  const stretches: LevelStretch[] = [];
  let offset = start;
  for (const [index, { word, clusters, space }] of line.entries()) {
    if (index > 0 && space > 0) {
      stretches.push({ clusters: [], spoken: -1, level: levels[offset - 1]!, before: '', after: '' });
    }
    for (const cluster of clusters) {
      const level = levels[offset]!;
      const last = stretches.at(-1);
      if (last?.spoken === word.spoken && last.level === level) last.clusters.push(cluster);
      else {
        const before = last?.clusters.at(-1) ?? '';
        if (last) last.after = cluster;
        stretches.push({ clusters: [cluster], spoken: word.spoken, level, before, after: '' });
      }
      offset += cluster.length;
    }
    if (line[index + 1] && line[index + 1]!.space > 0) offset++;
  }
  return stretches;
}

function measureStretch(stretch: LevelStretch, space: number, size: number, tools: LayoutTools): LevelRun[] {
  const { spoken, level } = stretch;
  if (stretch.clusters.length === 0) return [{ spoken, level, width: space * size, ink: noInk }];
  const runs = fontRuns(stretch.clusters, tools.fonts);
  return runs.map((run, index) => {
    const before = index > 0 ? '' : stretch.before;
    const after = index < runs.length - 1 ? '' : stretch.after;
    const joined = withJoiners(run, before, after);
    return { run: joined, spoken, level, ...tools.measure.inkOf(joined, size, level % 2 === 1) };
  });
}

export interface LayoutTools {
  readonly fonts: FontChoice;
  readonly measure: TextMeasure;
  readonly locale: Intl.Locale;
}

function logicalText(lines: FittedPage['lines']): { text: string; starts: number[] } {
  let text = '';
  const starts: number[] = [];
  for (const line of lines) {
    for (const [index, { clusters, space }] of line.entries()) {
      if (text !== '' && (space > 0 || index === 0)) text += ' ';
      if (index === 0) starts.push(text.length);
      text += clusters.join('');
    }
  }
  return { text, starts };
}

/** Puts every run of a page at its place, in visual order, lines centred on each other. */
export function layOutPage({ lines, fontSize }: FittedPage, tools: LayoutTools): PageLayout {
  const { text, starts } = logicalText(lines);
  const direction = textDirection(text, tools.locale);
  const levels = embeddingLevels(text, direction);
  const measured = lines.map((line, index) =>
    visualOrder(
      stretchesOf(line, starts[index]!, levels).flatMap((stretch) =>
        measureStretch(stretch, tools.measure.space, fontSize, tools),
      ),
    ),
  );
  const widths = measured.map((line) => line.reduce((sum, { width }) => sum + width, 0));
  const inks = measured.flat().map(({ ink }) => ink);
  const ascent = Math.max(usualAscent * fontSize, ...inks.map((ink) => ink.ascent));
  const descent = Math.max(usualDescent * fontSize, ...inks.map((ink) => ink.descent));
  const lineHeight = Math.ceil(ascent + descent + lineGap * fontSize);
  const width = Math.ceil(Math.max(0, ...widths));
  const runs = measured.flatMap((line, index) => {
    let x = (width - widths[index]!) / 2;
    return line.flatMap(({ run, spoken, level, ...metrics }): PlacedRun[] => {
      const left = x;
      x += metrics.width;
      if (!run) return [];
      const y = ascent + index * lineHeight;
      return [{ ...run, ...metrics, spoken, line: index, rightToLeft: level % 2 === 1, x: left, y }];
    });
  });
  const height = Math.ceil(ascent + descent + (lines.length - 1) * lineHeight);
  return { runs, fontSize, direction, width, height, ascent, descent, lineHeight, lines: lines.length };
}
