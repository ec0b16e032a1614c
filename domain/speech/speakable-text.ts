import { chunkParts, type ChunkPart } from './text-chunks.js';
import { strongerBreak, textBreakAfter, type TextBreak } from './text-break.js';
import { linePieces, withoutInvisible } from './text-markup.js';
import { wordSegmenter } from './word-segments.js';

/** A piece of a scene's text: what is shown, what is spoken, or both. */
export interface TextToken {
  /** As shown, with its punctuation and without markup. Never holds white space but U+00A0. */
  readonly text: string;
  /**
   * What a speech engine gets: holds a letter, a digit or a symbol that has a name, and no white space. Null
   * for what is not spoken: URLs, hashtags, emoji, dashes, stage directions, rules.
   */
  readonly spoken: string | null;
  /** False for stage directions and rules: they are neither shown nor spoken. */
  readonly visible: boolean;
  /** False at the start, and where the writer put no space (CJK, Thai, `wait…what`, an emoji after a word). */
  readonly spaceBefore: boolean;
  readonly endsSentence: boolean;
  /** True also where a sentence ends. */
  readonly endsClause: boolean;
}

/** A spoken token. */
export type SpokenToken = TextToken & { readonly spoken: string };

interface Draft {
  text: string;
  kind: ChunkPart['kind'] | 'label' | 'hidden';
  spaceBefore: boolean;
  /** Break that the layout asks for: a new line or paragraph, a stage direction, a rule. */
  layoutBreak: TextBreak;
}

