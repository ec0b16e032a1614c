import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { breakLines, breakLinesByForce } from '../../../../infrastructure/media/text/line-breaking.js';
import {
  emergency,
  linePieces,
  unnatural,
  type Piece,
} from '../../../../infrastructure/media/text/line-pieces.js';
import { graphemes } from '../../../../infrastructure/media/text/literal-text.js';

/** Every character is one em wide, a space half of it. */
const measure = { space: 0.5, widthOf: (clusters: readonly string[]) => clusters.length };

function pieces(words: readonly string[], spaces: boolean, widest = Infinity): Piece[] {
  const displayed = words.map((text, spoken) => ({
    clusters: graphemes(text),
    spoken,
    cue: 0,
    spaceBefore: spaces && spoken > 0,
    startFrame: 0,
  }));
  return linePieces(displayed, measure, widest);
}

const textOf = (lines: readonly (readonly Piece[])[] | undefined): string[] | undefined =>
  lines?.map((line) =>
    line
      .map(({ clusters, space }, index) => (index > 0 && space > 0 ? ' ' : '') + clusters.join(''))
      .join(''),
  );

describe('breakLines', () => {
  it('uses the fewest lines and fills them evenly', () => {
    const words = ['breathe', 'in', 'slowly', 'and', 'let', 'it', 'go'];
    expect(textOf(breakLines(pieces(words, true), 18, 2, unnatural))).toEqual([
      'breathe in slowly',
      'and let it go',
    ]);
    expect(textOf(breakLines(pieces(['one', 'two', 'six', 'ten'], true), 11, 2, unnatural))).toEqual([
      'one two',
      'six ten',
    ]);
  });

  it('gives up when the text does not fit', () => {
    expect(breakLines(pieces(['far', 'too', 'long'], true), 4, 2, unnatural)).toBeUndefined();
  });

  it('never starts a line with closing punctuation or small kana, nor ends one with an opening bracket', () => {
    const words = ['「心', 'が', '整う', '」', 'と', 'ちょっと', '楽', 'に', 'なる', '。'];
    for (let width = 3; width < 18; width++) {
      const lines = textOf(breakLines(pieces(words, false, 3), width, 10, emergency));
      expect(lines?.join('')).toBe(words.join(''));
      for (const line of lines!) {
        expect(line).not.toMatch(/^[」。っょ]/);
        expect(line).not.toMatch(/「$/);
      }
    }
  });

  it('breaks Japanese before an auxiliary verb, but not inside a compound one', () => {
    const waiting = ['疲れ', 'させ', 'て', 'い', 'ます。'];
    expect(textOf(breakLines(pieces(waiting, false), 6, 2, unnatural))).toEqual(['疲れさせて', 'います。']);
    const inhaling = ['胸', 'に', '吸い', '込み', 'ましょう。'];
    expect(textOf(breakLines(pieces(inhaling, false), 9, 2, unnatural))).toEqual([
      '胸に',
      '吸い込みましょう。',
    ]);
  });

  it('breaks Thai between words, and a hyphenated word after its hyphen', () => {
    const thai = textOf(breakLines(pieces(['แล้วปล่อยวาง'], false), 7, 2, unnatural));
    expect(thai).toHaveLength(2);
    expect(['แล้ว', 'แล้วปล่อย']).toContain(thai![0]);
    expect(textOf(breakLines(pieces(['self-awareness'], true), 10, 2, unnatural))).toEqual([
      'self-',
      'awareness',
    ]);
  });
});

describe('breakLinesByForce', () => {
  it('cuts an endless word between characters, loses nothing and always goes on', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ minLength: 1, maxLength: 30 }), { minLength: 1, maxLength: 12 }),
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 4 }),
        (words, width, maxLines) => {
          const all = pieces(words, true, width);
          const seen: Piece[] = [];
          for (let rest: readonly Piece[] = all; rest.length > 0;) {
            const broken = breakLinesByForce(rest, width, maxLines);
            expect(broken.lines.length).toBeLessThanOrEqual(maxLines);
            expect(broken.rest.length).toBeLessThan(rest.length);
            seen.push(...broken.lines.flat());
            rest = broken.rest;
          }
          expect(seen).toEqual(all);
        },
      ),
    );
  });
});
