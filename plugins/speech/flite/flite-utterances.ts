import { textBreakAfter } from 'aether-video/plugin';
import { fliteText } from './flite-text.js';

/** Words that Flite speaks in one run. */
export interface Utterance {
  /** As Flite reads each of them; empty where there is nothing to pronounce. */
  readonly texts: readonly string[];
  /** Silence after it at a rate of 1, seconds; 0 after the last. */
  readonly pauseSeconds: number;
}

const sentencePauseSeconds = 0.42;
const splitPauseSeconds = 0.15;
/** Flite's memory and time grow with an utterance; a sentence this long is divided where it has a comma. */
const longSentenceWords = 40;
const longestUtteranceWords = 60;

function pauseAfter(words: readonly string[], index: number, length: number): number | undefined {
  const word = words[index]!;
  const breakAfter = textBreakAfter(word, words[index + 1]);
  if (breakAfter === 'sentence') return sentencePauseSeconds;
  if (breakAfter === 'clause' && length >= longSentenceWords) return splitPauseSeconds;
  return length >= longestUtteranceWords ? 0.05 : undefined;
}

/**
 * Divides words into sentences, so that each can be timed by itself and the pauses between them chosen. A
 * sentence with nothing to pronounce joins its neighbour, whose time its words share.
 */
export function fliteUtterances(words: readonly string[]): Utterance[] {
  const utterances: Utterance[] = [];
  let texts: string[] = [];
  for (const [index, word] of words.entries()) {
    texts.push(fliteText(word));
    const pauseSeconds = pauseAfter(words, index, texts.length);
    if (pauseSeconds === undefined || texts.every((text) => text === '')) continue;
    utterances.push({ texts, pauseSeconds });
    texts = [];
  }
  const last = texts.every((text) => text === '') ? utterances.pop() : undefined;
  return [...utterances, { texts: [...(last?.texts ?? []), ...texts], pauseSeconds: 0 }];
}
