/** Longer than any text may be; what is longer is refused anyway, and is not worth the search. */
const longest = 700;

const marks: readonly RegExp[] = [
  /\*\*(?=[^\s*])(.*?[^\s])\*\*/gu,
  /(?<![\p{N}*])\*(?=[^\s*])([^*]*[^\s*])\*(?!\*)/gu,
  /(?<![\p{L}\p{N}_])__(?=[^\s_])(.*?[^\s])__(?![\p{L}\p{N}_])/gu,
  /(?<![\p{L}\p{N}_])_(?=[^\s_])([^_]*[^\s_])_(?![\p{L}\p{N}_])/gu,
];

/** Takes the Markdown marks for bold and italic away; single asterisks and names like `snake_case` stay. */
export function stripEmphasis(text: string): string {
  if (text.length > longest) return text;
  return marks.reduce((stripped, mark) => stripped.replaceAll(mark, '$1'), text);
}
