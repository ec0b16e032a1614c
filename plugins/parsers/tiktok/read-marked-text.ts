import { nearestName, scriptIssue, scriptLimits, type ScriptIssue } from 'aether-video/plugin';
import { readFrontMatter, type HeaderEntry } from './read-front-matter.js';
import { readMark, type Mark } from './read-mark.js';
import { stripEmphasis } from './strip-emphasis.js';
import { tiktokAliases, tiktokFields } from './tiktok-fields.js';
import { readTimeRange, type TimeRange } from './time-range.js';

interface Part {
  readonly line: number;
  text: string;
  seconds?: number;
  media?: string;
  visual?: unknown;
}

type Section = 'start' | 'hook' | 'main_points' | 'call_to_action';

/** What has been read so far. */
interface Reading {
  readonly fields: Map<string, unknown>;
  readonly lines: Map<string, number>;
  readonly points: Part[];
  readonly issues: ScriptIssue[];
  readonly hashtags: string[];
  hook?: Part;
  callToAction?: Part;
  section: Section;
  /** The part that the next line goes on with, if no blank line comes first. */
  open?: Part | undefined;
  /** Seconds and picture that stand before their text. */
  pending: { seconds?: number; media?: string; visual?: unknown };
  stray?: number;
}

/** A marked text as the fields of the format, and the lines they came from. */
export interface MarkedText {
  readonly fields: Readonly<Record<string, unknown>>;
  /** Line, from 1, by field: `hook`, `main_points[0]`. */
  readonly lines: ReadonlyMap<string, number>;
  readonly issues: readonly ScriptIssue[];
}

const lineOf = (line: number): string => `line ${line}`;

function giveHeader(reading: Reading, { name, value, line }: HeaderEntry): void {
  const field = Object.hasOwn(tiktokAliases, name) ? tiktokAliases[name]! : name.toLowerCase();
  const headers = Object.keys(tiktokFields.shape).filter((known) => !partFields.has(known));
  if (reading.issues.length >= scriptLimits.issues) return;
  const refuse = (what: string, howToFix: string): void => {
    reading.issues.push(scriptIssue('SCRIPT_FIELD_INVALID', lineOf(line), what, howToFix));
  };
  if (!headers.includes(field)) {
    const near = nearestName(name, headers);
    const remedy = near === undefined ? `Remove it; the names are ${headers.join(', ')}.` : `Write ${near}.`;
    refuse(`gives “${name}”, which is not a field of a script’s head`, remedy);
  } else if (field === 'hashtags') {
    reading.hashtags.push(...(typeof value === 'string' ? value.split(/[\s,،、]+/u) : value));
    reading.lines.set(field, line);
  } else if (reading.fields.has(field)) {
    refuse(
      `gives the ${field} again; line ${reading.lines.get(field) ?? 1} has it, too`,
      'Remove one of them.',
    );
  } else {
    reading.fields.set(field, value === '' ? undefined : value);
    reading.lines.set(field, line);
  }
}

const partFields = new Set(['hook', 'main_points', 'call_to_action']);

function addSeconds(reading: Reading, range: TimeRange | undefined, line: number): void {
  if (!range) return;
  if (range.seconds <= 0) {
    const what = `has the time range ${range.written}, which does not end after it starts`;
    reading.issues.push(
      scriptIssue(
        'SCRIPT_FIELD_INVALID',
        lineOf(line),
        what,
        'Write the earlier time first, such as [3-7s].',
      ),
    );
    return;
  }
  reading.pending.seconds = (reading.pending.seconds ?? 0) + range.seconds;
}

/** Adds what stood before a text to the part that the text belongs to. */
function settlePending(reading: Reading, part: Part): void {
  const { seconds, media, visual } = reading.pending;
  if (seconds !== undefined) part.seconds = (part.seconds ?? 0) + seconds;
  if (media !== undefined) part.media ??= media;
  if (visual !== undefined) part.visual ??= visual;
  reading.pending = {};
}

