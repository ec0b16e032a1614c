/** Words of English that no picture shows. */
const silent = new Set(
  'a an and are as at be but by for from has have how i if in into is it its let like me my no not of on or our out so than that the their them then there these they this to up us was we what when where which who why will with you your just never always more most very can do does only over each every about'.split(
    ' ',
  ),
);
const mostWords = 6;

/**
 * What to look for: the text as it is if it is short, else its first telling words. A search engine for pictures
 * finds little with whole sentences.
 */
export function searchWords(text: string): string {
  const words = text.trim().split(/\s+/u);
  if (words.length <= mostWords) return words.join(' ');
  const bare = words.map((word) => word.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '').toLowerCase());
  const telling = [...new Set(bare.filter((word) => word.length > 1 && !silent.has(word)))];
  return (telling.length > 0 ? telling : bare).slice(0, mostWords).join(' ');
}
