import { completeWordTimes, type WordTime } from 'aether-video/plugin';
import type { EspeakEvent } from './espeak-engine.js';
import type { EspeakText } from './espeak-text.js';

/** A word event, or the end of a clause, in the order of time. */
interface Moment {
  readonly seconds: number;
  /** Index of the word that begins; undefined where a clause ends. */
  readonly word?: number;
}

/** Index of the word whose range holds a position; positions between words belong to the one before. */
function wordAt(ranges: EspeakText['ranges'], position: number): number {
  let low = 0;
  let high = ranges.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (ranges[middle]!.start <= position) low = middle;
    else high = middle - 1;
  }
  return low;
}

function momentsOf(events: readonly EspeakEvent[], ranges: EspeakText['ranges']): Moment[] {
  return events.flatMap(({ type, text_position, audio_position }): Moment[] => {
    const seconds = audio_position / 1000;
    if (type === 'end') return [{ seconds }];
    return type === 'word' ? [{ seconds, word: wordAt(ranges, text_position - 1) }] : [];
  });
}

/** Quieter than this is the pause at the end of a clause, which eSpeak counts to its last word. */
const pauseLevel = 0.004;
const releaseSeconds = 0.02;
const shortestWordSeconds = 0.06;

/** The word's time without the silence at its end. */
function withoutPause({ startSeconds, endSeconds }: WordTime, { samples, sampleRate }: Sound): WordTime {
  const from = Math.round(startSeconds * sampleRate);
  const loud = samples
    .subarray(from, Math.round(endSeconds * sampleRate))
    .findLastIndex((sample) => Math.abs(sample) > pauseLevel);
  const heard = Math.max(shortestWordSeconds, (loud + 1) / sampleRate + releaseSeconds);
  return { startSeconds, endSeconds: Math.min(endSeconds, startSeconds + heard) };
}

/** Events of words that merge with their neighbours come at the same time. */
const isHeard = ({ startSeconds, endSeconds }: WordTime): boolean => endSeconds - startSeconds > 0.01;

/** What was spoken: mono, −1 to 1. */
interface Sound {
  readonly samples: Float32Array;
  readonly sampleRate: number;
}

/**
 * Word times from eSpeak's events. A number makes several events of one word, and some words make none: these
 * share their neighbour's time. Always one time for each word, ascending, within the audio.
 */
export function espeakWordTimes(
  { ranges }: EspeakText,
  events: readonly EspeakEvent[],
  sound: Sound,
): WordTime[] {
  const durationSeconds = sound.samples.length / sound.sampleRate;
  const moments = momentsOf(events, ranges);
  const spans = new Array<WordTime | undefined>(ranges.length).fill(undefined);
  let latestWord = -1;
  for (const [index, { word, seconds }] of moments.entries()) {
    if (word === undefined || word < latestWord) continue;
    const endSeconds = Math.min(durationSeconds, moments[index + 1]?.seconds ?? durationSeconds);
    const startSeconds = Math.min(endSeconds, spans[word]?.startSeconds ?? seconds);
    spans[word] = { startSeconds, endSeconds };
    latestWord = word;
  }
  const weights = ranges.map(({ start, end }) => Math.max(1, end - start));
  const whole = { startSeconds: 0, endSeconds: durationSeconds };
  const heard = spans.map((span) => (span && isHeard(span) ? withoutPause(span, sound) : undefined));
  return completeWordTimes(heard, weights, whole);
}
