import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findJsonSyntaxError } from '../../../infrastructure/settings/json-syntax-error.js';

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

describe('findJsonSyntaxError', () => {
  it('accepts all JSON', () => {
    fc.assert(fc.property(fc.json(), (text) => findJsonSyntaxError(text) === undefined));
  });

  it('agrees with JSON.parse about texts that were damaged in one place', () => {
    const damaged = fc
      .tuple(
        fc.json(),
        fc.nat(),
        fc.constantFrom('', ',', '"', '}', ']', ':', '{', "'", '\\', '\n', '0', '\u0001', 'é'),
      )
      .map(([text, place, put]) => {
        const index = place % (text.length + 1);
        return text.slice(0, index) + put + text.slice(index + 1);
      });
    fc.assert(
      fc.property(damaged, (text) => (findJsonSyntaxError(text) === undefined) === isJson(text)),
      { numRuns: 3000 },
    );
  });

  it('survives a hundred thousand brackets', () => {
    expect(findJsonSyntaxError('['.repeat(100_000))).toMatchObject({ line: 1, column: 100_001 });
  });
});
