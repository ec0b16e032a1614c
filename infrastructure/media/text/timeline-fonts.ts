import type { VideoTimeline } from '../../../domain/timeline/video-timeline.js';
import { fontIndex, packageFile, type IndexedRange } from './font-library.js';
import { fontsFor, type FontPackage } from './font-packages.js';
import { localeOf } from './locale-of.js';

/** A font file that a timeline's text needs. */
export interface TimelineFontFile {
  /** CSS family; several files share one. */
  readonly family: string;
  readonly path: string;
  /** CSS `unicode-range`. */
  readonly unicodeRange: string;
}

/** The fonts of a timeline for a renderer that understands CSS. */
export interface TimelineFonts {
  /** CSS families, best first: a value for `font-family`. */
  readonly families: readonly string[];
  /** Variable weights, 100 to 900; the emoji have one. */
  readonly files: readonly TimelineFontFile[];
}

/**
 * The same fonts that our own composer draws a timeline with: files of the font packages that come with the
 * install, and of these only the ones that hold a character of the text.
 * @throws VideoGenerationError FONTS_MISSING
 */
export function timelineFonts(timeline: VideoTimeline): TimelineFonts {
  const words = timeline.scenes.flatMap(({ cues }) => cues.flatMap((cue) => cue.words));
  const text = words.map((word) => word.text).join(' ');
  const locale = localeOf(timeline.language);
  const cased = text + text.toLocaleUpperCase(locale.baseName);
  const points = new Set(Array.from(cased, (character) => character.codePointAt(0)!));
  const packages = fontsFor(timeline.style.typography.family, locale, text);
  const files = packages.flatMap((font) => filesOf(font, points));
  const used = new Set(files.map(({ family }) => family));
  return { families: packages.map(familyOf).filter((family) => used.has(family)), files };
}

function filesOf(font: FontPackage, points: ReadonlySet<number>): TimelineFontFile[] {
  return fontIndex(font)
    .filter(({ spans }) => [...points].some((point) => isWithin(point, spans)))
    .map(({ range, spans }) => ({
      family: familyOf(font),
      path: packageFile(font, font.fileOf(range)),
      unicodeRange: spans.map(([first, last]) => `U+${hex(first)}-${hex(last)}`).join(','),
    }));
}

function isWithin(point: number, spans: IndexedRange['spans']): boolean {
  return spans.some(([first, last]) => point >= first && point <= last);
}

function familyOf({ name }: FontPackage): string {
  return `aether-${name.slice(name.indexOf('/') + 1)}`;
}

function hex(point: number): string {
  return point.toString(16).toUpperCase();
}
