import type { SourceDocument } from '../../domain/brief/source-reader.js';
import type { SourcePassage } from '../../domain/language-model/script-assignment.js';
import { stemsOf } from './stems.js';

/** Words of a passage, about: one thought with what belongs to it. */
const passageWords = 90;
const passagesAtMost = 8;
/** Source: Robertson and Zaragoza, “The Probabilistic Relevance Framework: BM25 and Beyond”, 2009. */
const saturation = 1.2;
const lengthWeight = 0.75;

interface Indexed {
  readonly source: string;
  readonly text: string;
  readonly counts: ReadonlyMap<string, number>;
  readonly length: number;
}

/** What was found in the documents. */
export interface Retrieval {
  /** Best first, numbered from 1. */
  readonly passages: readonly SourcePassage[];
  /** False: no passage has a word of what was looked for, and these are merely the first ones. */
  readonly relevant: boolean;
}

/** Cuts a document at its paragraphs, joins short ones, and splits long ones at sentences. */
function passagesOf({ text }: SourceDocument, language: string): string[] {
  const sentences = new Intl.Segmenter(language, { granularity: 'sentence' });
  const parts = text
    .split(/\n\s*\n/u)
    .flatMap((paragraph) => [...sentences.segment(paragraph.replace(/\s+/gu, ' ').trim())])
    .map(({ segment }) => segment.trim())
    .filter((segment) => segment !== '');
  const passages: string[] = [];
  let open = '';
  for (const part of parts) {
    if (open !== '' && open.split(' ').length + part.split(' ').length > passageWords) {
      passages.push(open);
      open = '';
    }
    open = open === '' ? part : `${open} ${part}`;
  }
  return open === '' ? passages : [...passages, open];
}

function indexed(documents: readonly SourceDocument[], language: string): Indexed[] {
  return documents.flatMap((document) =>
    passagesOf(document, language).map((text) => {
      const stems = stemsOf(text, language);
      const counts = new Map<string, number>();
      for (const stem of stems) counts.set(stem, (counts.get(stem) ?? 0) + 1);
      return { source: document.name, text, counts, length: stems.length };
    }),
  );
}

/** BM25 of every passage. */
function scores(passages: readonly Indexed[], query: ReadonlySet<string>): number[] {
  const average = passages.reduce((sum, { length }) => sum + length, 0) / passages.length || 1;
  const rarity = new Map(
    [...query].map((stem) => {
      const holders = passages.filter(({ counts }) => counts.has(stem)).length;
      return [stem, Math.log(1 + (passages.length - holders + 0.5) / (holders + 0.5))];
    }),
  );
  return passages.map(({ counts, length }) =>
    [...rarity].reduce((sum, [stem, weight]) => {
      const count = counts.get(stem) ?? 0;
      const norm = saturation * (1 - lengthWeight + (lengthWeight * length) / average);
      return sum + (weight * count * (saturation + 1)) / (count + norm);
    }, 0),
  );
}

/** Finds what documents say about a topic. Pure; ties keep the documents' order. */
export function retrievePassages(
  documents: readonly SourceDocument[],
  query: string,
  language: string,
): Retrieval {
  const passages = indexed(documents, language);
  const ranking = scores(passages, new Set(stemsOf(query, language)));
  const ranked = passages
    .map((passage, index) => ({ ...passage, score: ranking[index]! }))
    .sort((left, right) => right.score - left.score);
  const relevant = ranked.filter(({ score }) => score > 0);
  const chosen = (relevant.length > 0 ? relevant : ranked).slice(0, passagesAtMost);
  return {
    passages: chosen.map(({ source, text }, index) => ({ number: index + 1, source, text })),
    relevant: relevant.length > 0 || documents.length === 0,
  };
}
