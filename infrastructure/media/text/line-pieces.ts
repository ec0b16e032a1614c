import { isEmoji } from './font-packages.js';
import type { DisplayWord } from './scene-words.js';

/** What a line break cannot cut. */
export interface Piece {
  readonly word: DisplayWord;
  readonly clusters: readonly string[];
  /** Width in ems, without the space before it. */
  readonly width: number;
  /** Width in ems of the space that stands before it unless it starts a line; 0 if there is none. */
  readonly space: number;
  /** How bad a line break before it is: 0 good, {@link emergency} and more only if nothing else helps. */
  readonly breakCost: number;
}

/** Break costs from here on cut a word where no reader expects it. */
export const emergency = 10;
/** Break costs from here on break the rules of a script. */
export const forbidden = 20;
/** Costs below this one break where a reader would break, too. */
export const unnatural = 0.12;
const insideEastAsianWord = 0.2;
const beforeParticle = unnatural;
const betweenUnspacedWords = 0.1;
const afterHyphen = 0.1;

const eastAsian =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Bopomofo}\u3000-\u303f\uff00-\uff60]/u;
/** Japanese particles and endings belong to what stands before them. */
const hiragana = /^\p{Script=Hiragana}/u;
const punctuation = /^\p{P}/u;
/** Auxiliary verbs such as います, みる, ください begin a phrase of their own after a verb in て. */
const auxiliary = /^[いみくおあほ]/u;
const teForm = /[てで]$/u;
/** Nearly always the second part of a compound verb, as in 吸い込む. */
const compoundTail = '込';
/** Kinsoku: what may not start a line and what may not end one (JLREQ 3.1.7 and 3.1.8, CLREQ 3.1.2). */
const neverFirst =
  /^[、。，．・：；？！‼⁇⁈⁉…‥〜～ー゛゜々〻ヽヾゝゞぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶㇰ-ㇿ)\]}）】」』〉》〕〗〙｝］”’»›%％‰°℃,.!?:;'"،؛؟]/u;
const neverLast = /^[([{（【「『〈《〔〖〘｛［“‘«‹$€£¥￥#＃¿¡]/u;
const hyphen = /^[-‐–—/\\_]$/u;
/** Scripts that are written without spaces and broken by dictionary. */
const dictionaryScripts = /[\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

const segmenter = new Intl.Segmenter('th', { granularity: 'word' });

function costBetween(before: string, after: string, sameWord: boolean): number {
  if (neverFirst.test(after) || neverLast.test(before)) return forbidden;
  const asian = eastAsian.test(before) || eastAsian.test(after);
  if (!sameWord) {
    if (teForm.test(before) && auxiliary.test(after)) return betweenUnspacedWords;
    if (hiragana.test(before) && after === compoundTail) return insideEastAsianWord;
    if (hiragana.test(after) && !punctuation.test(before)) return beforeParticle;
    return asian ? 0 : betweenUnspacedWords;
  }
  if (asian) return insideEastAsianWord;
  return hyphen.test(before) ? afterHyphen : emergency;
}

/** An emoji belongs to the word in front of it. */
function firstCost({ clusters: [first], spaceBefore }: DisplayWord, before: string | undefined): number {
  if (before === undefined) return 0;
  if (spaceBefore) return isEmoji(first!) ? unnatural : 0;
  return costBetween(before, first!, false);
}

/** Indices of clusters before which a dictionary finds a word. */
function dictionaryBreaks(clusters: readonly string[]): ReadonlySet<number> {
  const text = clusters.join('');
  if (!dictionaryScripts.test(text)) return new Set();
  const starts = new Set(Array.from(segmenter.segment(text), ({ index }) => index));
  const breaks = new Set<number>();
  let offset = 0;
  for (const [index, cluster] of clusters.entries()) {
    if (starts.has(offset)) breaks.add(index);
    offset += cluster.length;
  }
  return breaks;
}

export interface PieceMeasure {
  /** Width in ems of one space. */
  readonly space: number;
  /** Width in ems of some clusters side by side. */
  widthOf(clusters: readonly string[]): number;
}

function piecesOf(
  word: DisplayWord,
  previous: DisplayWord | undefined,
  measure: PieceMeasure,
  widest: number,
): Piece[] {
  const { clusters } = word;
  const dictionary = dictionaryBreaks(clusters);
  const splitAll = measure.widthOf(clusters) > widest;
  const cost = (index: number): number => {
    const natural = costBetween(clusters[index - 1]!, clusters[index]!, true);
    return dictionary.has(index) ? Math.min(natural, betweenUnspacedWords) : natural;
  };
  const before = previous?.clusters.at(-1);
  const pieces: Piece[] = [];
  let start = 0;
  let breakCost = firstCost(word, before);
  for (let end = 1; end <= clusters.length; end++) {
    const next = end < clusters.length ? cost(end) : 0;
    if (next >= emergency && !splitAll) continue;
    const part = clusters.slice(start, end);
    const space = start === 0 && word.spaceBefore ? measure.space : 0;
    pieces.push({ word, clusters: part, width: measure.widthOf(part), space, breakCost });
    breakCost = next;
    start = end;
  }
  return pieces;
}

/** @param widest ems: only a word that is wider may be cut between any two of its characters. */
export function linePieces(words: readonly DisplayWord[], measure: PieceMeasure, widest: number): Piece[] {
  return words.flatMap((word, index) => {
    const previous = words[index - 1];
    return piecesOf(word, previous?.cue === word.cue ? previous : undefined, measure, widest);
  });
}
