import { textBreakAfter } from '../speech/text-break.js';
import { placeScenes, type CaptionWord, type VideoTimeline } from '../timeline/video-timeline.js';
import { groupWords, isAwkwardBreak, type GroupLimits, type GroupableWord } from './group-words.js';
import { textWidth } from './text-width.js';

/** A cue of a subtitle file. Times are seconds from the start of the video. */
export interface SubtitleCue {
  readonly startSeconds: number;
  readonly endSeconds: number;
  /** One or two lines of words with their times. */
  readonly lines: readonly (readonly CaptionWord[])[];
}

/** Two lines of 42 columns, up to 7 s, at least 5/6 s. Source: Netflix Timed Text Style Guide. */
const lineWidth = 42;
const limits: GroupLimits = {
  maxWidth: 2 * lineWidth - 6,
  maxWords: 40,
  minSeconds: 5 / 6,
  maxSeconds: 7,
  joinSentences: true,
};
/** A cue stays this long after its last word, if nothing follows. */
const holdSeconds = 0.6;
const closedGapSeconds = 0.5;

type SubtitleWord = CaptionWord & GroupableWord;

const widthOf = (words: readonly CaptionWord[]): number =>
  words.reduce(
    (width, { text, spaceBefore }, index) => width + textWidth(text) + (spaceBefore && index > 0 ? 1 : 0),
    0,
  );

/** Two lines of about the same length, the first ended at punctuation if that is nearly as even. */
function breakLines(words: readonly SubtitleWord[]): CaptionWord[][] {
  const plain = words.map(({ text, startSeconds, endSeconds, spaceBefore }) => ({
    text,
    startSeconds,
    endSeconds,
    spaceBefore,
  }));
  if (widthOf(plain) <= lineWidth || plain.length < 2) return [plain];
  let best = { cost: Infinity, at: 1 };
  for (let at = 1; at < plain.length; at++) {
    const widest = Math.max(widthOf(plain.slice(0, at)), widthOf(plain.slice(at)));
    const bonus = words[at - 1]!.breakAfter === 'none' ? 0 : 8;
    const malus = isAwkwardBreak(words[at - 1]!, words[at]!) ? 6 : 0;
    const cost = widest - bonus + malus + (widest > lineWidth ? 100 : 0);
    if (cost < best.cost) best = { cost, at };
  }
  return [plain.slice(0, best.at), plain.slice(best.at)];
}

/** The words of a timeline's scene in the time of the video. */
function sceneWords(words: readonly CaptionWord[], offsetSeconds: number): SubtitleWord[] {
  return words.map((word, index) => ({
    ...word,
    startSeconds: word.startSeconds + offsetSeconds,
    endSeconds: word.endSeconds + offsetSeconds,
    breakAfter: textBreakAfter(word.text, words[index + 1]?.text),
  }));
}

/** What stands where, before ends are settled against the next cue. */
interface Draft {
  readonly words: readonly SubtitleWord[];
  readonly latestEnd: number;
}

/**
 * Sentence-like cues for a subtitle file, made from the captions of all scenes. Cues are sorted and do not
 * overlap, also where scenes do.
 */
export function subtitleCues(timeline: Pick<VideoTimeline, 'scenes' | 'framesPerSecond'>): SubtitleCue[] {
  const { scenes, framesPerSecond } = timeline;
  const drafts = placeScenes(scenes).flatMap(({ startFrame, endFrame }, index): Draft[] => {
    const captions = scenes[index]!.cues.flatMap((cue) => cue.words);
    const words = sceneWords(captions, startFrame / framesPerSecond);
    let start = 0;
    return groupWords(words, limits).map((end) => {
      const group = words.slice(start, end + 1);
      start = end + 1;
      return { words: group, latestEnd: endFrame / framesPerSecond };
    });
  });
  let previousEnd = 0;
  return drafts.map(({ words, latestEnd }, index) => {
    const startSeconds = Math.max(previousEnd, words[0]!.startSeconds);
    const lastWordEnd = Math.max(startSeconds, words.at(-1)!.endSeconds);
    const limit = Math.max(startSeconds, drafts[index + 1]?.words[0]?.startSeconds ?? latestEnd);
    const held = Math.max(lastWordEnd + holdSeconds, startSeconds + limits.minSeconds);
    const endSeconds = limit - lastWordEnd <= closedGapSeconds ? limit : Math.min(limit, held);
    previousEnd = endSeconds;
    return { startSeconds, endSeconds, lines: breakLines(words) };
  });
}
