import bidiFactory from 'bidi-js';

type Direction = 'ltr' | 'rtl';

// The package's types describe its ES module, but Node loads the CommonJS one, which is the function itself.
const bidi = (bidiFactory as unknown as typeof bidiFactory.default)();
const rightToLeftLanguages = new Set([
  'ar',
  'fa',
  'he',
  'iw',
  'ur',
  'ps',
  'sd',
  'ug',
  'yi',
  'dv',
  'ckb',
  'ku',
]);
const rightToLeftScripts = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}]/u;
const firstStrong = /\p{L}/u;

/**
 * The direction in which a paragraph runs: that of its language if that language's script occurs in it, so
 * that a name in Latin letters at its start does not turn an Arabic sentence round; else that of its first
 * letter.
 */
export function textDirection(text: string, locale: Intl.Locale): Direction {
  if (rightToLeftLanguages.has(locale.language) && rightToLeftScripts.test(text)) return 'rtl';
  const letter = firstStrong.exec(text)?.[0];
  return letter !== undefined && rightToLeftScripts.test(letter) ? 'rtl' : 'ltr';
}

/** Embedding level of every UTF-16 unit of one paragraph (UAX #9, rules X to I). Odd levels run right to left. */
export function embeddingLevels(text: string, direction: Direction): Uint8Array {
  return bidi.getEmbeddingLevels(text, direction).levels;
}

/** Items of one line from left to right (UAX #9, rule L2). */
export function visualOrder<Item extends { readonly level: number }>(line: readonly Item[]): Item[] {
  const order = [...line];
  const levels = line.map(({ level }) => level);
  const lowestOdd = Math.min(...levels.filter((level) => level % 2 === 1));
  for (let level = Math.max(0, ...levels); level >= lowestOdd; level--) {
    for (let start = 0; start < order.length; start++) {
      if (order[start]!.level < level) continue;
      let end = start;
      while (end < order.length && order[end]!.level >= level) end++;
      order.splice(start, end - start, ...order.slice(start, end).reverse());
      start = end;
    }
  }
  return order;
}