function currentPart(reading: Reading): Part | undefined {
  if (reading.section === 'hook') return reading.hook;
  return reading.section === 'call_to_action' ? reading.callToAction : reading.points.at(-1);
}

/** The part that a line of text belongs to, made if it begins a new one. */
function partFor(reading: Reading, line: number, isItem: boolean): Part | undefined {
  const begins = isItem || reading.pending.seconds !== undefined || !reading.open;
  const { section } = reading;
  if (section === 'start' && reading.pending.seconds === undefined) return undefined;
  const part: Part = { line, text: '' };
  if (section === 'start' || (section === 'hook' && !reading.hook)) {
    reading.section = 'hook';
    return (reading.hook ??= part);
  }
  if (section === 'call_to_action') return (reading.callToAction ??= part);
  if (!begins) return reading.open;
  reading.section = 'main_points';
  reading.points.push(part);
  return part;
}

function readContent(reading: Reading, text: string, line: number, isItem: boolean): void {
  const range = readTimeRange(text);
  addSeconds(reading, range, line);
  const content = range ? range.rest : text;
  if (content === '') return;
  const part = partFor(reading, line, isItem);
  if (!part) {
    reading.stray ??= line;
    return;
  }
  settlePending(reading, part);
  part.text = part.text === '' ? content : `${part.text} ${content}`;
  reading.open = part;
}

function enterSection(reading: Reading, mark: Mark, line: number): void {
  const section = mark.field as Section;
  const earlier = section === 'hook' ? reading.hook : section === 'call_to_action' && reading.callToAction;
  if (earlier) {
    const what = `marks the ${section === 'hook' ? 'hook' : 'call to action'} again; line ${earlier.line} has it, too`;
    reading.issues.push(
      scriptIssue(
        'SCRIPT_FIELD_INVALID',
        lineOf(line),
        what,
        'Keep one of them, and write the others as points.',
      ),
    );
  }
  reading.section = section;
  reading.open = undefined;
  addSeconds(reading, mark.range, line);
  if (mark.rest !== '') readContent(reading, mark.rest, line, false);
}

/**
 * Handles `Visual: clip` and `Visual: image, a lake in fog`: of all scenes if it stands above the hook, else of
 * the text above it. Other words after the mark are text: a note to the editor is not an order.
 */
function readVisual(reading: Reading, rest: string, line: number): boolean {
  const [, kind, prompt] =
    /^(clip|image|background)(?:\s*[,:.–—-]\s*(\S.*))?$/iu.exec(stripEmphasis(rest)) ?? [];
  if (kind === undefined) return false;
  const visual = prompt === undefined ? kind : { kind: kind.toLowerCase(), prompt };
  if (reading.section === 'start') {
    reading.fields.set('visual', visual);
    reading.lines.set('visual', line);
    return true;
  }
  const part = currentPart(reading);
  if (part && part.visual === undefined) part.visual = visual;
  else reading.pending.visual = visual;
  return true;
}

/** Handles a line that begins with a mark; false if the line is text. */
function readMarked(reading: Reading, text: string, line: number, isItem: boolean): boolean {
  const leading = readTimeRange(text);
  const mark = readMark(leading ? leading.rest : text);
  if (!mark) return false;
  if (mark.field === 'visual') return readVisual(reading, mark.rest, line);
  if (!partFields.has(mark.field)) {
    const anywhere = mark.field === 'hashtags' || mark.field === 'topic';
    if (isItem || (reading.section !== 'start' && !anywhere)) return false;
    giveHeader(reading, { name: mark.field, value: stripEmphasis(mark.rest), line });
    return true;
  }
  addSeconds(reading, leading, line);
  enterSection(reading, mark, line);
  return true;
}

function readHeading(reading: Reading, text: string, level: number, line: number): void {
  if (readMarked(reading, text, line, false)) return;
  if (level === 1 && !reading.fields.has('topic')) {
    giveHeader(reading, { name: 'topic', value: stripEmphasis(text), line });
    return;
  }
  const remedy = 'Use the headings Hook, Points and Call to action, or make it a line of text.';
  reading.issues.push(
    scriptIssue('SCRIPT_FIELD_INVALID', lineOf(line), 'is a heading that this format does not know', remedy),
  );
}

