import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contrast, mostLegible } from '../../../../infrastructure/media/text/color.js';
import { fontCoverage } from '../../../../infrastructure/media/text/font-coverage.js';
import { graphemes, literalText } from '../../../../infrastructure/media/text/literal-text.js';
import {
  embeddingLevels,
  textDirection,
  visualOrder,
} from '../../../../infrastructure/media/text/text-direction.js';

describe('literalText', () => {
  it('keeps what is visible and takes out what acts', () => {
    expect(literalText('{\\pos(1,2)}%{x}\'"[in]')).toBe('{\\pos(1,2)}%{x}\'"[in]');
    expect(literalText('a\u202eb\u2066c\u200f\u0007d\ne')).toBe('abcd e');
    expect(literalText('e\u0301')).toBe('é');
    expect(literalText('\ud800x')).toBe('\ufffdx');
    expect(literalText('👩‍💻 ❤️ 🏴󠁧󠁢󠁥󠁮󠁧󠁿')).toBe('👩‍💻 ❤️ 🏴󠁧󠁢󠁥󠁮󠁧󠁿');
    expect(literalText('a\u{e0041}\u{e007f}')).toBe('a');
    expect(literalText('a' + '\u0336'.repeat(50)).length).toBe(7);
  });

  it('leaves no control, no bidi control and no lone surrogate in any text, and is final', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const literal = literalText(text);
        expect(literal).not.toMatch(/[\p{Cc}\p{Cs}\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]/u);
        expect(graphemes(literal).join('')).toBe(literal);
        expect(graphemes(literal).every((cluster) => Array.from(cluster).length <= 16)).toBe(true);
      }),
    );
  });
});

describe('direction', () => {
  const locale = (tag: string): Intl.Locale => new Intl.Locale(tag);

  it('is that of the language if its script occurs, else of the first letter', () => {
    expect(textDirection('TikTok هو', locale('ar'))).toBe('rtl');
    expect(textDirection('TikTok', locale('ar'))).toBe('ltr');
    expect(textDirection('123 שלום', locale('en'))).toBe('rtl');
    expect(textDirection('Hello שלום', locale('en'))).toBe('ltr');
  });

  it('orders runs as they are seen', () => {
    const text = 'אב 12 cd הו.';
    const levels = embeddingLevels(text, 'rtl');
    const seen = visualOrder(Array.from(text, (char, index) => ({ char, level: levels[index]! })));
    expect(seen.map(({ char }) => char).join('')).toBe('.וה cd 12 בא');
  });
});

describe('fontCoverage', () => {
  const require = createRequire(import.meta.url);
  const folder = (name: string): string =>
    path.join(path.dirname(require.resolve(`${name}/package.json`)), 'files');

  it('reads WOFF2 and WOFF', () => {
    const latin = fontCoverage(
      readFileSync(
        path.join(folder('@fontsource-variable/montserrat'), 'montserrat-latin-wght-normal.woff2'),
      ),
    );
    expect(['A', 'z', 'é', '€'].every((char) => latin.has(char.codePointAt(0)!))).toBe(true);
    expect(latin.has('ж'.codePointAt(0)!)).toBe(false);
    const flags = fontCoverage(
      readFileSync(path.join(folder('@fontsource/noto-color-emoji'), 'noto-color-emoji-0-400-normal.woff')),
    );
    expect(flags.has(0x1f1ef)).toBe(true);
    expect(flags.has(0x41)).toBe(false);
  });

  it('finds glyphs in every Japanese file, and none in what is no font', () => {
    const files = folder('@fontsource-variable/noto-sans-jp');
    for (const file of readdirSync(files)) {
      if (file.endsWith('.woff2'))
        expect(fontCoverage(readFileSync(path.join(files, file))).size, file).toBeGreaterThan(0);
    }
    expect(fontCoverage(Buffer.from('no font at all')).size).toBe(0);
  });
});

describe('colour', () => {
  it('measures contrast as WCAG does and takes the more legible', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21);
    expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
    expect(mostLegible('#ffe08a', ['#0a1a33', '#ffffff'])).toBe('#0a1a33');
    expect(mostLegible('#102040', ['#0a1a33', '#ffffff'])).toBe('#ffffff');
  });
});
