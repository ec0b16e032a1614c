import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { highlightedWord, likeness, textOfColor, wordsOf } from './captions.js';
import {
  blackSpansOf,
  decodeWhole,
  frameHashesOf,
  framesOf,
  frozenSpansOf,
  meanColorsOf,
  similarity,
} from './picture.js';
import { ffmpeg } from './run-tool.js';
import { loudnessOf, samplesOf, silencesOf } from './sound.js';
import { boxesOf, frameTimes, streamsOf } from './streams.js';

const size = { width: 160, height: 90 };
let folder: string;
let good: string;
let bad: string;
let mute: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'aether-judges-'));
  [good, bad, mute] = ['good.mp4', 'bad.mp4', 'mute.mp4'].map((name) => path.join(folder, name)) as [
    string,
    string,
    string,
  ];
  const make = (picture: string, sound: string, file: string) =>
    ffmpeg(
      '-v',
      'error',
      '-f',
      'lavfi',
      '-i',
      picture,
      '-f',
      'lavfi',
      '-i',
      sound,
      '-pix_fmt',
      'yuv420p',
      file,
    );
  await make('testsrc2=s=160x90:r=30:d=2', 'sine=440:d=2:r=48000', good);
  await make('color=black:s=160x90:r=30:d=2', 'anullsrc=r=48000:d=2', bad);
  await ffmpeg('-v', 'error', '-i', good, '-an', '-c', 'copy', mute);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('a judge', () => {
  it('finds black, frozen and silent stretches where they are, and only there', async () => {
    expect(await blackSpansOf(bad)).toHaveLength(1);
    expect(await frozenSpansOf(bad)).toHaveLength(1);
    expect(await silencesOf(bad)).toHaveLength(1);
    expect((await loudnessOf(bad)).integrated).toBeLessThan(-60);
    expect(await blackSpansOf(good)).toEqual([]);
    expect(await frozenSpansOf(good)).toEqual([]);
    expect(await silencesOf(good)).toEqual([]);
    expect((await loudnessOf(good)).integrated).toBeGreaterThan(-40);
    expect(await similarity(good, good, size)).toBe(1);
    expect(await similarity(good, bad, size)).toBeLessThan(0.5);
  });

  it.each([
    ['streams', () => streamsOf(missing())],
    ['frame times', () => frameTimes(missing())],
    ['boxes', () => boxesOf(missing())],
    ['decoding', () => decodeWhole(missing())],
    ['black', () => blackSpansOf(missing())],
    ['freezes', () => frozenSpansOf(missing())],
    ['hashes', () => frameHashesOf(missing())],
    ['frames', () => framesOf(missing(), size, [0])],
    ['colours', () => meanColorsOf(missing())],
    ['similarity to nothing', () => similarity(good, missing(), size)],
    ['loudness', () => loudnessOf(missing())],
    ['silence', () => silencesOf(missing())],
    ['samples', () => samplesOf(missing())],
    ['words', () => wordsOf(missing())],
    ['sound of a mute video', () => loudnessOf(mute)],
    ['silence of a mute video', () => silencesOf(mute)],
    ['samples of a mute video', () => samplesOf(mute)],
    ['a frame after the last', () => framesOf(good, size, [5, 60])],
  ])('of %s fails when its input is missing', async (_, judge) => {
    await expect(judge()).rejects.toThrow();
  });

  it('of boxes and decoding fails on a file that is cut off', async () => {
    const { readFile } = await import('node:fs/promises');
    const cut = path.join(folder, 'cut.mp4');
    const bytes = await readFile(good);
    await writeFile(cut, bytes.subarray(0, bytes.length - 2000));
    await expect(boxesOf(cut)).rejects.toThrow();
    await expect(decodeWhole(cut)).rejects.toThrow();
  });

  it('of words fails on an empty subtitle file', async () => {
    const file = path.join(folder, 'empty.vtt');
    await writeFile(file, 'WEBVTT\n');
    await expect(wordsOf(file)).rejects.toThrow('no words');
  });

  it('of captions reads nothing where nothing is written', async () => {
    const empty = { ...size, rgb: Buffer.alloc(size.width * size.height * 3, 80) };
    expect(likeness(await textOfColor(empty, '#ffffff'), 'calm')).toBe(0);
    expect(likeness(await highlightedWord(empty, '#ffe08a'), 'calm')).toBe(0);
    expect(likeness('', '')).toBe(0);
    expect(likeness('Breathe,', 'breathe')).toBe(1);
  });
});

function missing(): string {
  return path.join(folder, 'missing.mp4');
}
