import type { VideoGenerationError } from '../errors/video-generation-error.js';
import { tooDeep } from './check-script-size.js';
import { scriptIssue, scriptIssuesError } from './script-issue.js';
import { scriptLimits } from './script-limits.js';

const spaces = /[ \t\n\r]*/y;
// eslint-disable-next-line no-control-regex -- JSON strings may not hold raw control characters
const stringToken = /"(?:[^"\\\u0000-\u001F]|\\(?:["\\/bfnrt]|u[\dA-Fa-f]{4}))*"/y;
const numberToken = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[Ee][+-]?\d+)?/y;
const literals: readonly (readonly [string, unknown])[] = [
  ['true', true],
  ['false', false],
  ['null', null],
];

interface Cursor {
  readonly text: string;
  at: number;
}

function place(cursor: Cursor): string {
  const before = cursor.text.slice(0, cursor.at).split(/\r\n|\r|\n/u);
  return `line ${before.length}, column ${before.at(-1)!.length + 1}`;
}

function malformed(cursor: Cursor, what: string): VideoGenerationError {
  return scriptIssuesError([
    scriptIssue(
      'SCRIPT_MALFORMED',
      place(cursor),
      what,
      'Correct the JSON there; an editor with JSON support marks the place.',
    ),
  ]);
}

/** What stands at the cursor, for a message. */
function found(cursor: Cursor): string {
  const rest = cursor.text.slice(cursor.at, cursor.at + 24);
  return rest === '' ? 'the script ends' : `there is ${/^(?:[\p{L}\p{N}_]+|[^])/u.exec(rest)?.[0] ?? rest}`;
}

function match(cursor: Cursor, token: RegExp): string | undefined {
  token.lastIndex = cursor.at;
  const matched = token.exec(cursor.text)?.[0];
  if (matched !== undefined) cursor.at += matched.length;
  return matched;
}

function skip(cursor: Cursor, character: string): boolean {
  match(cursor, spaces);
  if (cursor.text[cursor.at] !== character) return false;
  cursor.at += 1;
  match(cursor, spaces);
  return true;
}

function readString(cursor: Cursor): string {
  const token = match(cursor, stringToken);
  if (token !== undefined) return JSON.parse(token) as string;
  throw malformed(
    cursor,
    'starts a text that is not closed with " on the same line, or that has a wrong \\ escape in it',
  );
}

function readList(cursor: Cursor, depth: number): unknown[] {
  const list: unknown[] = [];
  if (skip(cursor, ']')) return list;
  for (;;) {
    list.push(readValue(cursor, depth + 1));
    if (skip(cursor, ']')) return list;
    if (!skip(cursor, ',')) throw malformed(cursor, `needs a comma or ], but ${found(cursor)}`);
    if (cursor.text[cursor.at] === ']') throw malformed(cursor, 'has a comma too many before ]');
  }
}

function readObject(cursor: Cursor, depth: number): Record<string, unknown> {
  const object: Record<string, unknown> = {};
  if (skip(cursor, '}')) return object;
  for (;;) {
    if (cursor.text[cursor.at] !== '"') {
      throw malformed(cursor, `needs a field name in double quotes, but ${found(cursor)}`);
    }
    const start = cursor.at;
    const name = readString(cursor);
    if (Object.hasOwn(object, name)) {
      throw malformed({ ...cursor, at: start }, `gives the field ${JSON.stringify(name)} a second time`);
    }
    if (!skip(cursor, ':'))
      throw malformed(cursor, `needs a colon after the field name, but ${found(cursor)}`);
    // defineProperty: `__proto__` must become a field like any other.
    const value = readValue(cursor, depth + 1);
    Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true });
    if (skip(cursor, '}')) return object;
    if (!skip(cursor, ',')) throw malformed(cursor, `needs a comma or }, but ${found(cursor)}`);
    if (cursor.text[cursor.at] === '}') throw malformed(cursor, 'has a comma too many before }');
  }
}

function readValue(cursor: Cursor, depth: number): unknown {
  if (depth > scriptLimits.depth) throw tooDeep(place(cursor));
  if (skip(cursor, '{')) return readObject(cursor, depth);
  if (skip(cursor, '[')) return readList(cursor, depth);
  if (cursor.text[cursor.at] === '"') return readString(cursor);
  const number = match(cursor, numberToken);
  if (number !== undefined) return Number(number);
  for (const [word, value] of literals) {
    if (cursor.text.startsWith(word, cursor.at)) {
      cursor.at += word.length;
      return value;
    }
  }
  throw malformed(cursor, `needs a value, such as a text in double quotes, but ${found(cursor)}`);
}

/**
 * Reads JSON as RFC 8259 has it, and says in plain words where it is wrong. Unlike `JSON.parse` it refuses
 * a field that is given twice and nesting beyond {@link scriptLimits}.
 * @throws VideoGenerationError SCRIPT_MALFORMED naming line and column, or SCRIPT_TOO_DEEP.
 */
export function parseJsonText(text: string): unknown {
  const cursor = { text: text.replace(/^\uFEFF/u, ''), at: 0 };
  match(cursor, spaces);
  const value = readValue(cursor, 0);
  match(cursor, spaces);
  if (cursor.at < cursor.text.length) {
    throw malformed(cursor, `should be the end of the script, but ${found(cursor)}`);
  }
  return value;
}
