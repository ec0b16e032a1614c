/** Writing systems by language; what is not listed is written in Latin letters or is not judged. */
const scripts: Readonly<Record<string, RegExp>> = {
  ar: /\p{Script=Arabic}/u,
  fa: /\p{Script=Arabic}/u,
  ur: /\p{Script=Arabic}/u,
  he: /\p{Script=Hebrew}/u,
  ru: /\p{Script=Cyrillic}/u,
  uk: /\p{Script=Cyrillic}/u,
  bg: /\p{Script=Cyrillic}/u,
  el: /\p{Script=Greek}/u,
  hi: /\p{Script=Devanagari}/u,
  th: /\p{Script=Thai}/u,
  ko: /\p{Script=Hangul}/u,
  ja: /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u,
  zh: /\p{Script=Han}/u,
};

/** Small words that a text of some length can hardly do without. */
const smallWords: Readonly<Record<string, readonly string[]>> = {
  en: ['the', 'and', 'is', 'you', 'to', 'of', 'it', 'your', 'that', 'with'],
  de: ['der', 'die', 'und', 'ist', 'du', 'nicht', 'das', 'ein', 'mit', 'dein'],
  es: ['el', 'la', 'que', 'de', 'y', 'es', 'tu', 'no', 'los', 'para'],
  fr: ['le', 'la', 'les', 'et', 'est', 'que', 'de', 'vous', 'tu', 'pas'],
  it: ['il', 'la', 'che', 'di', 'e', 'è', 'non', 'per', 'tuo', 'un'],
  pt: ['o', 'que', 'de', 'e', 'é', 'não', 'para', 'você', 'os', 'um'],
};

const half = 0.5;

function share(letters: readonly string[], script: RegExp): number {
  return letters.length === 0 ? 1 : letters.filter((letter) => script.test(letter)).length / letters.length;
}

/** Says so if a text is surely not in the language that it should be in. */
export function languageMismatch(text: string, language: string): string | undefined {
  const wanted = language.split('-')[0]!.toLowerCase();
  const letters = text.match(/\p{L}/gu) ?? [];
  const script = scripts[wanted] ?? (wanted in smallWords ? /\p{Script=Latin}/u : undefined);
  if (script && share(letters, script) < half) return `It is not written in the letters of “${language}”.`;
  const own = smallWords[wanted];
  if (!own) return undefined;
  const words = text.toLowerCase().match(/\p{L}+/gu) ?? [];
  const hits = (list: readonly string[]): number => words.filter((word) => list.includes(word)).length;
  const mine = hits(own);
  for (const [other, list] of Object.entries(smallWords)) {
    if (other !== wanted && hits(list) > 2 * mine + 3)
      return `It reads like “${other}”, not like “${language}”.`;
  }
  return undefined;
}
