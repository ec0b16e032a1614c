import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import sharp, { type Sharp } from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { IMediaBackend } from '../../../../domain/media/media-backend.js';
import type { ImageVisual } from '../../../../domain/timeline/video-timeline.js';
import { FrameKernel, type FrameWindow } from '../../../../infrastructure/media/kernel/frame-kernel.js';
import { planMotion } from '../../../../infrastructure/media/picture/image/plan-motion.js';
import { openScenePicture } from '../../../../infrastructure/media/picture/open-scene-picture.js';
import type { ScenePicture } from '../../../../infrastructure/media/picture/scene-picture.js';
import { sceneOf, timelineOf } from './scene-fixtures.js';

let folder: string;
let kernel: FrameKernel;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'aether-image-'));
  kernel = await FrameKernel.create();
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const call = { signal: new AbortController().signal };
const noBackend = {} as IMediaBackend;

async function open(
  file: string,
  changes: Partial<ImageVisual> = {},
  size = [180, 320],
): Promise<ScenePicture> {
  const visual: ImageVisual = {
    kind: 'image',
    path: file,
    contentHash: '',
    fit: 'cover',
    motion: 'ken-burns',
    seed: 1,
    ...changes,
  };
  return openScenePicture(sceneOf(visual), timelineOf(size[0]!, size[1]!), kernel, noBackend, call);
}

async function lumaOf(picture: ScenePicture, number = 0, width = 180, height = 320): Promise<Uint8Array> {
  const frame = kernel.allocateFrame(width, height);
  await picture.render(number, frame);
  const luma = kernel.bytes(frame).slice(0, width * height);
  kernel.release(frame);
  return luma;
}

/** Left half black, right half white. */
function halves(width: number, height: number): Sharp {
  const white = { create: { width: width / 2, height, channels: 3 as const, background: '#ffffff' } };
  return sharp({ create: { width, height, channels: 3, background: '#000000' } }).composite([
    { input: white, left: width / 2, top: 0 },
  ]);
}

async function save(name: string, picture: Sharp): Promise<string> {
  const file = path.join(folder, name);
  await picture.toFile(file);
  return file;
}

describe('images', () => {
  it('are turned upright as their EXIF orientation says', async () => {
    const file = await save('turned.jpg', halves(400, 400).withMetadata({ orientation: 6 }));
    const luma = await lumaOf(await open(file, { motion: 'still' }));
    expect(luma[5 * 180 + 90]).toBeLessThan(20);
    expect(luma[315 * 180 + 90]).toBeGreaterThan(230);
  });

  it('show the channel’s colour through transparency', async () => {
    const clear = { r: 0, g: 0, b: 0, alpha: 0 };
    const file = await save(
      'clear.png',
      sharp({ create: { width: 50, height: 50, channels: 4, background: clear } }),
    );
    const luma = await lumaOf(await open(file));
    expect(luma[1000]).toBeGreaterThan(35);
    expect(luma[1000]).toBeLessThan(45);
  });

  it('that are contained stay whole in every frame, on a darker copy of themselves', async () => {
    const file = await save(
      'wide.png',
      sharp({ create: { width: 400, height: 200, channels: 3, background: '#ffffff' } }),
    );
    for (const seed of [1, 2, 3]) {
      const picture = await open(file, { fit: 'contain', seed });
      for (const number of [0, 20, 59]) {
        const luma = await lumaOf(picture, number);
        const bright = luma.reduce((count, value) => count + Number(value > 230), 0);
        expect(bright).toBeGreaterThan(180 * 90 * 0.74);
        expect(bright).toBeLessThan(180 * 90 * 1.03);
        expect(luma[10 * 180 + 90]).toBeLessThan(200);
        expect(luma[10 * 180 + 90]).toBeGreaterThan(60);
      }
      await picture.close();
    }
  });

  it('move smoothly with Ken Burns and stand when still', async () => {
    const file = await save('halves.png', halves(720, 1280));
    const moving = await open(file);
    const still = await open(file, { motion: 'still' });
    const steps: number[] = [];
    let before = await lumaOf(moving, 0);
    for (let number = 1; number < 60; number++) {
      const luma = await lumaOf(moving, number);
      steps.push(luma.reduce((sum, value, index) => sum + Math.abs(value - before[index]!), 0));
      before = luma;
    }
    expect(Math.max(...steps)).toBeLessThan(180 * 320 * 2);
    expect(Buffer.compare(await lumaOf(still, 0), await lumaOf(still, 59))).toBe(0);
  });

  it('give their memory back', async () => {
    const file = await save('small.png', halves(40, 40));
    const before = kernel.arena.usedBytes;
    await (await open(file)).close();
    expect(kernel.arena.usedBytes).toBe(before);
  });

  it('that cannot be used say which file and why', async () => {
    const garbage = path.join(folder, 'garbage.jpg');
    await writeFile(garbage, 'this is no picture');
    const drawing = path.join(folder, 'drawing.png');
    await writeFile(drawing, '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>');
    const whole = await halves(300, 300).jpeg().toBuffer();
    const cut = path.join(folder, 'cut.jpg');
    await writeFile(cut, whole.subarray(0, whole.length / 2));
    await expect(open(garbage)).rejects.toMatchObject({ code: 'MEDIA_CORRUPT' });
    await expect(open(cut)).rejects.toMatchObject({ code: 'MEDIA_CORRUPT' });
    await expect(open(drawing)).rejects.toMatchObject({ code: 'MEDIA_TYPE_UNSUPPORTED' });
    await expect(open(path.join(folder, 'none.png'))).rejects.toMatchObject({ code: 'MEDIA_NOT_FOUND' });
    const huge = await save(
      'huge.png',
      sharp({
        create: { width: 12_000, height: 11_000, channels: 3, background: '#fff' },
        limitInputPixels: false,
      }).png({ compressionLevel: 1 }),
    );
    await expect(open(huge)).rejects.toMatchObject({
      code: 'MEDIA_TOO_LARGE',
      message: expect.stringContaining(huge) as string,
    });
  });
});

