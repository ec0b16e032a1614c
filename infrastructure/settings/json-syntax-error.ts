/** Where a text stops being JSON. */
export interface JsonSyntaxError {
  /** 1-based. */
  readonly line: number;
  /** 1-based, in UTF-16 units. */
  readonly column: number;
  /** What stands there or is missing, in plain words. Never quotes the text, which may hold a secret. */
  readonly problem: string;
}

type Expected = 'value' | 'value-or-end' | 'key' | 'key-or-end' | 'colon' | 'comma-or-end';

const space = /[ \t\r\n]*/y;
const text = /"(?:[^"\\\p{Cc}]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"/uy;
const scalar = /(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\w.+-])/y;

const expectations: Record<Expected, string> = {
  value: 'a value is missing here',
  'value-or-end': 'a value or ] is missing here',
  key: 'a key in double quotes is missing here',
  'key-or-end': 'a key in double quotes or } is missing here',
  colon: 'a colon is missing here',
  'comma-or-end': 'a comma is missing here',
};

function explain(source: string, offset: number, expected: Expected, inside: string | undefined): string {
  const next = source[offset];
  if (next === undefined)
    return inside === undefined ? 'the file is empty' : `the file ends before its ${inside}`;
  if (source.startsWith('//', offset) || source.startsWith('/*', offset)) return 'JSON has no comments';
  if (next === "'") return 'texts stand in double quotes, not single ones';
  if ((next === '}' && expected === 'key') || (next === ']' && expected === 'value')) {
    return 'the comma before this bracket has to go';
  }
  if (next === '"' && (expected === 'value' || expected.startsWith('key'))) {
    return 'this text is not closed, or holds a line break or a wrong \\ escape';
  }
  if (expected === 'comma-or-end' && inside === undefined) return 'something follows the end of the JSON';
  return expectations[expected];
}

function matchAt(pattern: RegExp, source: string, offset: number): number {
  pattern.lastIndex = offset;
  return pattern.test(source) ? pattern.lastIndex : -1;
}

/** Reads one token: where it ends and what may follow, or undefined if it does not fit. */
function readToken(
  source: string,
  offset: number,
  expected: Expected,
  brackets: string[],
): { end: number; expected: Expected } | undefined {
  const next = source[offset];
  if (expected === 'colon') return next === ':' ? { end: offset + 1, expected: 'value' } : undefined;
  const closes = next === brackets.at(-1) && next !== undefined && expected.endsWith('-end');
  if (closes) {
    brackets.pop();
    return { end: offset + 1, expected: 'comma-or-end' };
  }
  if (expected === 'comma-or-end') {
    if (next !== ',' || brackets.length === 0) return undefined;
    return { end: offset + 1, expected: brackets.at(-1) === '}' ? 'key' : 'value' };
  }
  if (expected.startsWith('key')) {
    const end = matchAt(text, source, offset);
    return end < 0 ? undefined : { end, expected: 'colon' };
  }
  if (next === '{' || next === '[') {
    brackets.push(next === '{' ? '}' : ']');
    return { end: offset + 1, expected: next === '{' ? 'key-or-end' : 'value-or-end' };
  }
  const end = Math.max(matchAt(text, source, offset), matchAt(scalar, source, offset));
  return end < 0 ? undefined : { end, expected: 'comma-or-end' };
}

/**
 * Finds the first place where a text is not JSON; undefined if it is. The messages of `JSON.parse` differ
 * between releases of Node, name no line, and quote the text.
 */
export function findJsonSyntaxError(source: string): JsonSyntaxError | undefined {
  const brackets: string[] = [];
  let expected: Expected = 'value';
  let offset = 0;
  for (;;) {
    offset = matchAt(space, source, offset);
    if (offset === source.length && expected === 'comma-or-end' && brackets.length === 0) return undefined;
    const token = readToken(source, offset, expected, brackets);
    if (token === undefined) break;
    ({ end: offset, expected } = token);
  }
  const before = source.slice(0, offset).split('\n');
  const problem = explain(source, offset, expected, brackets.at(-1));
  return { line: before.length, column: before.at(-1)!.length + 1, problem };
}
