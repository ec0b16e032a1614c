/** How strongly a text pauses after a word: not at all, as at a comma, as at a full stop. */
export type TextBreak = 'none' | 'clause' | 'sentence';

/** The stronger of two breaks at one place. */
export function strongerBreak(one: TextBreak, other: TextBreak): TextBreak {
  return one === 'sentence' || other === 'none' ? one : other;
}

const closers = /["'”’»›)\]}）］」』】〉》\u00a0\u202f]+$/u;
const sentenceMarks = /[.!?。！？｡．؟۔।॥။។‼⁉⁇⁈]$/u;
const clauseMarks = /(?:[,;:、，；：،؛՝—―–]|--)$/u;
const ellipsis = /(?:\.{2,}|…)$/u;
/** English abbreviations whose full stop ends no sentence, without their last stop. */
const abbreviations = new Set(
  'mr mrs ms dr prof st vs etc e.g i.e no approx inc ltd jr sr dept est fig gen sgt capt col'.split(' '),
);

const startsInLowerCase = (text: string | undefined): boolean =>
  text !== undefined && /^[^\p{L}\p{N}]*\p{Ll}/u.test(text);

/** A full stop that belongs to an abbreviation (`Dr.`), an initial (`J.`) or a shortening (`U.S.`). */
function isAbbreviation(word: string): boolean {
  const bare = word.replace(/^[^\p{L}\p{N}]+|\.$/gu, '').toLowerCase();
  return abbreviations.has(bare) || /^(?:\p{L}\.)*\p{Script=Latin}$/u.test(bare);
}

/**
 * The break after a word, by its punctuation. `next` is the word that follows: a sentence does not end where
 * an abbreviation, an ellipsis or a quotation is followed by a lower-case letter.
 */
export function textBreakAfter(word: string, next?: string): TextBreak {
  const bare = word.replace(closers, '');
  if (clauseMarks.test(bare)) return 'clause';
  if (ellipsis.test(bare)) return startsInLowerCase(next) ? 'clause' : 'sentence';
  if (!sentenceMarks.test(bare)) return 'none';
  if (bare.endsWith('.') && isAbbreviation(bare)) return next === undefined ? 'sentence' : 'none';
  return bare !== word && startsInLowerCase(next) ? 'clause' : 'sentence';
}
