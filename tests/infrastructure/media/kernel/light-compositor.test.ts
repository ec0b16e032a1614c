import { beforeAll, describe, expect, it } from 'vitest';
import { FrameKernel } from '../../../../infrastructure/media/kernel/frame-kernel.js';
import { LightCompositor, type LightGrid } from '../../../../infrastructure/media/kernel/light-compositor.js';

let kernel: FrameKernel;
beforeAll(async () => {
  kernel = await FrameKernel.create();
});

function paint(grid: LightGrid, value: (plane: number, column: number, row: number) => number): void {
  for (let plane = 0; plane < 3; plane++) {
    for (let row = grid.firstRow; row < grid.endRow; row++) {
      for (let column = 0; column < grid.columns; column++) {
        grid.samples[plane * grid.planeStride + row * grid.stride + column] = value(plane, column, row) * 64;
      }
    }
  }
}

function deviation(bytes: Uint8Array, value: number): { worst: number; mean: number } {
  let [worst, sum] = [0, 0];
  for (const byte of bytes) {
    worst = Math.max(worst, Math.abs(byte - value));
    sum += byte - value;
  }
  return { worst, mean: Math.abs(sum / bytes.length) };
}

describe('LightCompositor', () => {
  it('keeps an even colour even, in all planes and odd sizes', () => {
    for (const [width, height] of [
      [540, 960],
      [250, 338],
      [962, 540],
    ] as const) {
      const compositor = new LightCompositor(kernel, width, height, [{ top: 0, bottom: 1 }]);
      const frame = kernel.allocateFrame(width, height);
      paint(compositor.grid(0, 0), (plane) => [90, 140, 101][plane]!);
      paint(compositor.grid(0, 1), (plane) => [90, 140, 101][plane]!);
      compositor.compose(0, 0.3, frame);
      const bytes = kernel.bytes(frame);
      const size = width * height;
      const planes = [
        bytes.subarray(0, size),
        bytes.subarray(size, (size * 5) / 4),
        bytes.subarray((size * 5) / 4),
      ];
      for (const [plane, value] of [90, 140, 101].entries()) {
        const { worst, mean } = deviation(planes[plane]!, value);
        expect(worst).toBeLessThanOrEqual(1);
        expect(mean).toBeLessThan(0.03);
      }
      compositor.close();
      kernel.release(frame);
    }
  });

  it('dithers a slow ramp: the mean of each small area is right to a tenth of a step', () => {
    const compositor = new LightCompositor(kernel, 480, 480, [{ top: 0, bottom: 1 }]);
    const frame = kernel.allocateFrame(480, 480);
    const ramp = (column: number): number => 60 + column * 0.05;
    paint(compositor.grid(0, 0), (_plane, column) => ramp(column));
    paint(compositor.grid(0, 1), (_plane, column) => ramp(column));
    compositor.compose(0, 0, frame);
    const bytes = kernel.bytes(frame);
    for (let left = 0; left < 480; left += 16) {
      let sum = 0;
      for (let y = 100; y < 164; y++) for (let x = left; x < left + 16; x++) sum += bytes[y * 480 + x]!;
      expect(Math.abs(sum / (64 * 16) - ramp((left + 8) / 4 + 0.5))).toBeLessThan(0.1);
    }
    compositor.close();
    kernel.release(frame);
  });

  it('goes evenly from one key moment to the other', () => {
    const compositor = new LightCompositor(kernel, 240, 240, [{ top: 0, bottom: 1 }]);
    const frame = kernel.allocateFrame(240, 240);
    paint(compositor.grid(0, 0), () => 50);
    paint(compositor.grid(0, 1), () => 150);
    const lumas = [0, 0.25, 0.5, 0.75, 1].map((fraction) => {
      compositor.compose(0, fraction, frame);
      return kernel.bytes(frame)[5000];
    });
    expect(lumas.map((luma, index) => Math.abs(luma! - (50 + 25 * index)) <= 1)).not.toContain(false);
    compositor.compose(1, 0, frame);
    expect(kernel.bytes(frame)[5000]).toBe(150);
    compositor.close();
    kernel.release(frame);
  });

  it('cuts layers along the crest, to a fraction of a pixel', () => {
    const [width, height] = [320, 240];
    const edge = { softness: 1.2, rimWidth: 0, rimLight: [0, 0, 0] as const };
    const compositor = new LightCompositor(kernel, width, height, [
      { top: 0, bottom: 1 },
      { top: 0, bottom: 1, edge },
    ]);
    const frame = kernel.allocateFrame(width, height);
    for (const key of [0, 1] as const) {
      paint(compositor.grid(0, key), () => 40);
      paint(compositor.grid(1, key), () => 200);
    }
    const covered = (level: number): number => {
      const crest = Float32Array.from({ length: width }, (_, x) => level + x * 0.1);
      compositor.setCrest(1, crest, new Float32Array(width));
      compositor.compose(0, 0, frame);
      const bytes = kernel.bytes(frame);
      let sum = 0;
      for (let y = 0; y < height; y++) sum += (bytes[y * width + 100]! - 40) / 160;
      expect(bytes[10 * width + 100]).toBe(40);
      expect(bytes[200 * width + 100]).toBe(200);
      return sum;
    };
    for (const offset of [0, 0.125, 0.25, 0.5, 0.875]) {
      expect(Math.abs(covered(100 + offset) - (height - 110 - offset))).toBeLessThan(0.09);
    }
    compositor.close();
    kernel.release(frame);
  });

  it('shows the right layer on both sides of a cliff, whatever was drawn before', () => {
    const [width, height] = [320, 240];
    const edge = { softness: 1, rimWidth: 0, rimLight: [0, 0, 0] as const };
    const layer = { top: 0, bottom: 1, edge };
    const compositor = new LightCompositor(kernel, width, height, [{ top: 0, bottom: 1 }, layer, layer]);
    const frame = kernel.allocateFrame(width, height);
    for (const key of [0, 1] as const) {
      for (const number of [0, 1, 2]) paint(compositor.grid(number, key), () => 40 + 60 * number);
    }
    const draw = (cliff: number): number[] => {
      const line = (left: number, right: number): Float32Array =>
        Float32Array.from({ length: width }, (_, x) => (x < cliff ? left : right));
      compositor.setCrest(1, line(50, 150), new Float32Array(width));
      compositor.setCrest(2, line(100, 200), new Float32Array(width));
      compositor.compose(0, 0, frame);
      const bytes = kernel.bytes(frame);
      return [cliff - 4, cliff + 4].flatMap((x) =>
        [30, 75, 130, 175, 220].map((y) => Math.round(bytes[y * width + x]! / 20) * 20),
      );
    };
    for (const cliff of [100, 128, 250, 20]) {
      expect(draw(cliff)).toEqual([40, 100, 160, 160, 160, 40, 40, 40, 100, 160]);
    }
    compositor.close();
    kernel.release(frame);
  });

  it('draws the rim on the layer’s side only', () => {
    const edge = { softness: 0.5, rimWidth: 10, rimLight: [60, 0, 0] as const };
    const compositor = new LightCompositor(kernel, 240, 240, [
      { top: 0, bottom: 1 },
      { top: 0, bottom: 1, edge },
    ]);
    const frame = kernel.allocateFrame(240, 240);
    for (const key of [0, 1] as const)
      for (const layer of [0, 1]) paint(compositor.grid(layer, key), () => 100);
    compositor.setCrest(1, new Float32Array(240).fill(120), new Float32Array(240).fill(1));
    compositor.compose(0, 0, frame);
    const column = (y: number): number => kernel.bytes(frame)[y * 240 + 50]!;
    expect(column(118)).toBe(100);
    expect(column(122)).toBeGreaterThan(130);
    expect(column(126)).toBeGreaterThan(column(129));
    expect(column(135)).toBe(100);
    compositor.close();
    kernel.release(frame);
  });

  it('gives its memory back', () => {
    const before = kernel.arena.usedBytes;
    new LightCompositor(kernel, 540, 960, [{ top: 0, bottom: 1 }]).close();
    expect(kernel.arena.usedBytes).toBe(before);
  });
});
