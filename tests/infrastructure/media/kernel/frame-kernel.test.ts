import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { FrameKernel, type FrameBuffer } from '../../../../infrastructure/media/kernel/frame-kernel.js';
import { createSeededRandom } from '../../../../infrastructure/media/seeded-random.js';
import { planesOf, resamplePlane, toYuv, worstDifference } from './reference.js';

let kernel: FrameKernel;
beforeAll(async () => {
  kernel = await FrameKernel.create();
});

function noisyFrame(width: number, height: number, seed: number): FrameBuffer {
  const frame = kernel.allocateFrame(width, height);
  const random = createSeededRandom(seed);
  kernel.bytes(frame).forEach((_, index, bytes) => (bytes[index] = random() * 256));
  return frame;
}

function filledFrame(width: number, height: number, value: number): FrameBuffer {
  const frame = kernel.allocateFrame(width, height);
  kernel.bytes(frame).fill(value);
  return frame;
}

const even = (max: number): fc.Arbitrary<number> => fc.integer({ min: 1, max }).map((half) => half * 2);

describe('resample', () => {
  const sizes = fc.record({ sw: even(40), sh: even(40), dw: even(40), dh: even(40) });
  const windows = fc.record({
    x: fc.double({ min: -1.5, max: 1.5, noNaN: true }),
    y: fc.double({ min: -1.5, max: 1.5, noNaN: true }),
    width: fc.double({ min: 0.05, max: 2, noNaN: true }),
    height: fc.double({ min: 0.05, max: 2, noNaN: true }),
  });

  it('gives what a plain bilinear sampler gives, at any size and place, and touches nothing else', () => {
    fc.assert(
      fc.property(sizes, windows, fc.integer(), ({ sw, sh, dw, dh }, part, seed) => {
        const source = noisyFrame(sw, sh, seed);
        const destination = kernel.allocateFrame(dw, dh);
        const neighbour = filledFrame(8, 8, 77);
        const window = { x: part.x * sw, y: part.y * sh, width: part.width * dw, height: part.height * dh };
        const before = kernel.bytes(source).slice();
        kernel.resample(source, window, destination);
        const result = planesOf(kernel.bytes(destination), dw, dh);
        const worst = planesOf(before, sw, sh).map((plane, index) => {
          const divisor = index === 0 ? 1 : 2;
          const scaled = {
            x: window.x / divisor,
            y: window.y / divisor,
            width: window.width / divisor,
            height: window.height / divisor,
          };
          const target = result[index]!;
          return worstDifference(resamplePlane(plane, scaled, target.width, target.height), target.samples);
        });
        expect(Math.max(...worst)).toBeLessThan(2.6);
        expect(kernel.bytes(source)).toEqual(before);
        expect(kernel.bytes(neighbour).every((value) => value === 77)).toBe(true);
        for (const frame of [source, destination, neighbour]) kernel.release(frame);
      }),
      { numRuns: 150 },
    );
  });

  it('leaves a picture as it is when the window is the whole of it', () => {
    const source = noisyFrame(66, 38, 1);
    const destination = kernel.allocateFrame(66, 38);
    kernel.resample(source, { x: 0, y: 0, width: 66, height: 38 }, destination);
    expect(kernel.bytes(destination)).toEqual(kernel.bytes(source));
  });

  it('moves a ramp monotonically and without jumps when the window creeps', () => {
    const source = kernel.allocateFrame(256, 64);
    kernel.bytes(source).forEach((_, index, bytes) => (bytes[index] = (index % 256) * 0.9));
    const destination = kernel.allocateFrame(200, 50);
    let before: Uint8Array | undefined;
    for (let step = 0; step < 120; step++) {
      kernel.resample(source, { x: 3 + step * 0.03, y: 2, width: 220, height: 55 }, destination);
      const luma = kernel.bytes(destination).slice(0, 200 * 50);
      const steps = luma.map((value, index) => value - (before ?? luma)[index]! + 1);
      expect(Math.min(...steps)).toBeGreaterThanOrEqual(1);
      expect(Math.max(...steps)).toBeLessThanOrEqual(2);
      before = luma;
    }
    expect(before![100]).toBeGreaterThan(90);
  });

  it('refuses a window more than twice as large as the result', () => {
    const frame = kernel.allocateFrame(32, 32);
    const window = { x: 0, y: 0, width: 65, height: 32 };
    expect(() => kernel.resample(frame, window, frame)).toThrow(
      expect.objectContaining({ code: 'INTERNAL_ERROR' }) as Error,
    );
  });
});

