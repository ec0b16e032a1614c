import { wordSegments } from './word-segments.js';

/** What a part of a chunk is: a word (perhaps mere punctuation), or something shown but not spoken. */
export interface ChunkPart {
  readonly kind: 'word' | 'url' | 'hashtag' | 'emoji';
  readonly text: string;
}

const url = String.raw`(?:https?:\/\/|www\.)[^\s\u3000-\u30ff\u3400-\u9fff\uff00-\uffef]+`;
const pictogram = String.raw`(?![©®™‼⁉〰〽㊗㊙])\p{Extended_Pictographic}[\ufe0f\ufe0e]?\p{Emoji_Modifier}?[\u{E0020}-\u{E007F}]*`;
const emoji = String.raw`(?:(?:[0-9#*]\ufe0f?\u20e3|\p{Regional_Indicator}{2}|${pictogram}(?:\u200d${pictogram})*)\u200d?)+`;
const hashtag = String.raw`(?<![\p{L}\p{N}&#＃])[#＃](?=[\p{N}\p{M}_]*[\p{L}])[\p{L}\p{N}\p{M}_]+`;
const special = new RegExp(`(?<url>${url})|(?<emoji>${emoji})|(?<hashtag>${hashtag})`, 'giu');
const innerDash = /—|―|--+|\.{2,}|…+/gu;
/** Nothing in it to divide, which holds for most words: the expressions above are dear. */
const plainWord = /^[A-Za-z]+[,.;:!?]?$/;
const pronounceable = /[\p{L}\p{N}]/u;

/** Divides `wait…what` and `slow—down` after the mark, so that each word can have its own time. */
function splitAtDashes(text: string): string[] {
  const parts: string[] = [];
  let start = 0;
  for (const match of text.matchAll(innerDash)) {
    const end = match.index + match[0].length;
    if (!pronounceable.test(text.slice(start, match.index))) continue;
    if (!/^["'“‘«(]?[\p{L}\p{N}]/u.test(text.slice(end, end + 4))) continue;
    parts.push(text.slice(start, end));
    start = end;
  }
  return [...parts, text.slice(start)];
}

function wordParts(text: string, segmenter: Intl.Segmenter): ChunkPart[] {
  return splitAtDashes(text)
    .flatMap((part) => wordSegments(part, segmenter))
    .filter((part) => part !== '')
    .map((part) => ({ kind: 'word', text: part }));
}

/**
 * Divides a chunk (a stretch without white space) into words, URLs, hashtags and emoji, in order. Joined, the
 * parts are the chunk again. A bare domain such as `example.com` is a word, because people say it.
 */
export function chunkParts(chunk: string, segmenter: Intl.Segmenter): ChunkPart[] {
  if (plainWord.test(chunk)) return [{ kind: 'word', text: chunk }];
  const parts: ChunkPart[] = [];
  let position = 0;
  for (const match of chunk.matchAll(special)) {
    parts.push(...wordParts(chunk.slice(position, match.index), segmenter));
    const kind = match.groups?.url ? 'url' : match.groups?.emoji ? 'emoji' : 'hashtag';
    parts.push({ kind, text: match[0] });
    position = match.index + match[0].length;
  }
  return [...parts, ...wordParts(chunk.slice(position), segmenter)];
}
