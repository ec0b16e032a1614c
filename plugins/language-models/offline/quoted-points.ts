import type { ScriptAssignment } from 'aether-video/plugin';

/** Shorter ones are headings and fragments. */
const fewestWords = 5;
/** Two short sentences make a point, two long ones do not. */
const joinedWords = 22;

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

/** Sentences that follow each other belong together: as many as one point can hold. */
function joined(sentences: readonly string[], language: string, most: number): string[] {
  const points: string[] = [];
  let open = '';
  const close = (): void => {
    if (open !== '') points.push(open);
    open = '';
  };
  for (const sentence of sentences) {
    const words = wordCount(sentence, language);
    const alone = words >= fewestWords && words <= most && standsAlone(sentence);
    const both = `${open} ${sentence}`;
    if (alone && open !== '' && wordCount(both, language) <= Math.min(most, joinedWords)) {
      open = both;
      continue;
    }
    close();
    if (alone) open = sentence;
  }
  close();
  return points;
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
    joined(sentencesOf(text, language), language, limits.point).map((quote) => ({
      text: quote,
      sources: [number],
    })),
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
