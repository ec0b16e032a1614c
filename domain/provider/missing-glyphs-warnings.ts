import type { ProviderWarning } from './provider-operation.js';

/** Few enough to be read. */
const namedGlyphs = 20;

/** What to tell of the characters that no font of the install has: one warning, or none if there are none. */
export function missingGlyphsWarnings(glyphs: readonly string[]): readonly ProviderWarning[] {
  if (glyphs.length === 0) return [];
  const named = glyphs.slice(0, namedGlyphs).map((glyph) => `“${glyph}” (${codePointsOf(glyph)})`);
  const more = glyphs.length > namedGlyphs ? ` and ${glyphs.length - namedGlyphs} more` : '';
  const warning = {
    code: 'MISSING_GLYPHS',
    message: `The text has characters that cannot be drawn: ${named.join(', ')}${more}.`,
    why: 'No font that comes with Aether has them.',
    effect: 'They appear in a font of this computer if it has one, else as empty boxes.',
  };
  return [warning];
}

function codePointsOf(glyph: string): string {
  return Array.from(
    glyph,
    (character) => `U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`,
  ).join(' ');
}