describe('crossfade', () => {
  it('mixes exactly, and is each picture itself at its end', () => {
    const [from, to] = [noisyFrame(34, 18, 3), noisyFrame(34, 18, 4)];
    const destination = kernel.allocateFrame(34, 18);
    const [a, b] = [kernel.bytes(from).slice(), kernel.bytes(to).slice()];
    for (const fraction of [0, 0.25, 0.5, 1 / 3, 0.99, 1]) {
      kernel.crossfade(from, to, fraction, destination);
      const expected = a.map((value, index) => Math.round(value * (1 - fraction) + b[index]! * fraction));
      const tolerance = fraction === 0 || fraction === 1 ? 0 : 1;
      expect(worstDifference(kernel.bytes(destination), expected)).toBeLessThanOrEqual(tolerance);
    }
    kernel.crossfade(from, to, 1, from);
    expect(kernel.bytes(from)).toEqual(b);
  });

  it('refuses pictures of different sizes', () => {
    expect(() =>
      kernel.crossfade(filledFrame(4, 4, 0), filledFrame(4, 6, 0), 0.5, filledFrame(4, 4, 0)),
    ).toThrow('4×4');
  });
});

describe('pictures from RGBA', () => {
  it.each([
    ['white', [255, 255, 255], [235, 128, 128]],
    ['black', [0, 0, 0], [16, 128, 128]],
    ['red', [255, 0, 0], [63, 102, 240]],
    ['green', [0, 255, 0], [173, 42, 26]],
    ['blue', [0, 0, 255], [32, 240, 118]],
  ])('%s has its BT.709 limited-range values', (_name, color, expected) => {
    const rgba = Uint8Array.from({ length: 4 * 4 * 4 }, (_, index) => [...color, 255][index % 4]!);
    const bytes = kernel.bytes(kernel.loadPicture(rgba, 4, 4));
    expect([bytes[0], bytes[16], bytes[20]]).toEqual(expected);
  });

  it('agrees with the formula on noise, in pictures of more than one band', () => {
    const [width, height] = [18, 150];
    const random = createSeededRandom(9);
    const rgba = Uint8Array.from({ length: width * height * 4 }, (_, index) =>
      index % 4 === 3 ? 255 : random() * 256,
    );
    const [y, u, v] = planesOf(kernel.bytes(kernel.loadPicture(rgba, width, height)), width, height);
    const at = (x: number, row: number): [number, number, number] => {
      const offset = (row * width + x) * 4;
      return toYuv(rgba[offset]!, rgba[offset + 1]!, rgba[offset + 2]!);
    };
    for (let row = 0; row < height; row += 2) {
      for (let x = 0; x < width; x += 2) {
        const block = [at(x, row), at(x + 1, row), at(x, row + 1), at(x + 1, row + 1)];
        const mean = (part: 1 | 2): number => block.reduce((sum, color) => sum + color[part] / 4, 0);
        const index = (row / 2) * (width / 2) + x / 2;
        expect(Math.abs(y.samples[row * width + x]! - block[0]![0])).toBeLessThan(0.51);
        expect(Math.abs(u.samples[index]! - mean(1))).toBeLessThan(0.51);
        expect(Math.abs(v.samples[index]! - mean(2))).toBeLessThan(0.51);
      }
    }
  });

  it('refuses a picture whose bytes do not fit its size', () => {
    expect(() => kernel.loadPicture(new Uint8Array(12), 2, 2)).toThrow('2×2');
  });
});

