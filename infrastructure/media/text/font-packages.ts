import type { ChannelTypography } from '../../../domain/channel/channel-style.js';

/** An npm package of one font family, cut into files by Unicode range. All are under the SIL OFL 1.1. */
export interface FontPackage {
  readonly name: string;
  /** Colour glyphs: they take no fill colour, no weight and no outline. */
  readonly colored: boolean;
  /** Path of the file that holds a range of the package's `unicode.json`. */
  fileOf(range: string): string;
}

function variable(id: string): FontPackage {
  return {
    name: `@fontsource-variable/${id}`,
    colored: false,
    fileOf: (range) => `files/${id}-${range}-wght-normal.woff2`,
  };
}

const families: Readonly<Record<ChannelTypography['family'], FontPackage>> = {
  sans: variable('montserrat'),
  rounded: variable('nunito'),
  serif: variable('playfair-display'),
  condensed: variable('roboto-condensed'),
};
/** Greek, Devanagari and the rarer Latin and Cyrillic letters. */
const general = variable('noto-sans');
const scripts = ['noto-sans-arabic', 'noto-sans-hebrew', 'noto-sans-thai'].map(variable);
const japanese = variable('noto-sans-jp');
const simplifiedChinese = variable('noto-sans-sc');
const traditionalChinese = variable('noto-sans-tc');
const korean = variable('noto-sans-kr');
const emoji: FontPackage = {
  name: '@fontsource/noto-color-emoji',
  colored: true,
  // The WOFF2 slices of this package draw nothing: they lack the colour tables that the WOFF ones have.
  fileOf: (range) => `files/noto-color-emoji-${range}-400-normal.woff`,
};

/** All packages that text may be drawn with. */
export const fontPackages: readonly FontPackage[] = [
  ...Object.values(families),
  general,
  ...scripts,
  japanese,
  simplifiedChinese,
  traditionalChinese,
  korean,
  emoji,
];

/** Han characters look different in each of these; the first is the language's own. */
function eastAsian(locale: Intl.Locale, text: string): readonly FontPackage[] {
  const { language: base, script } = locale.maximize();
  const all = [simplifiedChinese, japanese, traditionalChinese, korean];
  const first = (own: FontPackage): readonly FontPackage[] => [own, ...all.filter((other) => other !== own)];
  if (base === 'ja') return first(japanese);
  if (base === 'ko') return first(korean);
  if (base === 'zh' || base === 'yue') {
    return first(script === 'Hant' ? traditionalChinese : simplifiedChinese);
  }
  if (/[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text)) return first(japanese);
  return /\p{Script=Hangul}/u.test(text) ? first(korean) : all;
}

/** Characters that East Asian fonts draw full-width and Western ones do not. */
const sharedPunctuation = /^[‘’“”…—·‧]$/u;
const emojiCluster =
  /^(?!.*\ufe0e)(?:[\p{Emoji_Presentation}\p{Emoji_Modifier}\p{Regional_Indicator}]|\p{Extended_Pictographic}[\ufe0f\u200d\p{Emoji_Modifier}]|[\d#*]\ufe0f?\u20e3)/u;

/** All packages for a text of a language, best first for usual characters. */
export function fontsFor(
  family: ChannelTypography['family'],
  locale: Intl.Locale,
  text: string,
): readonly FontPackage[] {
  return [families[family], general, ...scripts, ...eastAsian(locale, text), emoji];
}

/** Which packages to try for a character, best first. */
export type FontOrder = (cluster: string) => readonly FontPackage[];

/** True if the cluster is shown as a colour picture. */
export function isEmoji(cluster: string): boolean {
  return emojiCluster.test(cluster);
}

/**
 * @param text all text of the scene: decides between Han variants where the language does not.
 */
export function fontOrder(family: ChannelTypography['family'], locale: Intl.Locale, text: string): FontOrder {
  const asian = eastAsian(locale, text);
  const usual = fontsFor(family, locale, text);
  const emojiFirst = [emoji, ...usual];
  const asianFirst = [...asian, ...usual];
  const isAsian = ['ja', 'zh', 'yue'].includes(locale.language);
  return (cluster) => {
    if (isEmoji(cluster)) return emojiFirst;
    return isAsian && sharedPunctuation.test(cluster) ? asianFirst : usual;
  };
}
