import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseJsonText } from '../../../domain/script/json-text.js';
import { refusalOf } from '../../plugins/parsers/refusal.js';

const pieces = [
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '"a"',
  '"',
  '1',
  '-',
  '0',
  '.',
  'e5',
  'true',
  'null',
  ' ',
  '\n',
];
const wild = [...pieces, '\\', '\\u0041', '"\\u00e9"', '"\\q"', 'fals', '+', '\u0001', '01', '"__proto__"'];

function theirs(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return 'refused';
  }
}

function ours(text: string): unknown {
  try {
    return parseJsonText(text);
  } catch (error) {
    const { message } = error as Error;
    return message.includes('second time') || message.includes('levels deep') ? theirs(text) : 'refused';
  }
}

function agrees(text: string): void {
  expect(JSON.stringify(ours(text))).toBe(JSON.stringify(theirs(text)));
}

describe('parseJsonText', () => {
  it('reads what JSON.parse reads', () => {
    fc.assert(fc.property(fc.json(), agrees));
  });

  it('accepts and refuses the same texts as JSON.parse', () => {
    const text = fc.array(fc.constantFrom(...wild), { maxLength: 10 }).map((parts) => parts.join(''));
    fc.assert(fc.property(text, agrees), { numRuns: 5000 });
  });

  it.each([
    ['{"a": 1,\n "b" 2}', 'Line 2, column 6 needs a colon after the field name, but there is 2'],
    ['{"a": 1\n "b": 2}', 'Line 2, column 2 needs a comma or }, but there is "'],
    ['["a",]', 'Line 1, column 6 has a comma too many before ]'],
    ['{a: 1}', 'Line 1, column 2 needs a field name in double quotes, but there is a'],
    ['{"a": "x\ny"}', 'Line 1, column 7 starts a text that is not closed'],
    ['{"a": 1} trailing', 'Line 1, column 10 should be the end of the script, but there is trailing'],
    ['{"a": 1, "a": 2}', 'Line 1, column 10 gives the field "a" a second time'],
    ['{"a": ', 'Line 1, column 7 needs a value, such as a text in double quotes, but the script ends'],
  ])('says where and what: %s', (text, message) => {
    const error = refusalOf(() => parseJsonText(text));
    expect(error.code).toBe('SCRIPT_MALFORMED');
    expect(error.message).toContain(message);
  });

  it('refuses deep nesting instead of overflowing', () => {
    expect(refusalOf(() => parseJsonText('['.repeat(100_000))).code).toBe('SCRIPT_TOO_DEEP');
  });

  it('keeps __proto__ an ordinary field', () => {
    const value = parseJsonText('{"__proto__": {"polluted": true}}') as Record<string, unknown>;
    expect(Object.keys(value)).toEqual(['__proto__']);
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});
