import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { wordsOf } from './judges/captions.js';
import { meanColorsOf } from './judges/picture.js';
import { samplesOf } from './judges/sound.js';
import { openStudio, type RenderedVideo, type Studio } from './render-video.js';

const colors = ['#b02020', '#2020b0', '#b02020', '#2020b0'];
/** They begin alike, and with a sound that has no silence in it, as a plosive has. */
const texts = ['Now take one step.', 'Now begin.', 'Now keep it small.', 'Now come back again.'];

let studio: Studio;
let video: RenderedVideo;
beforeAll(async () => {
  studio = await openStudio();
  const folder = path.join(studio.folder, 'script');
  await mkdir(folder);
  for (const [index, background] of colors.entries()) {
    const plain = sharp({ create: { width: 270, height: 480, channels: 3, background } });
    await writeFile(path.join(folder, `${index}.png`), await plain.png().toBuffer());
  }
  const scenes = texts.map((text, index) => ({ text, media: { path: `${index}.png`, motion: 'still' } }));
  const content = JSON.stringify({ topic: 'Drift', channel: 'water', scenes });
  video = await studio.render({ script: { content, name: 'drift.json', baseFolder: folder }, music: 'none' });
});
afterAll(() => studio.close());

/** Seconds at which the sound first rises over the noise between two times. */
function onset(samples: Float32Array, from: number, to: number): number {
  const rate = 8000;
  const window = rate / 200;
  for (let at = Math.round(from * rate); at < to * rate; at += window / 2) {
    const part = samples.subarray(at, at + window);
    const level = Math.sqrt(part.reduce((sum, value) => sum + value * value, 0) / part.length);
    if (level > 0.01) return at / rate;
  }
  throw new Error(`no sound from ${from} to ${to} s`);
}

describe('scenes in a video with crossfades', () => {
  it('add up to the whole', () => {
    const { scenes } = video;
    for (const [index, { startSeconds }] of scenes.entries()) {
      expect(startSeconds).toBeCloseTo(index === 0 ? 0 : scenes[index - 1]!.endSeconds, 6);
    }
    expect(scenes.at(-1)!.endSeconds).toBeCloseTo(video.video.durationSeconds, 6);
  });

  it('change their pictures when the result says, to the frame, from first to last', async () => {
    const means = await meanColorsOf(video.video.path);
    expect(means).toHaveLength(Math.round(video.video.durationSeconds * 30));
    const redness = means.map(([red, , blue]) => red - blue);
    for (const { startSeconds } of video.scenes.slice(1)) {
      const expected = Math.round(startSeconds * 30);
      // The crossfade passes its middle where neither colour prevails.
      const crossed = redness.findIndex(
        (value, frame) => frame > expected - 15 && Math.sign(value) !== Math.sign(redness[expected - 15]!),
      );
      expect(Math.abs(crossed - expected), `${crossed} for ${expected}`).toBeLessThanOrEqual(1);
    }
  });

  it('are heard when the captions say, within 30 ms and without drift', async () => {
    const samples = await samplesOf(video.video.path);
    expect(Math.abs(samples.length / 8000 - video.video.durationSeconds)).toBeLessThan(1 / 30);
    const starts = (await wordsOf(video.captions.vttPath)).filter(({ text }) => text === 'Now');
    expect(starts).toHaveLength(texts.length);
    const errors = starts.map(({ start, end }) => onset(samples, start - 0.2, end + 0.3) - start);
    for (const error of errors) expect(Math.abs(error), errors.join(', ')).toBeLessThan(0.03);
    expect(Math.max(...errors) - Math.min(...errors), errors.join(', ')).toBeLessThan(0.015);
  });
});
