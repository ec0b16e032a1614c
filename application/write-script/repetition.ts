const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}’']+/gu) ?? [];

function trigrams(text: string): Set<string> {
  const words = wordsOf(text);
  return new Set(words.slice(2).map((word, index) => `${words[index]!} ${words[index + 1]!} ${word}`));
}

function overlap(left: ReadonlySet<string>, right: ReadonlySet<string>): number {
  const smaller = Math.min(left.size, right.size);
  return smaller === 0 ? 0 : [...left].filter((item) => right.has(item)).length / smaller;
}

/** Half of the shorter line's word triples stand in the other one. */
const tooAlike = 0.5;
/** So many lines may begin with the same two words. */
const sameStarts = 3;

/** Lines that say the same, or all begin alike; undefined if none do. */
export function repetitionIn(lines: readonly string[]): string | undefined {
  const grams = lines.map(trigrams);
  for (const [index, line] of lines.entries()) {
    const twin = lines.slice(0, index).find((other, before) => {
      const same = wordsOf(line).join(' ') === wordsOf(other).join(' ');
      return same || overlap(grams[index]!, grams[before]!) > tooAlike;
    });
    if (twin !== undefined)
      return `Two lines say the same: “${twin.slice(0, 60)}” and “${line.slice(0, 60)}”.`;
  }
  const starts = new Map<string, number>();
  for (const line of lines) {
    const start = wordsOf(line).slice(0, 2).join(' ');
    starts.set(start, (starts.get(start) ?? 0) + 1);
  }
  const [start] = [...starts].find(([, count]) => count > sameStarts) ?? [];
  return start === undefined ? undefined : `More than ${sameStarts} lines begin with “${start}”.`;
}
