import { VideoGenerationError } from '../errors/video-generation-error.js';
import { spokenTokens, type TextToken } from '../speech/speakable-text.js';
import type { WordTime } from '../speech/speech-synthesizer.js';
import type { CaptionCue } from '../timeline/video-timeline.js';
import { groupWords, type GroupLimits } from './group-words.js';
import { timedUnits, type CaptionWindow, type TimedUnit } from './timed-units.js';
import { hasUnspacedScript } from '../speech/word-segments.js';

const spacedLimits: GroupLimits = {
  maxWidth: 28,
  maxWords: 6,
  minSeconds: 0.7,
  maxSeconds: 5,
  joinSentences: false,
};
/** Scripts without spaces divide into shorter words. */
const unspacedLimits: GroupLimits = { ...spacedLimits, maxWords: 9 };
/** A cue stays through a gap this long, so that captions do not flicker. */
const closedGapSeconds = 1;
/** How long a cue stays after its last word where nothing follows soon. */
const holdSeconds = 0.5;
/** A cue comes up slightly before its first word, if nothing is in the way. */
const leadSeconds = 0.08;
/** A group that would stand shorter joins its neighbour. */
const shortestSeconds = 0.05;

function checkWordCount(tokens: readonly TextToken[], words: readonly WordTime[]): void {
  const expected = spokenTokens(tokens).length;
  if (words.length === expected) return;
  throw new VideoGenerationError('INTERNAL_ERROR', {
    message: `Captions need one time for each of ${expected} spoken words, but there are ${words.length}.`,
    details: { expected, actual: words.length },
  });
}

/** The units of each cue. A group without any time of its own joins the group after it, or the last one. */
function groupUnits(units: readonly TimedUnit[], toSeconds: number): TimedUnit[][] {
  const unspaced = units.some(({ text }) => hasUnspacedScript(text));
  const groups: TimedUnit[][] = [];
  let group: TimedUnit[] = [];
  let start = 0;
  for (const end of groupWords(units, unspaced ? unspacedLimits : spacedLimits)) {
    group = [...group, ...units.slice(start, end + 1)];
    start = end + 1;
    const until = units[start]?.startSeconds ?? toSeconds;
    if (until - group[0]!.startSeconds < shortestSeconds) continue;
    groups.push(group);
    group = [];
  }
  if (group.length > 0) groups.push([...(groups.pop() ?? []), ...group]);
  return groups;
}

/** Start and end of each group's cue: gaps closed, short cues held, never beyond the next word. */
function cueTimes(groups: readonly (readonly TimedUnit[])[], window: CaptionWindow): WordTime[] {
  const starts = groups.map((group) => group[0]!.startSeconds);
  let previousEnd = window.fromSeconds;
  return groups.map((group, index) => {
    const start = starts[index]!;
    const limit = starts[index + 1] ?? Math.max(window.toSeconds, start);
    const lastWordEnd = group.at(-1)!.endSeconds;
    const closes = limit - lastWordEnd <= closedGapSeconds;
    const held = Math.max(lastWordEnd + holdSeconds, start + spacedLimits.minSeconds);
    const endSeconds = closes ? limit : Math.min(limit, held);
    const startSeconds = Math.max(previousEnd, start - leadSeconds);
    previousEnd = endSeconds;
    return { startSeconds, endSeconds };
  });
}

/**
 * Captions of a scene, a few words at a time: at most about six words or 28 Latin or 12 CJK characters, ended
 * where sentences, clauses and pauses end. Cues are sorted, do not overlap and lie inside the window; every
 * visible token appears once, in order. A token that is not spoken lights up with its neighbour, or gets a
 * cue of its own if it is as long as an address.
 * @param words one time for each spoken token, as an engine or `readingTimes` gives them.
 */
export function captionCues(
  tokens: readonly TextToken[],
  words: readonly WordTime[],
  window: CaptionWindow,
): CaptionCue[] {
  checkWordCount(tokens, words);
  const groups = groupUnits(timedUnits(tokens, words, window), window.toSeconds);
  const times = cueTimes(groups, window);
  return groups.map((group, index) => ({
    ...times[index]!,
    words: group.flatMap((unit) => unit.words),
  }));
}

/** The whole text as one cue that fills the window, for the title treatment. None if nothing is visible. */
export function titleCues(
  tokens: readonly TextToken[],
  words: readonly WordTime[],
  window: CaptionWindow,
): CaptionCue[] {
  checkWordCount(tokens, words);
  const units = timedUnits(tokens, words, window);
  if (units.length === 0) return [];
  const { fromSeconds: startSeconds, toSeconds: endSeconds } = window;
  return [{ startSeconds, endSeconds, words: units.flatMap((unit) => unit.words) }];
}
