import { strongerBreak, type TextBreak } from '../speech/text-break.js';
import type { TextToken } from '../speech/speakable-text.js';
import type { WordTime } from '../speech/speech-synthesizer.js';
import type { CaptionWord } from '../timeline/video-timeline.js';
import type { GroupableWord } from './group-words.js';
import { textWidth } from './text-width.js';

/** Where captions may stand. Seconds from the scene's first frame. */
export interface CaptionWindow {
  /** No cue starts earlier. */
  readonly fromSeconds: number;
  /** No cue ends later. */
  readonly toSeconds: number;
  /** When the narration's first sample is heard: is added to the word times. Default 0. */
  readonly wordsStartSeconds?: number;
}

/** Words that may not be parted: a spoken one and the emoji, dashes and hashtags that keep it company. */
export interface TimedUnit extends GroupableWord {
  readonly words: readonly CaptionWord[];
}

/** Unspoken words wider than this together get a place and time of their own. */
const widestCompanion = 12;
/** What such a place takes from the word before if no pause makes room. */
const wantedSeconds = 0.8;

const clamp = (value: number, low: number, high: number): number => Math.min(Math.max(value, low), high);

function breakAfter(token: TextToken): TextBreak {
  if (token.endsSentence) return 'sentence';
  return token.endsClause ? 'clause' : 'none';
}

function unitOf(tokens: readonly TextToken[], { startSeconds, endSeconds }: WordTime): TimedUnit {
  const words = tokens.map(({ text, spaceBefore }) => ({ text, startSeconds, endSeconds, spaceBefore }));
  return {
    startSeconds,
    endSeconds,
    words,
    text: words.map(({ text, spaceBefore }, index) => (spaceBefore && index > 0 ? ' ' : '') + text).join(''),
    spaceBefore: words[0]?.spaceBefore ?? false,
    breakAfter: tokens.map(breakAfter).reduce(strongerBreak, 'none'),
  };
}

/** Two neighbours that share the second one's time. */
function joinUnits(one: TimedUnit, other: TimedUnit): TimedUnit {
  return {
    ...other,
    words: [...one.words, ...other.words],
    text: one.text + (other.spaceBefore ? ' ' : '') + other.text,
    spaceBefore: one.spaceBefore,
  };
}

/** Spoken words with their times inside the window, ascending and apart whatever the engine said. */
function timesInWindow(words: readonly WordTime[], window: CaptionWindow): WordTime[] {
  const { fromSeconds, toSeconds, wordsStartSeconds = 0 } = window;
  const starts: number[] = [];
  for (const { startSeconds } of words) {
    starts.push(clamp(startSeconds + wordsStartSeconds, starts.at(-1) ?? fromSeconds, toSeconds));
  }
  return words.map(({ endSeconds }, index) => {
    const startSeconds = starts[index]!;
    const latest = starts[index + 1] ?? toSeconds;
    return { startSeconds, endSeconds: clamp(endSeconds + wordsStartSeconds, startSeconds, latest) };
  });
}

/** Units for a run of unspoken tokens in the time from `startSeconds` to `endSeconds`, shared by their width. */
function runUnits(tokens: readonly TextToken[], startSeconds: number, endSeconds: number): TimedUnit[] {
  const widths = tokens.map(({ text }) => Math.max(4, textWidth(text)));
  const total = widths.reduce((sum, width) => sum + width, 0);
  let before = 0;
  return tokens.map((token, index) => {
    const at = (width: number): number =>
      Math.min(startSeconds + Math.max(0, endSeconds - startSeconds) * (width / total), endSeconds);
    const start = before;
    before += widths[index]!;
    return unitOf([token], { startSeconds: at(start), endSeconds: at(before) });
  });
}

/** Spoken tokens, each with the unspoken ones that follow it; those before the first come first. */
function runsOf(tokens: readonly TextToken[]): { leading: TextToken[]; spoken: TextToken[][] } {
  const leading: TextToken[] = [];
  const spoken: TextToken[][] = [];
  for (const token of tokens) {
    if (!token.visible) continue;
    if (token.spoken !== null) spoken.push([token]);
    else (spoken.at(-1) ?? leading).push(token);
  }
  return { leading, spoken };
}

const isCompanion = (tokens: readonly TextToken[]): boolean =>
  tokens.reduce((width, { text }) => width + textWidth(text), 0) <= widestCompanion;

/** A spoken token and its followers, if those are few; else they share what time there is until `nextStart`. */
function unitsOfRun(run: readonly TextToken[], time: WordTime, nextStart: number): TimedUnit[] {
  const [word, ...followers] = run;
  if (word === undefined || isCompanion(followers)) return [unitOf(run, time)];
  const { startSeconds } = time;
  const middle = (startSeconds + time.endSeconds) / 2;
  const endSeconds = clamp(nextStart - wantedSeconds, middle, time.endSeconds);
  return [unitOf([word], { startSeconds, endSeconds }), ...runUnits(followers, endSeconds, nextStart)];
}

/**
 * All visible tokens with times inside the window, in order, each once. `words` holds one time for each spoken
 * token. Unspoken tokens get the time of the word they follow, or of the first word if they lead.
 */
export function timedUnits(
  tokens: readonly TextToken[],
  words: readonly WordTime[],
  window: CaptionWindow,
): TimedUnit[] {
  const { leading, spoken } = runsOf(tokens);
  const times = timesInWindow(words, window);
  const units = spoken.flatMap((run, index) =>
    unitsOfRun(run, times[index]!, times[index + 1]?.startSeconds ?? window.toSeconds),
  );
  const [first] = units;
  if (leading.length === 0) return units;
  if (first && isCompanion(leading)) return [joinUnits(unitOf(leading, first), first), ...units.slice(1)];
  return [...runUnits(leading, window.fromSeconds, first?.startSeconds ?? window.toSeconds), ...units];
}
