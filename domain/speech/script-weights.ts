/**
 * How much of a reader's or speaker's time one character of a script takes, with one letter of English as 1.
 * Characters per minute, combining marks and spaces not counted:
 * - Reading: IReST (Trauzettel-Klosinski and Dietz 2012, doi:10.1167/iovs.11-8284): English 987, other Latin
 *   and Cyrillic languages 885 to 1078 (here the same as English), Chinese 255, Japanese 357, Arabic 612,
 *   Hebrew 833. Kana and kanji share the Japanese figure so that a usual mixture (37 % kanji) gives it.
 *   Korean, Thai and the scripts of India by the subtitle limits of Netflix's Timed Text Style Guides
 *   (characters a second: English 20, Korean 12, Thai 17, Hindi 22).
 * - Speaking: measured on the voices of the built-in engines, as seconds of sound for a character of running text.
 *   They agree with what is known of syllables a second (Pellegrino, Coupé and Marsico 2011,
 *   doi:10.1353/lan.2011.0057): a Han character is one syllable in Chinese and about two morae in Japanese, a
 *   Hangul one is a syllable, an unvocalised Arabic or Hebrew letter more than half of one.
 */
interface ScriptWeight {
  readonly characters: RegExp;
  readonly reading: number;
  readonly speaking: number;
}

const weights: readonly ScriptWeight[] = [
  { characters: /[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}]/u, reading: 1, speaking: 1 },
  { characters: /\p{N}/u, reading: 1.5, speaking: 4 },
  { characters: /\p{Script=Han}/u, reading: 3.87, speaking: 3.6 },
  { characters: /[\p{Script=Hiragana}\p{Script=Katakana}ー]/u, reading: 2.1, speaking: 1.9 },
  { characters: /\p{Script=Hangul}/u, reading: 1.67, speaking: 2.7 },
  { characters: /\p{Script=Arabic}/u, reading: 1.61, speaking: 1.75 },
  { characters: /\p{Script=Hebrew}/u, reading: 1.18, speaking: 1.7 },
  {
    characters: /[\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u,
    reading: 1.18,
    speaking: 1.3,
  },
  {
    characters:
      /[\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gujarati}\p{Script=Gurmukhi}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}]/u,
    reading: 0.95,
    speaking: 1.8,
  },
  { characters: /\p{L}/u, reading: 1, speaking: 1.2 },
  { characters: /[&@+=%‰°$€£¥₹₽₩₪]/u, reading: 2, speaking: 4 },
];

const weightOf = (character: string): ScriptWeight | undefined =>
  weights.find(({ characters }) => characters.test(character));

/** Most text is ASCII, and a property test for each of its characters would be most of a plan's time. */
const asciiWeights = Array.from({ length: 128 }, (_, code) => weightOf(String.fromCharCode(code)));

/** Time that a text takes, in letters of English. At least one, so that no word is over in no time. */
export function textWeight(text: string, activity: 'reading' | 'speaking'): number {
  let total = 0;
  for (const character of text.normalize('NFC').replace(/\p{M}/gu, '')) {
    const code = character.codePointAt(0)!;
    total += (code < asciiWeights.length ? asciiWeights[code] : weightOf(character))?.[activity] ?? 0;
  }
  return Math.max(1, total);
}

/** Letters in an average word of English, without the space: IReST's 987 characters by 228 words a minute. */
export const lettersPerEnglishWord = 987 / 228;