/** Handles lines that are neither marks nor text: pictures, rules, hashtags. */
function readSpecial(reading: Reading, text: string, line: number): boolean {
  if (/^(?:-{3,}|\*{3,}|_{3,})$/u.test(text)) return true;
  const picture = /^!\[[^\]]*\]\(([^()]+)\)$/u.exec(text)?.[1];
  if (picture !== undefined) {
    const part = currentPart(reading);
    if (part && part.media === undefined) part.media = picture.trim();
    else reading.pending.media = picture.trim();
    return true;
  }
  if (!/^(?:[#＃][^\s#＃]+(?:\s+|$))+$/u.test(text)) return false;
  giveHeader(reading, { name: 'hashtags', value: text, line });
  return true;
}

function readLine(reading: Reading, written: string, line: number): void {
  const text = written.trim();
  if (text === '') {
    reading.open = undefined;
    return;
  }
  // Longer than any text may be: text for certain, and too long, which the fields' own check says.
  if (text.length > 4 * scriptLimits.point) {
    readContent(reading, text, line, false);
    return;
  }
  if (readSpecial(reading, text, line)) return;
  const heading = /^(#{1,6})\s+(\S.*)$/u.exec(text);
  if (heading) {
    readHeading(reading, heading[2]!.replace(/\s#{1,6}$/u, '').trim(), heading[1]!.length, line);
    return;
  }
  const item = /^(?:[-*+•]\s+|\d{1,3}(?:[.)]\s+|[、．]\s*))(\S.*)$/u.exec(text)?.[1];
  if (readMarked(reading, item ?? text, line, item !== undefined)) return;
  readContent(reading, item ?? text, line, item !== undefined);
}

function partFieldsOf({ text, seconds, media, visual }: Part): Readonly<Record<string, unknown>> {
  return { text: stripEmphasis(text), seconds, media, visual };
}

function finish(reading: Reading): MarkedText {
  const { fields, lines, points, hook, callToAction, hashtags, issues, stray } = reading;
  if (hashtags.length > 0)
    fields.set(
      'hashtags',
      hashtags.filter((tag) => tag !== ''),
    );
  if (hook) fields.set('hook', partFieldsOf(hook));
  if (points.length > 0) fields.set('main_points', points.map(partFieldsOf));
  if (callToAction) fields.set('call_to_action', partFieldsOf(callToAction));
  lines.set('hook', hook?.line ?? 0).set('call_to_action', callToAction?.line ?? 0);
  for (const [index, point] of points.entries()) lines.set(`main_points[${index}]`, point.line);
  if (stray !== undefined && hook) {
    const remedy = 'Put `Hook:` before the opening line, and everything else below it.';
    issues.push(scriptIssue('SCRIPT_FIELD_INVALID', lineOf(stray), 'stands before the hook', remedy));
  }
  return { fields: Object.fromEntries(fields), lines, issues };
}

/**
 * Reads Markdown or plain text: `# Topic`, marks such as `Hook:`, `**Hook**`, `## Points` and `CTA:`,
 * bullets, numbers, paragraphs, time ranges such as `[0-3s]`, pictures, hashtags and front matter. The
 * hook is one paragraph; what follows up to the call to action is points.
 */
export function readMarkedText(text: string): MarkedText {
  const lines = text.replace(/^\uFEFF/u, '').split(/\r\n|\r|\n/u);
  const frontMatter = readFrontMatter(lines);
  const reading: Reading = {
    fields: new Map(),
    lines: new Map(),
    points: [],
    issues: [...frontMatter.issues],
    hashtags: [],
    section: 'start',
    pending: {},
  };
  for (const entry of frontMatter.entries) giveHeader(reading, entry);
  for (const [at, line] of lines.entries()) {
    if (at >= frontMatter.bodyStart) readLine(reading, line, at + 1);
  }
  return finish(reading);
}
