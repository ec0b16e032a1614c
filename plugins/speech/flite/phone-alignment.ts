import { completeWordTimes, type WordTime } from 'aether-video/plugin';
import { silence, type Phone } from './flite-program.js';

/** A word of an utterance as the alignment sees it. */
export interface AlignableWord {
  /** How it is pronounced by itself; empty if it is not. */
  readonly phones: readonly string[];
  /** Its share of the time where the phones say nothing, such as its number of letters. At least 1. */
  readonly weight: number;
}

const vowel = /^[aeiou]/u;
const missingCost = 0.8;
const extraCost = 0.8;
const pauseInsideWordCost = 1.5;

const substitutionCost = (expected: string, actual: string): number => {
  if (expected === actual) return 0;
  return vowel.test(expected) === vowel.test(actual) ? 0.6 : 1.3;
};

type Step = 'match' | 'missing' | 'extra';

/** A phone that a word should have; `startsWord` marks where a pause may stand before it. */
interface ExpectedPhone {
  readonly name: string;
  readonly word: number;
  readonly startsWord: boolean;
}

const expectedPhones = (words: readonly AlignableWord[]): ExpectedPhone[] =>
  words.flatMap(({ phones }, word) => phones.map((name, index) => ({ name, word, startsWord: index === 0 })));

/** The cheapest way through expected against actual phones, first step first. */
function cheapestSteps(expected: readonly ExpectedPhone[], actual: readonly Phone[]): Step[] {
  const columns = actual.length + 1;
  const costs = new Float64Array((expected.length + 1) * columns);
  const steps: Step[] = new Array<Step>(costs.length).fill('match');
  const extraAt = (row: number, phone: Phone): number => {
    if (phone.name !== silence) return extraCost;
    return (expected[row]?.startsWord ?? true) ? 0 : pauseInsideWordCost;
  };
  for (let row = 0; row <= expected.length; row++) {
    for (let column = 0; column < columns; column++) {
      const here = row * columns + column;
      if (row === 0 && column === 0) continue;
      const phone = actual[column - 1];
      const wanted = expected[row - 1];
      const extra = phone ? costs[here - 1]! + extraAt(row, phone) : Infinity;
      const missing = wanted ? costs[here - columns]! + missingCost : Infinity;
      const matches = phone && wanted && phone.name !== silence;
      const match = matches
        ? costs[here - columns - 1]! + substitutionCost(wanted.name, phone.name)
        : Infinity;
      costs[here] = Math.min(match, extra, missing);
      steps[here] = match === costs[here] ? 'match' : extra === costs[here] ? 'extra' : 'missing';
    }
  }
  return tracedSteps(steps, expected.length, actual.length);
}

function tracedSteps(steps: readonly Step[], rows: number, columns: number): Step[] {
  const trace: Step[] = [];
  let row = rows;
  let column = columns;
  while (row > 0 || column > 0) {
    const step = steps[row * (columns + 1) + column]!;
    trace.push(step);
    if (step !== 'extra') row--;
    if (step !== 'missing') column--;
  }
  return trace.reverse();
}

/**
 * From the first to the last phone of each word; undefined for a word that no phone was matched with. Phones
 * that no word expected belong to the word before them, or to the first one.
 */
function matchedSpans(words: readonly AlignableWord[], actual: readonly Phone[]): (WordTime | undefined)[] {
  const expected = expectedPhones(words);
  const spans = new Array<WordTime | undefined>(words.length).fill(undefined);
  let row = 0;
  let column = 0;
  for (const step of cheapestSteps(expected, actual)) {
    const phone = actual[column];
    const owner = step === 'match' ? expected[row] : (expected[row - 1] ?? expected[row]);
    if (step !== 'missing' && phone && owner && phone.name !== silence) {
      const startSeconds = spans[owner.word]?.startSeconds ?? phone.startSeconds;
      spans[owner.word] = { startSeconds, endSeconds: phone.endSeconds };
    }
    if (step !== 'extra') row++;
    if (step !== 'missing') column++;
  }
  return spans;
}

/**
 * When each word of an utterance is spoken: its phones, as it is pronounced by itself, are aligned with the phones
 * that were spoken (weighted edit distance; a pause costs nothing between words). A word that nothing was matched
 * with shares the time of the word before it, or after it, by weight. Always one time for each word, ascending,
 * within the utterance.
 */
export function alignWords(words: readonly AlignableWord[], phones: readonly Phone[]): WordTime[] {
  const spoken = phones.filter(({ name }) => name !== silence);
  const spans = matchedSpans(words, phones);
  const whole = {
    startSeconds: spoken[0]?.startSeconds ?? 0,
    endSeconds: spoken.at(-1)?.endSeconds ?? phones.at(-1)?.endSeconds ?? 0,
  };
  return completeWordTimes(
    spans,
    words.map(({ weight }) => weight),
    whole,
  );
}
