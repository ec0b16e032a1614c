import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { wordsOf } from './judges/captions.js';
import { framesOf, frozenSpansOf, type Picture } from './judges/picture.js';
import { ffmpeg } from './judges/run-tool.js';
import { openStudio, type RenderedVideo, type Studio } from './render-video.js';

let studio: Studio;
let video: RenderedVideo;
beforeAll(async () => {
  studio = await openStudio();
  const folder = path.join(studio.folder, 'script');
  await mkdir(folder);
  // One white dot on grey: its middle of mass tells where the picture is, to a fraction of a pixel.
  const dot =
    '<svg width="810" height="1440"><rect width="810" height="1440" fill="#404040"/><circle cx="300" cy="480" r="40" fill="#fff"/></svg>';
  await writeFile(path.join(folder, 'dot.png'), await sharp(Buffer.from(dot)).png().toBuffer());
  const bars =
    '<svg width="600" height="300"><rect width="600" height="300" fill="#c03030"/><rect x="20" y="20" width="560" height="260" fill="#30c030"/></svg>';
  await writeFile(path.join(folder, 'wide.png'), await sharp(Buffer.from(bars)).png().toBuffer());
  // A wide clip with a red frame around it and something that moves inside.
  const clip =
    "color=0xc03030:s=640x320:r=25:d=1.2,drawbox=x=20:y=20:w=600:h=280:color=0x30c030:t=fill[bars];[bars]split[a][b];[b]crop=80:80:100:100,negate[c];[a][c]overlay=x='100+200*t':y=120";
  await ffmpeg(
    '-v',
    'error',
    '-f',
    'lavfi',
    '-i',
    clip,
    '-pix_fmt',
    'yuv420p',
    path.join(folder, 'clip.mp4'),
  );
  const scenes = [
    { text: 'One dot moves.', media: 'dot.png' },
    { text: 'A picture whole.', media: { path: 'wide.png', fit: 'contain', motion: 'still' } },
    { text: 'A clip whole.', media: { path: 'clip.mp4', fit: 'contain' } },
    { text: 'A clip that fills.', media: { path: 'clip.mp4', fit: 'cover' } },
  ].map((scene) => ({ ...scene, seconds: 2.6 }));
  const content = JSON.stringify({ topic: 'Media', channel: 'water', scenes });
  const script = { content, name: 'media.json', baseFolder: folder };
  video = await studio.render({ script, voice: 'none', music: 'none' });
});
afterAll(() => studio.close());

const size = { width: 540, height: 960 };
const middleOf = (index: number): number => {
  const { startSeconds, endSeconds } = video.scenes[index]!;
  return Math.round(((startSeconds + endSeconds) / 2) * 30);
};

function pixel({ rgb, width }: Picture, x: number, y: number): [number, number, number] {
  const at = (y * width + x) * 3;
  return [rgb[at]!, rgb[at + 1]!, rgb[at + 2]!];
}

const isGreen = ([red, green]: readonly number[]): boolean => green! > 120 && red! < 110;

/** Middle of mass of what is bright in the upper two thirds, where no caption stands. */
function dotIn({ rgb, width, height }: Picture): { x: number; y: number } {
  let [mass, x, y] = [0, 0, 0];
  for (let row = 0; row < height * 0.6; row++) {
    for (let column = 0; column < width; column++) {
      const weight = Math.max(0, rgb[(row * width + column) * 3]! - 100);
      mass += weight;
      x += weight * column;
      y += weight * row;
    }
  }
  if (mass === 0) throw new Error('no dot');
  return { x: x / mass, y: y / mass };
}

/** Root mean square of the second differences: what is left when even motion is taken away. */
function jitter(values: readonly number[]): number {
  const bends = values.slice(2).map((value, index) => value - 2 * values[index + 1]! + values[index]!);
  return Math.sqrt(bends.reduce((sum, bend) => sum + bend * bend, 0) / bends.length);
}

describe('an own picture', () => {
  it('moves smoothly, by fractions of a pixel', async () => {
    const numbers = Array.from({ length: 50 }, (_, index) => 5 + index);
    const dots = (await framesOf(video.video.path, size, numbers)).map(dotIn);
    const [xs, ys] = [dots.map(({ x }) => x), dots.map(({ y }) => y)];
    const way = Math.hypot(xs.at(-1)! - xs[0]!, ys.at(-1)! - ys[0]!);
    expect(way).toBeGreaterThan(2);
    expect(jitter(xs), 'sideways').toBeLessThan(0.15);
    expect(jitter(ys), 'upwards').toBeLessThan(0.15);
    expect((await frozenSpansOf(video.video.path, 1)).every(({ start }) => start > 2)).toBe(true);
  });

  it('stands whole in the frame on a soft copy of itself', async () => {
    const [frame] = await framesOf(video.video.path, size, [middleOf(1)]);
    // 540×270 in the middle: its edges are red and whole, its inside green.
    expect(isGreen(pixel(frame!, 270, 480))).toBe(true);
    expect(isGreen(pixel(frame!, 4, 480))).toBe(false);
    expect(pixel(frame!, 4, 480)[0]).toBeGreaterThan(120);
    const above = pixel(frame!, 270, 150);
    expect(Math.max(...above)).toBeGreaterThan(40);
    expect(Math.max(...above)).toBeLessThan(150);
  });
});

describe('an own clip', () => {
  it('stands whole in the frame on a soft copy of itself, as a picture does', async () => {
    const [picture, clip] = await framesOf(video.video.path, size, [middleOf(1), middleOf(2)]);
    expect(pixel(clip!, 4, 480)[0]).toBeGreaterThan(120);
    expect(isGreen(pixel(clip!, 270, 400))).toBe(true);
    for (const [channel, value] of pixel(clip!, 270, 150).entries()) {
      expect(Math.abs(value - pixel(picture!, 270, 150)[channel]!)).toBeLessThan(25);
    }
  });

  it('fills the frame, moves, and goes on when it is shorter than its scene', async () => {
    const at = middleOf(3);
    const [frame] = await framesOf(video.video.path, size, [at]);
    expect(isGreen(pixel(frame!, 10, 200))).toBe(true);
    expect(isGreen(pixel(frame!, 530, 600))).toBe(true);
    const still = await frozenSpansOf(video.video.path, 1);
    expect(still.filter(({ start }) => start > video.scenes[2]!.startSeconds + 0.3)).toEqual([]);
  });
});

describe('a video without a voice', () => {
  it('gives every word time to be read and leaves no gap between captions of a scene', async () => {
    const words = await wordsOf(video.captions.vttPath);
    expect(words.map(({ text }) => text).join(' ')).toBe(
      'One dot moves. A picture whole. A clip whole. A clip that fills.',
    );
    for (const { start, end, text } of words) expect(end - start, text).toBeGreaterThan(0.12);
    for (const { startSeconds, endSeconds } of video.scenes) {
      const own = words.filter(({ start }) => start >= startSeconds && start < endSeconds);
      const minutes = (own.at(-1)!.end - own[0]!.start) / 60;
      expect(own.length / minutes).toBeLessThan(240);
      for (const [index, { start }] of own.slice(1).entries()) {
        expect(start - own[index]!.end).toBeLessThan(0.05);
      }
    }
  });
});
