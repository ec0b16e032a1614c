import { hasUnspacedScript } from './word-segments.js';

/** A stretch of a line. */
export interface LinePiece {
  readonly text: string;
  /**
   * `text` is shown and read; a `label` such as `[in]` or `[0:v]` is shown and not spoken; what is `hidden`,
   * a stage direction or a rule, is neither.
   */
  readonly kind: 'text' | 'label' | 'hidden';
}

const invisible =
  // eslint-disable-next-line no-control-regex -- invisible characters are the point
  /[\u0000-\u0008\u000e-\u001f\u007f-\u0084\u0086-\u009f\u00ad\u061c\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]|\p{Cs}/gu;
const ruleLine = /^[\s*_~=#—–-]+$/u;
const linePrefix = /^\s*(?:>\s?)*(?:#{1,6}\s+)?(?:[-*•‣◦▪]\s+)?/u;
const image = /!\[[^[\]]*\]\([^()\s]*\)/gu;
const link = /\[([^[\]]+)\]\([^()\s]*\)/gu;
const emphasis = /\*{1,3}|_{1,3}|~~|`/gu;
const bracketed = /[[［]([^[\]［］]*)[\]］]|[(（]([^()（）]*)[)）]/gu;
/** Words that open a stage direction in parentheses, in the languages of the built-in voices. */
const cue =
  /^(?:long |short |soft |brief )?(?:pause|beat|silence|breath|breathe|music|sfx|sound|cut|fade|zoom|camera|b-?roll|on[- ]screen|text on screen|voice ?over|vo|narrator|whisper|laugh|sigh|smil|applause|transition|close[- ]?up|scene|pausa|música|musica|silencio|sonido|musik|stille|musique|silence|bruit|пауза|музыка|тишина|موسيقى|صمت|وقفة|間|音楽|音乐|音樂|停顿|停頓|무음|음악|विराम|संगीत)/iu;
const longestCueWords = 6;
/** Written in square brackets it is a name or a number, no direction: `[in]`, `[0:v]`, `[1]`. */
const label = /^(?=[^\s]{1,32}$)(?:[\p{L}\p{N}]{1,3}|.*[\d:].*)$/u;
/** When a scene is to be seen: `[0-3s]`, `[0:10–0:15]`. */
const timeRange = /^[\d.:]+\s*s?\s*[-–—]\s*[\d.:]+\s*s?(?:ec(?:onds)?)?$/iu;

/** Removes what nobody sees: control, bidirectional and joining marks (but not those inside words and emoji). */
export function withoutInvisible(text: string): string {
  return text.replace(invisible, '').normalize('NFC');
}

/** Removes Markdown's paired emphasis and code marks. One pass, so that no input makes it slow. */
function withoutEmphasis(line: string): string {
  const open = new Map<string, number>();
  const remove: [start: number, length: number][] = [];
  for (const match of line.matchAll(emphasis)) {
    const [mark] = match;
    const before = line[match.index - 1] ?? ' ';
    const after = line[match.index + mark.length] ?? ' ';
    const opener = open.get(mark);
    if (opener !== undefined && !/\s/u.test(before) && !/[\p{L}\p{N}]/u.test(after)) {
      remove.push([opener, mark.length], [match.index, mark.length]);
      open.delete(mark);
    } else if (!/\s/u.test(after) && !/[\p{L}\p{N}]/u.test(before)) open.set(mark, match.index);
  }
  let result = '';
  let position = 0;
  for (const [start, length] of remove.sort(([a], [b]) => a - b)) {
    result += line.slice(position, start);
    position = start + length;
  }
  return result + line.slice(position);
}

const gluedTo = (character: string | undefined): boolean =>
  character !== undefined && /[\p{L}\p{N}]/u.test(character) && !hasUnspacedScript(character);

/** Whether what stands in square brackets is to be seen all the same. */
function isLabel(inside: string): boolean {
  return label.test(inside) && !timeRange.test(inside) && !cue.test(inside) && !hasUnspacedScript(inside);
}

/**
 * Whether a bracketed stretch is a stage direction. Square brackets that stand by themselves always are, but
 * for labels ({@link isLabel});
 * parentheses are when they fill the line, or open with a word such as `pause` or `music` and are short.
 * Brackets glued to a word (`list[0]`, `friend(s)`) are text.
 */
function isDirection(line: string, match: RegExpMatchArray): boolean {
  const start = match.index ?? 0;
  const end = start + match[0].length;
  if (gluedTo(line[start - 1]) || gluedTo(line[end])) return false;
  if (match[1] !== undefined) return true;
  const inside = (match[2] ?? '').trim();
  const fillsLine = /^[^\p{L}\p{N}]*$/u.test(line.slice(0, start) + line.slice(end));
  return fillsLine || (cue.test(inside) && inside.split(/\s+/u).length <= longestCueWords);
}

/** Divides a line, already without invisible characters, into what is shown and what is not. */
export function linePieces(rawLine: string): LinePiece[] {
  if (ruleLine.test(rawLine)) return [{ text: rawLine.trim(), kind: 'hidden' }];
  const line = withoutEmphasis(rawLine.replace(linePrefix, '').replace(image, '').replace(link, '$1'));
  const pieces: LinePiece[] = [];
  let position = 0;
  for (const match of line.matchAll(bracketed)) {
    if (!isDirection(line, match)) continue;
    pieces.push({ text: line.slice(position, match.index), kind: 'text' });
    pieces.push({ text: match[0], kind: isLabel(match[1] ?? '') ? 'label' : 'hidden' });
    position = match.index + match[0].length;
  }
  pieces.push({ text: line.slice(position), kind: 'text' });
  return pieces.filter(({ text }) => text !== '');
}
