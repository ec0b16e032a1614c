import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { backgroundMotifs, type BackgroundMotif } from '../../../../domain/channel/channel-style.js';
import { FrameKernel } from '../../../../infrastructure/media/kernel/frame-kernel.js';
import { openBackground } from '../../../../infrastructure/media/picture/background/background-picture.js';
import { createEmbers } from '../../../../infrastructure/media/picture/background/embers.js';
import { createLand } from '../../../../infrastructure/media/picture/background/land.js';
import type { Motif, MotifSetting } from '../../../../infrastructure/media/picture/background/motif.js';
import { createNoise } from '../../../../infrastructure/media/picture/background/noise.js';
import { createLightPalette } from '../../../../infrastructure/media/picture/background/palette-ramp.js';
import { createSky } from '../../../../infrastructure/media/picture/background/sky.js';
import { createWaves } from '../../../../infrastructure/media/picture/background/waves.js';
import type { ScenePicture } from '../../../../infrastructure/media/picture/scene-picture.js';
import { createSeededRandom } from '../../../../infrastructure/media/seeded-random.js';
import { styleOf } from './scene-fixtures.js';

let kernel: FrameKernel;
beforeAll(async () => {
  kernel = await FrameKernel.create();
});

const portrait = { width: 270, height: 480, framesPerSecond: 30 };

function open(motif: BackgroundMotif, variation = 0, seed = 1, size = portrait, intensity = 1): ScenePicture {
  return openBackground({ kind: 'background', seed, variation }, styleOf(motif, intensity), size, kernel);
}

async function framesOf(
  picture: ScenePicture,
  numbers: readonly number[],
  size = portrait,
): Promise<Uint8Array[]> {
  const frame = kernel.allocateFrame(size.width, size.height);
  const result: Uint8Array[] = [];
  for (const number of numbers) {
    await picture.render(number, frame);
    result.push(kernel.bytes(frame).slice());
  }
  kernel.release(frame);
  await picture.close();
  return result;
}

function meanDifference(a: Uint8Array, b: Uint8Array): number {
  let sum = 0;
  for (let index = 0; index < a.length; index++) sum += Math.abs(a[index]! - b[index]!);
  return sum / a.length;
}

describe.each(backgroundMotifs)('%s', (motif) => {
  it('gives the same frame whatever was drawn before it', async () => {
    const [, , there] = await framesOf(open(motif), [40, 3, 17]);
    const [first] = await framesOf(open(motif), [17]);
    expect(Buffer.compare(there!, first!)).toBe(0);
  });

  it('differs with seed and variation', async () => {
    const pictures = [open(motif), open(motif, 0, 2), open(motif, 1), open(motif, 2), open(motif, 5)];
    const frames = await Promise.all(pictures.map(async (picture) => (await framesOf(picture, [10]))[0]!));
    for (let a = 0; a < frames.length; a++) {
      for (let b = a + 1; b < frames.length; b++) {
        expect(meanDifference(frames[a]!, frames[b]!)).toBeGreaterThan(0.8);
      }
    }
  });

  it('moves on every frame, evenly, with no jump when new light is painted', async () => {
    const frames = await framesOf(
      open(motif),
      Array.from({ length: 40 }, (_, index) => 30 + index),
    );
    const steps = frames.slice(1).map((frame, index) => meanDifference(frame, frames[index]!));
    const mean = steps.reduce((sum, step) => sum + step, 0) / steps.length;
    expect(Math.min(...steps)).toBeGreaterThan(mean * 0.4);
    expect(Math.max(...steps)).toBeLessThan(mean * 2);
    expect(mean).toBeLessThan(2);
  });

  it('stands still at intensity 0', async () => {
    const [first, later] = await framesOf(open(motif, 0, 1, portrait, 0), [0, 55]);
    expect(Buffer.compare(later!, first!)).toBe(0);
  });

  it.each([
    [270, 480],
    [480, 270],
    [360, 360],
    [288, 360],
    [1080, 1920],
  ])('fills %i×%i with legal, lively light', async (width, height) => {
    const size = { width, height, framesPerSecond: 30 };
    const [frame] = await framesOf(open(motif, 1, 9, size), [20], size);
    const luma = frame!.subarray(0, width * height);
    let [lowest, highest] = [255, 0];
    for (const value of luma) {
      lowest = Math.min(lowest, value);
      highest = Math.max(highest, value);
    }
    expect(lowest).toBeGreaterThanOrEqual(15);
    expect(highest).toBeLessThanOrEqual(241);
    expect(highest - lowest).toBeGreaterThan(60);
  });

  it('gives its memory back', async () => {
    const before = kernel.arena.usedBytes;
    await framesOf(open(motif), [0, 1]);
    expect(kernel.arena.usedBytes).toBe(before);
  });
});

describe('layers', () => {
  const motifs: readonly ((setting: MotifSetting) => Motif)[] = [
    createSky,
    createWaves,
    createLand,
    createEmbers,
  ];

  it('never show a row that was not painted, at any seed, time and aspect', () => {
    const noise = createNoise(createSeededRandom(1));
    fc.assert(
      fc.property(
        fc.constantFrom(...motifs),
        fc.nat(8),
        fc.integer(),
        fc.constantFrom([1, 16 / 9], [16 / 9, 1], [1, 1], [1, 1.25]),
        fc.double({ min: 0, max: 200, noNaN: true }),
        (create, variation, seed, [across, down], seconds) => {
          const palette = createLightPalette(styleOf('sky').palette);
          const setting = { across: across, down: down, pixels: 1080, palette, variation, noise };
          const motif = create({ ...setting, random: createSeededRandom(seed) });
          let hidden = 1;
          for (let layer = motif.layers.length - 1; layer >= 0; layer--) {
            const { top, bottom, edge } = motif.layers[layer]!;
            expect(bottom).toBeGreaterThanOrEqual(Math.min(1, hidden));
            if (!edge) continue;
            const soft = edge.softness / 1080;
            const crests = Array.from({ length: 60 }, (_, x) =>
              motif.crest(layer, (x / 59) * across, seconds),
            );
            expect((Math.min(...crests) - soft) / down).toBeGreaterThan(top);
            hidden = Math.min(hidden, (Math.max(...crests) + soft) / down);
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});
