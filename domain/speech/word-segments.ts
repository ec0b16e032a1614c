const unspacedScripts =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
const opener = /^[\p{Ps}\p{Pi}]+$/u;

/** True if `text` holds a script that is written without spaces between words. */
export function hasUnspacedScript(text: string): boolean {
  return unspacedScripts.test(text);
}

/** Making one costs more than dividing a scene's text with it. */
const segmenters = new Map<string, Intl.Segmenter>();
const keptSegmenters = 20;

/** The segmenter of a language; of English if the tag is not a language at all. */
export function wordSegmenter(language: string): Intl.Segmenter {
  let segmenter = segmenters.get(language);
  if (!segmenter) {
    segmenter = makeSegmenter(language);
    if (segmenters.size >= keptSegmenters) segmenters.clear();
    segmenters.set(language, segmenter);
  }
  return segmenter;
}

function makeSegmenter(language: string): Intl.Segmenter {
  try {
    return new Intl.Segmenter(language, { granularity: 'word' });
  } catch {
    return new Intl.Segmenter('en', { granularity: 'word' });
  }
}

/**
 * Divides a stretch without spaces into words by ICU's dictionaries, each with the punctuation that follows
 * it; opening brackets and quotes stay with the word after them. Joined, the words are the stretch again.
 */
export function wordSegments(stretch: string, segmenter: Intl.Segmenter): string[] {
  if (!hasUnspacedScript(stretch)) return [stretch];
  const words: string[] = [];
  let opening = '';
  for (const { segment, isWordLike } of segmenter.segment(stretch)) {
    const last = words.at(-1);
    if (opener.test(segment)) opening += segment;
    else if (isWordLike || opening !== '' || last === undefined) {
      words.push(opening + segment);
      opening = '';
    } else words[words.length - 1] = last + segment;
  }
  return opening === '' ? words : [...words, opening];
}
