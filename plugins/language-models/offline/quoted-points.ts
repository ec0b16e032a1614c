import type { ScriptAssignment } from 'aether-video/plugin';

/** Shorter ones are headings and fragments. */
const fewestWords = 5;

/** Sentences of a text, by the rules of its language. */
function sentencesOf(text: string, language: string): string[] {
  const segmenter = new Intl.Segmenter(language, { granularity: 'sentence' });
  return [...segmenter.segment(text)].map(({ segment }) => segment.replace(/\s+/gu, ' ').trim());
}

function wordCount(text: string, language: string): number {
  const segmenter = new Intl.Segmenter(language, { granularity: 'word' });
  return [...segmenter.segment(text)].filter(({ isWordLike }) => isWordLike).length;
}

/** Whole on its own: ends as a sentence does, and does not lean on what stood before it. */
function standsAlone(sentence: string): boolean {
  if (!/[.!?。！？…؟]["”’)]?$/u.test(sentence)) return false;
  if (
    /^(?:and|but|or|so|however|therefore|moreover|furthermore|thus|also|instead|otherwise|these|those|they|it|this|that|he|she|such|its|their|his|her)\b/iu.test(
      sentence,
    )
  )
    return false;
  return !/[|<>{}\\]|https?:|^\W*\d+[.)]/u.test(sentence);
}

/**
 * Sentences of the passages, as they stand there, each with the passage that it is from. Empty without passages.
 * They are taken in turns, so that no document speaks alone.
 */
export function quotedPoints({ passages, language, limits }: ScriptAssignment): {
  readonly text: string;
  readonly sources: readonly number[];
}[] {
  const seen = new Set<string>();
  const lists = passages.map(({ number, text }) =>
    sentencesOf(text, language)
      .filter((sentence) => {
        const words = wordCount(sentence, language);
        return words >= fewestWords && words <= limits.point && standsAlone(sentence);
      })
      .map((sentence) => ({ text: sentence, sources: [number] })),
  );
  const longest = Math.max(0, ...lists.map(({ length }) => length));
  const turns = Array.from({ length: longest }, (_, index) =>
    lists.flatMap((list) => list.slice(index, index + 1)),
  );
  return turns.flat().filter(({ text }) => {
    const key = text.toLowerCase();
    return !seen.has(key) && seen.add(key);
  });
}