describe('overlay', () => {
  /** Alpha changes from pixel to pixel; even blocks share one colour so that chroma can be told exactly. */
  function layerPixels(
    width: number,
    height: number,
    seed: number,
    alpha: (index: number) => number,
  ): Uint8Array {
    const random = createSeededRandom(seed);
    const color = [random() * 256, random() * 256, random() * 256];
    return Uint8Array.from({ length: width * height * 4 }, (_, index) =>
      index % 4 === 3 ? alpha(index >> 2) : color[index % 4]!,
    );
  }

  it('blends like the formula at any place, size and opacity, and touches nothing else', () => {
    const places = fc.integer({ min: -30, max: 40 }).map((half) => half * 2);
    fc.assert(
      fc.property(
        even(30),
        even(30),
        places,
        places,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.integer(),
        (width, height, x, y, opacity, seed) => {
          const random = createSeededRandom(seed);
          const pixels = layerPixels(width, height, seed, () => (random() < 0.3 ? 0 : random() * 256));
          const destination = noisyFrame(48, 36, seed + 1);
          const neighbour = filledFrame(8, 8, 99);
          const before = kernel.bytes(destination).slice();
          const layer = kernel.loadOverlay(pixels, width, height);
          kernel.overlay(layer, destination, x, y, opacity);
          const after = kernel.bytes(destination);
          const strength = Math.round(opacity * 255) / 255;
          const wrong: number[][] = [];
          const luma = toYuv(pixels[0]!, pixels[1]!, pixels[2]!)[0];
          for (let row = 0; row < 36; row++) {
            for (let column = 0; column < 48; column++) {
              const index = row * 48 + column;
              const inside = column >= x && row >= y && column < x + width && row < y + height;
              const share = inside ? (pixels[((row - y) * width + column - x) * 4 + 3]! / 255) * strength : 0;
              const expected = before[index]! + (luma - before[index]!) * share;
              const difference = Math.abs(after[index]! - expected);
              if (share === 0 ? difference > 0 : difference > 2.1) wrong.push([column, row, difference]);
            }
          }
          expect(wrong).toEqual([]);
          expect(kernel.bytes(neighbour).every((value) => value === 99)).toBe(true);
          kernel.release(layer);
          kernel.release(destination);
          kernel.release(neighbour);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('shows an opaque layer exactly, chroma too', () => {
    const pixels = layerPixels(22, 10, 5, () => 255);
    const destination = noisyFrame(64, 32, 6);
    kernel.overlay(kernel.loadOverlay(pixels, 22, 10), destination, 4, 6, 1);
    const expected = toYuv(pixels[0]!, pixels[1]!, pixels[2]!).map(Math.round);
    const [y, u, v] = planesOf(kernel.bytes(destination), 64, 32);
    expect([y.samples[6 * 64 + 4], u.samples[3 * 32 + 2], v.samples[3 * 32 + 2]]).toEqual(expected);
    expect([y.samples[15 * 64 + 25], u.samples[7 * 32 + 12], v.samples[7 * 32 + 12]]).toEqual(expected);
  });

  it('refuses odd positions', () => {
    const layer = kernel.loadOverlay(new Uint8Array(16), 2, 2);
    expect(() => kernel.overlay(layer, filledFrame(4, 4, 0), 1, 0, 1)).toThrow('even');
  });
});

describe('memory', () => {
  it('never hands out the same bytes twice and gives all of them back', async () => {
    const fresh = await FrameKernel.create();
    const start = fresh.arena.usedBytes;
    fc.assert(
      fc.property(fc.array(fc.tuple(even(200), even(200), fc.nat()), { maxLength: 40 }), (steps) => {
        const held: FrameBuffer[] = [];
        for (const [width, height, choice] of steps) {
          const frame = fresh.allocateFrame(width, height);
          fresh.bytes(frame).fill(held.length);
          held.push(frame);
          if (choice % 2 === 0) fresh.release(held.splice(choice % held.length, 1)[0]!);
        }
        const spans = held.map(
          (frame) => [frame.pointer, frame.pointer + fresh.bytes(frame).length] as const,
        );
        spans.sort((a, b) => a[0] - b[0]);
        for (let index = 1; index < spans.length; index++) {
          expect(spans[index]![0]).toBeGreaterThan(spans[index - 1]![1]);
        }
        for (const frame of held) fresh.release(frame);
        expect(fresh.arena.usedBytes).toBe(start);
      }),
    );
    const size = fresh.arena.memory.buffer.byteLength;
    for (let round = 0; round < 50; round++) {
      const frames = [fresh.allocateFrame(200, 200), fresh.allocateFrame(100, 300)];
      for (const frame of frames) fresh.release(frame);
    }
    expect(fresh.arena.memory.buffer.byteLength).toBe(size);
  });

  it('says so when a buffer is released twice', () => {
    const frame = kernel.allocateFrame(2, 2);
    kernel.release(frame);
    expect(() => kernel.release(frame)).toThrow('twice');
  });

  it('refuses odd sizes', () => {
    expect(() => kernel.allocateFrame(3, 2)).toThrow('3×2');
  });
});
