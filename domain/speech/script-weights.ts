/**
 * How much of a reader's or speaker's time one character of a script takes, with one letter of English as 1.
 * Characters per minute, combining marks and spaces not counted:
 * - Reading: IReST (Trauzettel-Klosinski and Dietz 2012, doi:10.1167/iovs.11-8284): English 987, other Latin
 *   and Cyrillic languages 885 to 1078 (here the same as English), Chinese 255, Japanese 357, Arabic 612,
 *   Hebrew 833. Kana and kanji share the Japanese figure so that a usual mixture (37 % kanji) gives it.
 *   Korean, Thai and the scripts of India by the subtitle limits of Netflix's Timed Text Style Guides
 *   (characters a second: English 20, Korean 12, Thai 17, Hindi 22).
 * - Speaking: syllables a second of Pellegrino, Coupé and Marsico (2011, doi:10.1353/lan.2011.0057) and
 *   Coupé et al. (2019, doi:10.1126/sciadv.aaw2594): English 6.2, Mandarin 5.2, Japanese 7.8, Korean 7.1,
 *   Thai 4.7; a Han character is a syllable in Chinese and about two morae in Japanese, a Hangul one is a
 *   syllable, an unvocalised Arabic or Hebrew letter is about 0.6 of one.
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
  { characters: /\p{Script=Hangul}/u, reading: 1.67, speaking: 2.3 },
  { characters: /\p{Script=Arabic}/u, reading: 1.61, speaking: 1.5 },
  { characters: /\p{Script=Hebrew}/u, reading: 1.18, speaking: 1.5 },
  {
    characters: /[\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u,
    reading: 1.18,
    speaking: 1.3,
  },
  { characters: /\p{L}/u, reading: 0.95, speaking: 1.2 },
  { characters: /[&@+=%‰°$€£¥₹₽₩₪]/u, reading: 2, speaking: 4 },
];

/** Time that a text takes, in letters of English. At least one, so that no word is over in no time. */
export function textWeight(text: string, activity: 'reading' | 'speaking'): number {
  let total = 0;
  for (const character of text.normalize('NFC')) {
    total += weights.find(({ characters }) => characters.test(character))?.[activity] ?? 0;
  }
  return Math.max(1, total);
}

/** Letters in an average word of English, without the space: IReST's 987 characters by 228 words a minute. */
export const lettersPerEnglishWord = 987 / 228;
