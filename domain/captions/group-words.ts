import type { TextBreak } from '../speech/text-break.js';
import { hasUnspacedScript } from '../speech/word-segments.js';
import { textWidth } from './text-width.js';

/** What a grouping needs to know of a word. */
export interface GroupableWord {
  readonly text: string;
  readonly spaceBefore: boolean;
  /** Seconds. */
  readonly startSeconds: number;
  readonly endSeconds: number;
  readonly breakAfter: TextBreak;
}

export interface GroupLimits {
  /** Columns (see {@link textWidth}) that a group may fill, spaces included. A single wider word stands alone. */
  readonly maxWidth: number;
  readonly maxWords: number;
  /** Seconds that a group should stand at least. */
  readonly minSeconds: number;
  readonly maxSeconds: number;
  /** Whether a group may go on after a sentence has ended. */
  readonly joinSentences: boolean;
}

/** A silence that is heard as a pause. */
const pauseSeconds = 0.3;
const breakCosts: Record<TextBreak, number> = { sentence: 0, clause: 3, none: 12 };
const aloneCost = 14;
const tooShortCost = 20;
const insideSentenceEndCost = 40;
const insideClauseEndCost = 4;
const insidePauseCost = 10;
const danglingCost = 6;

/** A short word without punctuation, such as an article or preposition, belongs to what follows. */
const dangles = (word: GroupableWord): boolean =>
  word.breakAfter === 'none' && /^\p{Script=Latin}{1,3}$|^\p{Script=Cyrillic}{1,2}$/u.test(word.text);

/** A particle in kana belongs to what it follows. */
const leans = (word: GroupableWord): boolean =>
  !word.spaceBefore && /^\p{Script=Hiragana}{1,3}\P{L}*$/u.test(word.text);

/** Whether a line or cue had better not end between two words that follow each other. */
export function isAwkwardBreak(word: GroupableWord, next: GroupableWord): boolean {
  return dangles(word) || leans(next);
}

function gapAfter(words: readonly GroupableWord[], index: number): number {
  const next = words[index + 1];
  return next ? next.startSeconds - words[index]!.endSeconds : 0;
}

/** What it costs to end a group after the word at `index`. */
function costOfBreak(words: readonly GroupableWord[], index: number): number {
  const next = words[index + 1];
  if (!next) return 0;
  const word = words[index]!;
  const atPause = gapAfter(words, index) >= pauseSeconds;
  const atPhrase = next.spaceBefore && hasUnspacedScript(word.text);
  const base = Math.min(breakCosts[word.breakAfter], atPause ? 2 : Infinity, atPhrase ? 4 : Infinity);
  return base + (isAwkwardBreak(word, next) ? danglingCost : 0);
}

/** What it costs that a group goes on after the word at `index`. */
function costOfGoingOn(words: readonly GroupableWord[], index: number, limits: GroupLimits): number {
  const { breakAfter } = words[index]!;
  const atPause = gapAfter(words, index) >= pauseSeconds ? insidePauseCost : 0;
  if (breakAfter === 'sentence') return atPause + (limits.joinSentences ? 8 : insideSentenceEndCost);
  return atPause + (breakAfter === 'clause' ? insideClauseEndCost : 0);
}

/** What a group of `count` words that ends with the word at `end` costs, but for its breaks. */
function costOfShape(
  words: readonly GroupableWord[],
  start: number,
  end: number,
  width: number,
  limits: GroupLimits,
): number {
  const until = words[end + 1]?.startSeconds ?? words[end]!.endSeconds + limits.minSeconds;
  const seconds = until - words[start]!.startSeconds;
  const isWholeSentence =
    words[end]!.breakAfter === 'sentence' && words[start - 1]?.breakAfter === 'sentence';
  const alone = start === end && words.length > 1 && width < limits.maxWidth / 3;
  const room = 1 - width / limits.maxWidth;
  return (
    6 * room * room +
    (alone ? (isWholeSentence ? aloneCost / 2 : aloneCost) : 0) +
    (seconds < limits.minSeconds ? tooShortCost * (1 - seconds / limits.minSeconds) : 0)
  );
}

/**
 * Divides words into groups that read well, in order: the cheapest division by dynamic programming. Groups
 * like to end where sentences, clauses and pauses end, to be filled alike and to stand long enough; they avoid
 * single words and dangling articles. Time is linear in the words, as a group holds a bounded number of them.
 * @returns the index of each group's last word.
 */
export function groupWords(words: readonly GroupableWord[], limits: GroupLimits): number[] {
  const best: { cost: number; start: number }[] = [];
  for (let end = 0; end < words.length; end++) {
    let width = 0;
    let inside = 0;
    let chosen = { cost: Infinity, start: end };
    for (let start = end; start >= 0 && end - start < limits.maxWords; start--) {
      const word = words[start]!;
      width += textWidth(word.text) + (start < end && words[start + 1]!.spaceBefore ? 1 : 0);
      if (start < end) inside += costOfGoingOn(words, start, limits);
      const seconds = words[end]!.endSeconds - word.startSeconds;
      if (start < end && (width > limits.maxWidth || seconds > limits.maxSeconds)) break;
      const before = start === 0 ? 0 : best[start - 1]!.cost;
      const cost = before + inside + costOfShape(words, start, end, width, limits) + costOfBreak(words, end);
      if (cost < chosen.cost) chosen = { cost, start };
    }
    best.push(chosen);
  }
  const ends: number[] = [];
  for (let end = words.length - 1; end >= 0; end = best[end]!.start - 1) ends.push(end);
  return ends.reverse();
}