const nonBreakingSpace = '\u00a0';
const lineEnd = /\r\n|[\n\r\v\f\u0085\u2028\u2029]/u;
const whiteSpace = /[\s\u0085]+/u;
const loneMark = /^(?:-{3,}|—{2,}|={3,}|_+|\*+|~+)$/u;
const closingPunctuation = /^[\p{Pe}\p{Pf}.,;:!?…、。，！？；：،؛؟।"'”’]+$/u;
const openingPunctuation = /^[\p{Ps}\p{Pi}¿¡]+$/u;
const unspokenMarks = /["“”„«»‹›()[\]{}<>「」『』（）［］【】〈〉《》*~`|\\^\u00a0\u202f]/gu;
/** Marks that keep apart what they stand between: `scale[in]` is two words to a voice. */
const separatingMarks = /(?<=[\p{L}\p{N}])[[\]{}<>*|\\^]+(?=[\p{L}\p{N}])/gu;
const nameable = /[\p{L}\p{N}&@+=%‰°$€£¥₹₽₩₪]/u;
const endsInPunctuation = /[^\p{L}\p{M}\p{N}%°$€£¥₹₽₩₪&@+=]$/u;

/** What an engine is to say for a word as shown; null if there is nothing to say. */
function spokenForm(text: string): string | null {
  const bare = text
    .replace(separatingMarks, '-')
    .replace(unspokenMarks, '')
    .replace(/^['’‘]+(?=.)|['’‘]+$/gu, '');
  return nameable.test(bare) ? bare : null;
}

/** Collects the tokens of a text; knows how stray punctuation joins its neighbours. */
class TokenDrafts {
  readonly drafts: Draft[] = [];
  #opening = '';
  #openingSpace = false;
  #lastVisible: Draft | undefined;

  hide(text: string, layoutBreak: TextBreak): void {
    this.breakHere(layoutBreak);
    this.drafts.push({ text, kind: 'hidden', spaceBefore: true, layoutBreak: 'none' });
  }

  /** A new line, a stage direction or a rule stands after the last visible token. */
  breakHere(layoutBreak: TextBreak): void {
    const last = this.#lastVisible;
    if (last) last.layoutBreak = strongerBreak(last.layoutBreak, layoutBreak);
  }

  add(
    part: Pick<Draft, 'text'> & { readonly kind: ChunkPart['kind'] | 'label' },
    spaceBefore: boolean,
  ): void {
    const last = this.drafts.at(-1);
    if (loneMark.test(part.text) && spaceBefore) {
      this.hide(part.text, 'clause');
      return;
    }
    if (part.kind === 'word' && openingPunctuation.test(part.text)) {
      if (this.#opening === '') this.#openingSpace = spaceBefore;
      this.#opening += part.text;
      return;
    }
    const closes = part.kind === 'word' && this.#opening === '' && closingPunctuation.test(part.text);
    const target = closes ? this.#lastVisible : undefined;
    if (target) {
      target.text += (spaceBefore && last === target ? nonBreakingSpace : '') + part.text;
      return;
    }
    const glue = this.#opening !== '' && spaceBefore ? nonBreakingSpace : '';
    this.#push(this.#opening + glue + part.text, part.kind, this.#opening ? this.#openingSpace : spaceBefore);
  }

  /** Opening punctuation that nothing follows stands by itself. */
  finish(): Draft[] {
    if (this.#opening !== '') this.#push(this.#opening, 'word', this.#openingSpace);
    return this.drafts;
  }

  #push(text: string, kind: Draft['kind'], spaceBefore: boolean): void {
    this.#opening = '';
    this.#lastVisible = { text, kind, spaceBefore, layoutBreak: 'none' };
    this.drafts.push(this.#lastVisible);
  }
}

function addChunks(tokens: TokenDrafts, text: string, segmenter: Intl.Segmenter): void {
  let spaceBefore = /^[\s\u0085]/u.test(text) || text === '';
  for (const chunk of text.split(whiteSpace).filter((part) => part !== '')) {
    for (const part of chunk.split('\u200b').flatMap((piece) => chunkParts(piece, segmenter))) {
      tokens.add(part, spaceBefore);
      spaceBefore = false;
    }
    spaceBefore = true;
  }
}

function draftTokens(text: string, segmenter: Intl.Segmenter): Draft[] {
  const tokens = new TokenDrafts();
  let blankLine = false;
  for (const line of withoutInvisible(text).split(lineEnd)) {
    if (line.trim() === '') {
      blankLine = true;
      continue;
    }
    const goesOn = /^\s*\p{Ll}/u.test(line);
    tokens.breakHere(blankLine ? 'sentence' : goesOn ? 'none' : 'clause');
    blankLine = false;
    let before = ' ';
    for (const { kind, text: piece } of linePieces(line)) {
      if (kind === 'hidden') tokens.hide(piece, loneMark.test(piece) ? 'sentence' : 'clause');
      else if (kind === 'label') tokens.add({ kind, text: piece }, /\s$/u.test(before));
      else addChunks(tokens, before === ' ' ? ` ${piece}` : piece, segmenter);
      before = piece;
    }
  }
  return tokens.finish();
}

/** The mark that makes an engine pause where the layout, but no punctuation, asks for it. */
function withPause(spoken: string, layoutBreak: TextBreak): string {
  if (layoutBreak === 'none' || endsInPunctuation.test(spoken)) return spoken;
  return spoken + (layoutBreak === 'sentence' ? '.' : ',');
}

/**
 * Divides a scene's text into tokens, in order. Works for any string in any script:
 * - Spoken and shown: words with their punctuation, numbers, `&`, `@`, bare domains (`example.com`).
 * - Shown, not spoken: URLs with a scheme or `www.`, `#hashtags`, emoji, dashes that stand alone, and labels:
 *   a word of at most three characters, or with a digit or colon, in square brackets (`[in]`, `[0:v]`).
 * - Neither: other text in square brackets that stand by themselves; parentheses that fill a line, or open with a
 *   cue such as `pause` or `music` and hold at most six words; rules (`---`, `***`, `___`) and lone `_` or `*`.
 *   They come back as tokens that are not visible. Markdown marks around words, bullets, `>`, headings and the
 *   addresses of links vanish. Other parentheses are spoken.
 * - Scripts without spaces are divided by ICU's dictionaries (`Intl.Segmenter`).
 * - Where a new line, a rule or a stage direction asks for a pause, the spoken form gets a comma or full stop.
 * @param language BCP 47 tag; an unknown one does no harm.
 */
export function textTokens(text: string, language: string): TextToken[] {
  const drafts = draftTokens(text, wordSegmenter(language));
  const spoken = drafts.map(({ kind, text: shown }) => (kind === 'word' ? spokenForm(shown) : null));
  const tokens: TextToken[] = [];
  let nextWord: string | undefined;
  const firstVisible = drafts.findIndex(({ kind }) => kind !== 'hidden');
  const lastVisible = drafts.findLastIndex(({ kind }) => kind !== 'hidden');
  for (let index = drafts.length - 1; index >= 0; index--) {
    const { text: shown, kind, spaceBefore, layoutBreak } = drafts[index]!;
    const said = spoken[index] ?? null;
    const visible = kind !== 'hidden';
    const written = kind === 'hidden' ? 'none' : textBreakAfter(shown, nextWord);
    const ends = strongerBreak(written, layoutBreak);
    const isLast = said === null ? index === lastVisible : nextWord === undefined;
    tokens.push({
      text: shown,
      spoken: said === null ? null : withPause(said, layoutBreak),
      visible,
      spaceBefore: spaceBefore && index > firstVisible,
      endsSentence: visible && (ends === 'sentence' || isLast),
      endsClause: visible && (ends !== 'none' || isLast),
    });
    if (said !== null) nextWord = shown;
  }
  return tokens.reverse();
}

/** The tokens that are spoken: one for each word time of the voice. */
export function spokenTokens(tokens: readonly TextToken[]): SpokenToken[] {
  return tokens.filter((token): token is SpokenToken => token.spoken !== null);
}

/** The text as it is shown: visible tokens joined as the writer spaced them. */
export function visibleText(tokens: readonly TextToken[]): string {
  return tokens
    .filter(({ visible }) => visible)
    .map(({ text, spaceBefore }, index) => (spaceBefore && index > 0 ? ' ' : '') + text)
    .join('');
}
