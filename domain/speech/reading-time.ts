import { lettersPerEnglishWord, textWeight } from './script-weights.js';
import { spokenTokens, type SpokenToken, type TextToken } from './speakable-text.js';
import type { WordTime } from './speech-synthesizer.js';

/** Word times for a video without a voice. */
export interface ReadingTimes {
  /** One for each spoken token, ascending, from 0. Pauses lie between them. */
  readonly words: readonly WordTime[];
  /** Up to the end of the last word, seconds. At least 5/6 s if anything is shown. */
  readonly durationSeconds: number;
}

/** Nothing can be found on screen and read in less. Source: Netflix Timed Text Style Guide, 5/6 s. */
const shortestReadingSeconds = 5 / 6;

/** Parts of an average word's time that a break adds. */
const clausePause = 0.5;
const sentencePause = 1;
/** Share of the time that all words get alike, so that short words do not flash by. */
const equalShare = 0.35;
/** What an unspoken token costs, in average words: a glance, or the spelling of an address. */
const glance = 0.5;

/** A speech rate of 1 without its pauses, words of English a minute: the pace of the voices that come with Aether. */
const spokenWordsPerMinute = 178;
const clausePauseSeconds = 0.2;
const sentencePauseSeconds = 0.45;

function pauseAfter(token: TextToken): number {
  if (token.endsSentence) return sentencePause;
  return token.endsClause ? clausePause : 0;
}

/** Average words of pause and glances after each spoken token but the last. */
function pausesAfterWords(tokens: readonly TextToken[]): number[] {
  const pauses: number[] = [];
  for (const token of tokens) {
    if (!token.visible) continue;
    if (token.spoken !== null) pauses.push(pauseAfter(token));
    else if (pauses.length > 0) pauses[pauses.length - 1]! += glance;
  }
  if (pauses.length > 0) pauses[pauses.length - 1] = 0;
  return pauses;
}

/**
 * When a reader is at which word. The whole text takes as long as the same amount of English takes at
 * `wordsPerMinute`, pauses included: characters count by their script (see {@link textWeight}), so that
 * Cyrillic reads as fast as Latin and Chinese is timed by characters. Longer words take longer, and there is
 * a pause at the end of a clause and a longer one at the end of a sentence.
 */
export function readingTimes(tokens: readonly TextToken[], wordsPerMinute: number): ReadingTimes {
  const words = spokenTokens(tokens);
  if (words.length === 0) {
    return {
      words: [],
      durationSeconds: tokens.some(({ visible }) => visible) ? unspokenSeconds(tokens) : 0,
    };
  }
  const letters = words.map(({ spoken }) => textWeight(spoken, 'reading'));
  const totalLetters = letters.reduce((sum, weight) => sum + weight, 0);
  const average = totalLetters / words.length;
  const pauses = pausesAfterWords(tokens);
  const slots = letters.map((weight) => equalShare * average + (1 - equalShare) * weight);
  const slotTotal = totalLetters + average * pauses.reduce((sum, pause) => sum + pause, 0);
  const durationSeconds = Math.max(
    shortestReadingSeconds,
    (totalLetters / lettersPerEnglishWord) * (60 / wordsPerMinute),
  );
  const secondsPerLetter = durationSeconds / slotTotal;
  let next = 0;
  const times = slots.map((slot, index) => {
    const startSeconds = next;
    const endSeconds = startSeconds + slot * secondsPerLetter;
    next = endSeconds + (pauses[index] ?? 0) * average * secondsPerLetter;
    return { startSeconds, endSeconds };
  });
  return { words: times, durationSeconds };
}

/** Only emoji, hashtags or addresses: a glance at each. */
function unspokenSeconds(tokens: readonly TextToken[]): number {
  const shown = tokens.filter(({ visible }) => visible).length;
  return Math.max(1.5, shown * shortestReadingSeconds);
}

/**
 * How long a voice will need, pauses included, before anything is synthesised: for a dry run and for limits.
 * Within about a quarter of the truth for the built-in voices.
 * @param rate 1 is the voice's own pace.
 */
export function estimateSpeechSeconds(tokens: readonly TextToken[], rate: number): number {
  const words: readonly SpokenToken[] = spokenTokens(tokens);
  const secondsPerLetter = 60 / (spokenWordsPerMinute * lettersPerEnglishWord);
  const seconds = words.reduce((sum, token, index) => {
    const isLast = index === words.length - 1;
    const pause = token.endsSentence ? sentencePauseSeconds : token.endsClause ? clausePauseSeconds : 0;
    return sum + textWeight(token.spoken, 'speaking') * secondsPerLetter + (isLast ? 0 : pause);
  }, 0);
  return seconds / rate;
}