function middleShift(a: FrameWindow, b: FrameWindow): [number, number] {
  return [b.x + b.width / 2 - a.x - a.width / 2, b.y + b.height / 2 - a.y - a.height / 2];
}

describe('planMotion', () => {
  it('never leaves the picture, keeps the frame’s shape and creeps', () => {
    const frame = { width: 1080, height: 1920 };
    fc.assert(
      fc.property(
        fc.double({ min: 1, max: 1.6, noNaN: true }),
        fc.double({ min: 1, max: 1.3, noNaN: true }),
        fc.double({ min: 1, max: 1.3, noNaN: true }),
        fc.boolean(),
        fc.integer(),
        (room, wider, taller, pan, seed) => {
          const source = { width: frame.width * room * wider, height: frame.height * room * taller };
          const windowAt = planMotion({ source, frame, room, motion: 'ken-burns', pan, seconds: 5, seed });
          let before = windowAt(0);
          for (let step = 0; step <= 150; step++) {
            const window = windowAt(step / 150);
            expect(window.x).toBeGreaterThanOrEqual(-1e-9);
            expect(window.y).toBeGreaterThanOrEqual(-1e-9);
            expect(window.x + window.width).toBeLessThanOrEqual(source.width + 1e-6);
            expect(window.y + window.height).toBeLessThanOrEqual(source.height + 1e-6);
            expect(window.width / window.height).toBeCloseTo(frame.width / frame.height, 6);
            expect(window.width / frame.width).toBeLessThanOrEqual(1.6001);
            expect(Math.hypot(...middleShift(before, window))).toBeLessThan(
              1080 * 0.09 * 1.3 * (5 / 150) + 2,
            );
            before = window;
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it('chooses its direction by the seed', () => {
    const request = {
      source: { width: 1300, height: 2300 },
      frame: { width: 1080, height: 1920 },
      room: 1.15,
      motion: 'ken-burns',
      pan: true,
      seconds: 5,
    } as const;
    const starts = Array.from({ length: 12 }, (_, seed) => planMotion({ ...request, seed })(0).width);
    expect(new Set(starts).size).toBeGreaterThan(1);
  });
});
