/** Spaces that an author's line breaks and indentation make. No-break and ideographic spaces stay. */
const breakableSpaces = /[ \t\r\n\u0085\u2028\u2029]+/gu;

/**
 * Characters that cannot be seen and have no place in a script: C0 and C1 controls, bidirectional
 * embeddings, overrides and isolates (they reorder what is shown), byte-order marks, annotation controls,
 * noncharacters and lone surrogates. Joiners and direction marks stay: emoji, Persian and Arabic need them.
 */
const forbidden =
  // eslint-disable-next-line no-control-regex -- control characters are what it looks for
  /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u0084\u0086-\u009F\u202A-\u202E\u2066-\u2069\uFDD0-\uFDEF\uFEFF\uFFF9-\uFFFB\uFFFE\uFFFF\p{Cs}]/u;

const names: Readonly<Record<string, string>> = {
  '\0': 'a null character',
  '\u001B': 'an escape character',
  '\uFEFF': 'a byte-order mark',
};

/** Lines and runs of spaces become single spaces; everything else stays as written. */
export function collapseSpaces(text: string): string {
  return text.replaceAll(breakableSpaces, ' ').trim();
}

/** Number of characters (code points). */
export function countCharacters(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

/** The first character that a script may not hold, described for people, or undefined. */
export function findForbiddenCharacter(text: string): string | undefined {
  const found = forbidden.exec(text);
  if (!found) return undefined;
  const [character] = found;
  const code = character.codePointAt(0)!;
  const name =
    names[character] ??
    (/[\u202A-\u202E\u2066-\u2069]/u.test(character)
      ? 'a text-direction control'
      : 'an invisible control character');
  const number = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
  return `${name} (${number}) at character ${countCharacters(text.slice(0, found.index)) + 1}`;
}

/** At most `limit` characters of a text; what is cut off is shown by `…`. Never cuts a visible character in two. */
export function shortenText(text: string, limit: number): string {
  if (countCharacters(text) <= limit) return text;
  let short = '';
  let length = 1;
  for (const { segment } of new Intl.Segmenter('und', { granularity: 'grapheme' }).segment(text)) {
    length += countCharacters(segment);
    if (length > limit) break;
    short += segment;
  }
  return `${short.trimEnd()}…`;
}
