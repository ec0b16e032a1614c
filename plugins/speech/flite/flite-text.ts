/** What Flite has no letter or word for, in ASCII that it reads as people do. */
const transliterations: readonly (readonly [characters: RegExp, ascii: string])[] = [
  [/[’‘ʼ]/gu, "'"],
  [/[–−]/gu, '-'],
  [/[—―;:](?=$)|[—―]/gu, ','],
  [/…/gu, '.'],
  [/ß/gu, 'ss'],
  [/[æÆ]/gu, 'ae'],
  [/[œŒ]/gu, 'oe'],
  [/[øØ]/gu, 'o'],
  [/[łŁ]/gu, 'l'],
  [/[đĐ]/gu, 'd'],
  [/[þÞð]/gu, 'th'],
  [/⁄/gu, '/'],
];

/** Money and symbols as words. `$5` and `20%` Flite knows by itself. */
const spellings: readonly (readonly [pattern: RegExp, words: string])[] = [
  [/\$(\d[\d.,]*)([kmb])\b/giu, '$1 $2 dollars'],
  [/£(\d[\d.,]*\d|\d)/gu, '$1 pounds'],
  [/€(\d[\d.,]*\d|\d)|(\d[\d.,]*\d|\d)€/gu, '$1$2 euros'],
  [/[¥₹₽₩₪](\d[\d.,]*\d|\d)/gu, '$1'],
  [/(?<=\d )m(?= dollars)/giu, 'million'],
  [/(?<=\d )b(?= dollars)/giu, 'billion'],
  [/(?<=\d )k(?= dollars)/giu, 'thousand'],
  [/€/gu, ' euros '],
  [/£/gu, ' pounds '],
  [/°[cC]\b/gu, ' degrees Celsius'],
  [/°[fF]\b/gu, ' degrees Fahrenheit'],
  [/°/gu, ' degrees '],
  [/×|(?<=\d)\*(?=\d)/gu, ' times '],
  [/&/gu, ' and '],
  [/@/gu, ' at '],
  [/\+/gu, ' plus '],
  [/=/gu, ' equals '],
  [/#(?=\d)/gu, 'number '],
  [/\b24\/7\b/gu, 'twenty four seven'],
  [/\b1\/2\b/gu, 'one half'],
  [/(?<=\d)\/(?=\d)/gu, ' over '],
  [/(?<=[a-z\d])\.(?=[a-z]{2})/giu, ' dot '],
  [/[_/]/gu, ' '],
];

/** Short forms that Flite would read as a word or take for a letter salad. */
const respellings: ReadonlyMap<string, string> = new Map([
  ['AI', 'A I'],
  ['API', 'A P I'],
  ['CEO', 'C E O'],
  ['CRM', 'C R M'],
  ['DIY', 'D I Y'],
  ['DM', 'D M'],
  ['EU', 'E U'],
  ['FAQ', 'F A Q'],
  ['ID', 'I D'],
  ['IQ', 'I Q'],
  ['ROI', 'R O I'],
  ['SEO', 'S E O'],
  ['UI', 'U I'],
  ['UK', 'U K'],
  ['URL', 'U R L'],
  ['UX', 'U X'],
  ['etc', 'et cetera'],
  ['vs', 'versus'],
  ['wi-fi', 'WiFi'],
  ['hmm', 'hum'],
  ['shh', 'shush'],
  ['naive', 'nigh eve'],
]);

/** A word longer than this is noise; its end would only be noise for longer. */
const longestWord = 60;

const respell = (word: string): string =>
  respellings.get(word) ?? respellings.get(word.toLowerCase()) ?? word;

/** `U.S.` and `a.m.` letter by letter, so that no stop is taken for the end of a sentence. */
function spelledInitials(text: string): string {
  const initials = /^((?:[a-z]\.)+[a-z])\.?([,?!]?)$/iu.exec(text);
  return initials ? initials[1]!.toUpperCase().replaceAll('.', ' ') + initials[2]! : text;
}

/**
 * A word as Flite can read it: ASCII, perhaps several words, ended by at most one of `, . ? !`. Empty if nothing
 * in it can be pronounced in English.
 */
export function fliteText(word: string): string {
  let text = word.slice(0, 4 * longestWord).normalize('NFKC');
  for (const [pattern, ascii] of transliterations) text = text.replace(pattern, ascii);
  text = spelledInitials(text.normalize('NFD').replace(/\p{M}/gu, ''));
  for (const [pattern, words] of spellings) text = text.replace(pattern, words);
  const [, body = '', mark = ''] =
    /^(.*?)([.,?!]?)[^a-z\d]*$/iu.exec(text.replace(/[^\x20-\x7e]/gu, ' ')) ?? [];
  const words = body
    .replace(/[^a-z\d'.,:$% -]/giu, ' ')
    .replace(/[.,:](?!\d)|(?<!\d)[.,:]|'(?![a-z\d])|(?<![a-z\d])'|-(?![a-z\d])/giu, ' ')
    .split(/\s+/u)
    .filter((part) => /[a-z\d]/iu.test(part))
    .map((part) => respell(part.slice(0, longestWord)));
  return words.length === 0 ? '' : words.join(' ') + mark;
}
