import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import type * as Canvas from '@napi-rs/canvas';
import { z } from 'zod';
import { VideoGenerationError } from '../../../domain/errors/video-generation-error.js';
import { fontCoverage } from './font-coverage.js';
import type { FontOrder, FontPackage } from './font-packages.js';

/** One registered font file. */
export interface FontFace {
  /** Family name to give to a canvas; names this file alone. */
  readonly family: string;
  readonly colored: boolean;
}

/** Fonts for the characters of a text. */
export interface FontChoice {
  faceOf(cluster: string): FontFace;
  /** Characters that no font of the install has; the canvas takes a font of the system, if there is one. */
  readonly missing: readonly string[];
}

interface FontSlice {
  readonly face: FontFace;
  readonly coverage: ReadonlySet<number>;
}

/** One file of a font package. */
export interface IndexedRange {
  /** Names the file, see {@link FontPackage.fileOf}. */
  readonly range: string;
  /** Unicode code points, both ends included. */
  readonly spans: readonly (readonly [first: number, last: number])[];
}

const unicodeIndex = z.record(z.string(), z.string());
/** Joiners, variation selectors and tags: a font need not have a glyph for them. */
const formatOnly = /\u200c|\u200d|[\ufe00-\ufe0f]|[\u{e0020}-\u{e007f}]/gu;

const require = createRequire(import.meta.url);
/** The canvas keeps one table of fonts for the whole process, and so do we. */
const indexes = new Map<string, readonly IndexedRange[]>();
const slices = new Map<string, Promise<FontSlice>>();

/** Path of a file of a font package. @throws VideoGenerationError FONTS_MISSING */
export function packageFile(font: FontPackage, file: string): string {
  try {
    return path.join(path.dirname(require.resolve(`${font.name}/package.json`)), file);
  } catch (cause) {
    throw new VideoGenerationError('FONTS_MISSING', {
      message: `The font package ${font.name} is not installed.`,
      details: { package: font.name },
      cause,
    });
  }
}

/** `U+41-5A,U+20AC` as numbers. */
function parseSpans(list: string): [number, number][] {
  return list.split(',').map((item) => {
    const [first, last = first] = item.trim().replace(/^U\+/i, '').split('-');
    return [Number.parseInt(first!, 16), Number.parseInt(last!, 16)];
  });
}

/** Which characters each file of a font package has. @throws VideoGenerationError FONTS_MISSING */
export function fontIndex(font: FontPackage): readonly IndexedRange[] {
  const known = indexes.get(font.name);
  if (known) return known;
  const ranges = unicodeIndex.parse(JSON.parse(readFileSync(packageFile(font, 'unicode.json'), 'utf8')));
  const index = Object.entries(ranges).map(([range, list]) => ({
    range: range.replace(/[[\]]/g, ''),
    spans: parseSpans(list),
  }));
  indexes.set(font.name, index);
  return index;
}

/** Chooses among the fonts that come with the install, and loads only the files that a text needs. */
export class FontLibrary {
  constructor(private readonly canvas: typeof Canvas) {}

  /** @throws VideoGenerationError FONTS_MISSING */
  async choose(clusters: ReadonlySet<string>, order: FontOrder): Promise<FontChoice> {
    const faces = new Map<string, FontFace>();
    const missing: string[] = [];
    const [fallback] = order('a');
    const standard = await this.#find('a', [fallback!]);
    for (const cluster of clusters) {
      const found = cluster === ' ' ? standard : await this.#find(cluster, order(cluster));
      if (found?.whole !== true) missing.push(cluster);
      if (found) faces.set(cluster, found.face);
    }
    return { faceOf: (cluster) => faces.get(cluster) ?? standard!.face, missing };
  }

  /** The first file that has every part of the cluster, else the first that has its base. */
  async #find(
    cluster: string,
    fonts: readonly FontPackage[],
  ): Promise<{ face: FontFace; whole: boolean } | undefined> {
    const points = Array.from(cluster.replace(formatOnly, ''), (char) => char.codePointAt(0)!);
    const [base] = points;
    if (base === undefined) return this.#find('a', fonts);
    let partial: FontFace | undefined;
    const unmet = new Set(points);
    for (const font of fonts) {
      for (const { range, spans } of fontIndex(font)) {
        if (!spans.some(([first, last]) => points.some((point) => point >= first && point <= last))) continue;
        const { face, coverage } = await this.#load(font, range);
        if (points.every((point) => coverage.has(point))) return { face, whole: true };
        if (coverage.has(base)) partial ??= face;
        for (const point of points) if (coverage.has(point)) unmet.delete(point);
      }
    }
    return partial && { face: partial, whole: unmet.size === 0 };
  }

  #load(font: FontPackage, range: string): Promise<FontSlice> {
    const file = font.fileOf(range);
    const key = `${font.name}/${file}`;
    const known = slices.get(key);
    if (known) return known;
    const loading = this.#register(font, file);
    slices.set(key, loading);
    loading.catch(() => slices.delete(key));
    return loading;
  }

  async #register(font: FontPackage, file: string): Promise<FontSlice> {
    const location = packageFile(font, file);
    const family = `aether-${path.basename(file).replace(/\W+/g, '-')}`;
    try {
      const bytes = await readFile(location);
      if (this.canvas.GlobalFonts.register(bytes, family)) {
        return { face: { family, colored: font.colored }, coverage: fontCoverage(bytes) };
      }
    } catch (cause) {
      throw this.#unreadable(font, file, cause);
    }
    throw this.#unreadable(font, file);
  }

  #unreadable(font: FontPackage, file: string, cause?: unknown): VideoGenerationError {
    return new VideoGenerationError('FONTS_MISSING', {
      message: `The font file ${file} of the package ${font.name} cannot be read.`,
      details: { package: font.name, file },
      cause,
    });
  }
}
