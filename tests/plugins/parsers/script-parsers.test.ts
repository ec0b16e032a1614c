import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { VideoGenerationError } from '../../../domain/errors/video-generation-error.js';
import type { ScriptIssue } from '../../../domain/script/script-issue.js';
import { createScenesScriptParser } from '../../../plugins/parsers/scenes/scenes-script-parser.js';
import { createTiktokScriptParser } from '../../../plugins/parsers/tiktok/tiktok-script-parser.js';

const parsers = [createTiktokScriptParser(), createScenesScriptParser()];
const names = fc.constantFrom(undefined, 'a.md', 'a.json', 'a.yaml');

/** Either a script that keeps its promises, or an error that names a place. */
function holds(content: unknown, name: string | undefined): void {
  for (const parser of parsers) {
    const score = parser.canParse({ content, name });
    expect(score).toBeGreaterThanOrEqual(0);
    expect(score).toBeLessThanOrEqual(1);
    try {
      const script = parser.parse({ content, name });
      expect(script.topic).not.toBe('');
      expect(script.scenes.length).toBeGreaterThan(0);
      expect(new Set(script.scenes.map(({ id }) => id)).size).toBe(script.scenes.length);
      for (const { text } of script.scenes) expect(text).toBe(text.trim());
    } catch (error) {
      if (!VideoGenerationError.isInstance(error)) throw error;
      expect(error.code).toMatch(/^SCRIPT_/u);
      const issues = error.details.issues as readonly ScriptIssue[];
      expect(issues.length).toBeGreaterThan(0);
      for (const { where, message, howToFix } of issues) {
        expect(where).not.toBe('');
        expect(message).toMatch(/\.$/u);
        expect(howToFix).toMatch(/[.!”]$/u);
      }
    }
  }
}

const words = ['Hook', '**', '_', '*', ':', '\n', '\n\n', '- ', '1. ', '[0-3s]', '(3-7 seconds)', '[', ']'];
const more = ['{', '}', '"', 'scenes', 'text', '  ', '\t', '---', '#', ' ', 'CTA', 'Points', 'a', '|', '>'];
const wild = ['&a', '*a', '!!x', '%', ',', "'", '\\', '\u202e', 'é', '日本', '![', '](', 'topic', '1e9', '?'];
const fragments = fc
  .array(fc.constantFrom(...words, ...more, ...wild), { maxLength: 60 })
  .map((parts) => parts.join(''));

describe('every parser', () => {
  it('takes any text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 300 }), names, holds), { numRuns: 1000 });
    fc.assert(fc.property(fragments, names, holds), { numRuns: 4000 });
  });

  it('takes any JSON value', () => {
    fc.assert(fc.property(fc.jsonValue(), names, holds), { numRuns: 1000 });
    const fields = fc.dictionary(
      fc.constantFrom('hook', 'main_points', 'scenes', 'topic', 'hashtags', 'language', '__proto__', 'cta'),
      fc.oneof(fc.jsonValue({ maxDepth: 3 }), fc.array(fc.string()), fc.string()),
    );
    fc.assert(fc.property(fields, names, holds), { numRuns: 2000 });
  });

  it('never fights another over a script', () => {
    fc.assert(
      fc.property(fc.oneof(fragments, fc.jsonValue()), names, (content, name) => {
        const scores = parsers
          .map((parser) => parser.canParse({ content, name }))
          .filter((score) => score > 0);
        expect(new Set(scores).size).toBe(scores.length);
      }),
      { numRuns: 2000 },
    );
  });

  it('refuses a cyclic object', () => {
    const cyclic: Record<string, unknown> = { hook: 'a' };
    cyclic.scenes = [cyclic];
    for (const parser of parsers) {
      expect(() => parser.parse({ content: cyclic })).toThrow(
        expect.objectContaining({ code: 'SCRIPT_TOO_DEEP' }),
      );
    }
  });
});

const fill = (piece: string): string => piece.repeat(Math.floor(100_000 / piece.length));
const indented = Array.from({ length: 430 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n');
const manyKeys = Array.from({ length: 7000 }, (_, index) => `topik${index}: 1`).join('\n');
const bomb = ['a: &a [x, x, x, x, x, x, x, x, x]']
  .concat(
    Array.from('bcdefghij').map(
      (name, at) => `${name}: &${name} [${Array(9).fill(`*${'abcdefghi'[at]}`).join()}]`,
    ),
  )
  .join('\n');
const hostile: Record<string, string> = {
  'unclosed bold': fill('**a '),
  'unclosed lists': fill('['),
  'nested objects': fill('{"a":'),
  bullets: fill('- '),
  'question marks': fill('? '),
  'line breaks': fill('\n'),
  colons: fill(':\n'),
  hooks: fill('Hook: a\n'),
  ranges: `Hook:${fill('[0-3s] ').slice(0, 99_000)}`,
  pictures: fill('![]('),
  keys: manyKeys.slice(0, 99_000),
  'front matter keys': `---\n${manyKeys.slice(0, 99_000)}\n---`,
  'scenes without text': `scenes:\n${fill('- txt: a\n').slice(0, 99_000)}`,
  indentation: `scenes:\n${indented}`,
  'alias bomb': `${bomb}\nscenes: *j`,
  'empty objects': fill('{}'),
  dashes: fill('a: - '),
  quotes: fill('"'),
  escapes: `{"${fill('\\').slice(0, 99_000)}`,
  'open string': `"${fill('a').slice(0, 99_000)}`,
  'family emoji': `Hook: ${fill('👩‍👩‍👧').slice(0, 99_000)}`,
};

describe('hostile scripts', () => {
  const cases = Object.entries(hostile).flatMap(([name, text]) =>
    ['x.md', 'x.yaml', 'x.json'].flatMap((file) => parsers.map((parser) => ({ name, text, file, parser }))),
  );

  it.each(cases)('$name as $file for $parser.id: an answer', ({ text, file, parser }) => {
    parser.canParse({ content: text, name: file });
    try {
      expect(parser.parse({ content: text, name: file }).scenes.length).toBeGreaterThan(0);
    } catch (error) {
      expect(error).toMatchObject({ code: expect.stringMatching(/^SCRIPT_/u) as string });
    }
  });
});
