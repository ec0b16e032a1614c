/** Text for eSpeak, and where each word stands in it. */
export interface EspeakText {
  readonly text: string;
  /** Code points from 0; the end is exclusive. A word with nothing to say has an empty range. */
  readonly ranges: readonly { readonly start: number; readonly end: number }[];
}

/** eSpeak takes angle brackets for markup and double square brackets for phonemes. */
const markup = /[<>[\]{}|\\^~`"\p{Cc}\p{Cs}]/gu;
const longestWord = 120;
const endsInHan = /[\p{Script=Han}]$/u;
const startsWithHan = /^[\p{Script=Han}]/u;

const codePoints = (text: string): number => Array.from(text).length;

/** Joins words as their script does: with spaces, but for Chinese. */
export function espeakText(words: readonly string[]): EspeakText {
  let text = '';
  let length = 0;
  const ranges = words.map((word) => {
    const said = Array.from(word).slice(0, longestWord).join('').replace(markup, '').replaceAll('&', '&amp;');
    if (text !== '' && !(endsInHan.test(text) && startsWithHan.test(said))) {
      text += ' ';
      length += 1;
    }
    const start = length;
    text += said;
    length += codePoints(said);
    return { start, end: length };
  });
  return { text, ranges };
}

/** Share of vowel signs below which Arabic text is taken for unvowelled; vowelled text has about 0.8. */
const vowelledShare = 0.35;

/** False for ordinary Arabic text without vowel signs (tashkeel), from which eSpeak would leave out the vowels. */
export function isVowelledArabic(words: readonly string[]): boolean {
  const text = words.join(' ');
  const letters = text.match(/[\u0620-\u064a]/gu)?.length ?? 0;
  const signs = text.match(/[\u064b-\u0652\u0670]/gu)?.length ?? 0;
  return signs >= letters * vowelledShare;
}
