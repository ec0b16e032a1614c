import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import type { Picture } from './picture.js';
import { runTool } from './run-tool.js';

/** A word as the subtitle file times it, seconds. */
export interface SpokenWord {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const seconds = (stamp: string): number => stamp.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);

/** The words of a WebVTT file with their times. */
export async function wordsOf(vttPath: string): Promise<SpokenWord[]> {
  const text = await readFile(vttPath, 'utf8');
  const words = text.split(/\n\n+/u).flatMap((block) => {
    const [, from, to, payload] = /^(\S+) --> (\S+)[^\n]*\n([\s\S]+)$/u.exec(block.trim()) ?? [];
    if (from === undefined || to === undefined || payload === undefined) return [];
    const parts = payload.split(/<(\d\d:\d\d:\d\d\.\d{3})>/u);
    const starts = [from, ...parts.filter((_, index) => index % 2 === 1)].map(seconds);
    return parts
      .filter((_, index) => index % 2 === 0)
      .map((part, index) => ({
        text: part.trim(),
        start: starts[index]!,
        end: starts[index + 1] ?? seconds(to),
      }));
  });
  if (words.length === 0) throw new Error(`no words in ${vttPath}`);
  return words;
}

type Color = readonly [number, number, number];

function colorOf(hex: string): Color {
  return [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)) as unknown as Color;
}

/** 1 where a pixel is within `tolerance` of the colour in every channel. */
function maskOf({ rgb, width, height }: Picture, hex: string, tolerance: number): Uint8Array {
  const color = colorOf(hex);
  const mask = new Uint8Array(width * height);
  for (let index = 0; index < mask.length; index++) {
    const near = color.every((value, channel) => Math.abs(rgb[index * 3 + channel]! - value) <= tolerance);
    mask[index] = near ? 1 : 0;
  }
  return mask;
}

/** Reads black letters on white. */
async function read(gray: Uint8Array, width: number, height: number, mode: number): Promise<string> {
  const png = await sharp(gray, { raw: { width, height, channels: 1 } })
    .extend({ top: 12, bottom: 12, left: 12, right: 12, background: '#fff' })
    .resize({ width: (width + 24) * 3, kernel: 'cubic' })
    .png()
    .toBuffer();
  const { stdout } = await runTool('tesseract', ['stdin', 'stdout', '--psm', String(mode)], png);
  return stdout.toString('utf8').trim();
}

/** All text of one colour in a picture. */
export async function textOfColor(picture: Picture, hex: string, tolerance = 40): Promise<string> {
  const gray = maskOf(picture, hex, tolerance).map((on) => (on ? 0 : 255));
  return read(gray, picture.width, picture.height, 6);
}

interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

function boxOf(mask: Uint8Array, width: number): Box | undefined {
  const height = mask.length / width;
  // Single pixels of the colour are noise of the encoder: a row or column of text has several.
  const rows = Array.from({ length: height }, (_, y) =>
    mask.subarray(y * width, (y + 1) * width).reduce((sum, on) => sum + on, 0),
  );
  const columns = Array.from({ length: width }, (_, x) => {
    let sum = 0;
    for (let y = 0; y < height; y++) sum += mask[y * width + x]!;
    return sum;
  });
  const within = (sums: number[]): [number, number] => [
    sums.findIndex((sum) => sum > 1),
    sums.findLastIndex((sum) => sum > 1),
  ];
  const [top, bottom] = within(rows);
  const [left, right] = within(columns);
  if (top < 0 || left < 0) return undefined;
  return { left, top, width: right - left + 1, height: bottom - top + 1 };
}

/** The word on a pill of the highlight colour, or in that colour. Empty if nothing has the colour. */
export async function highlightedWord(picture: Picture, hex: string, tolerance = 40): Promise<string> {
  const mask = maskOf(picture, hex, tolerance);
  const box = boxOf(mask, picture.width);
  if (!box) return '';
  const { left, top, width, height } = box;
  const cut = new Uint8Array(width * height);
  let colored = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const on = mask[(top + y) * picture.width + left + x]!;
      cut[y * width + x] = on;
      colored += on;
    }
  }
  // More of the colour than not: a pill with dark letters, else letters of the colour.
  const isPill = colored > 0.5 * width * height;
  const gray = isPill ? pillLetters(cut, width, height) : cut.map((on) => (on ? 0 : 255));
  return read(gray, width, height, 7);
}

/** The dark inside a pill; what is outside its round corners is not. */
function pillLetters(cut: Uint8Array, width: number, height: number): Uint8Array {
  const gray = new Uint8Array(width * height).fill(255);
  for (let y = 0; y < height; y++) {
    const row = cut.subarray(y * width, (y + 1) * width);
    const [from, to] = [row.indexOf(1), row.lastIndexOf(1)];
    for (let x = from; x >= 0 && x < to; x++) if (!row[x]) gray[y * width + x] = 0;
  }
  return gray;
}

/** Letters and digits alone, in lower case: what a recogniser can be held to. */
export function plain(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');
}

/** How alike two texts are: 1 minus the edit distance over the longer length. */
export function likeness(one: string, other: string): number {
  const [a, b] = [plain(one), plain(other)];
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      next.push(Math.min(row[j - 1]! + same, row[j]! + 1, next[j - 1]! + 1));
    }
    row = next;
  }
  const longest = Math.max(a.length, b.length);
  return longest === 0 ? 0 : 1 - row[b.length]! / longest;
}
