import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pixelSize } from '../../../../plugins/providers/flux/flux-size.js';

const side = fc.integer({ min: 1, max: 21 });

describe('pixelSize', () => {
  it('keeps to the step, to the resolution and nearly to the shape', () => {
    const resolutions = fc.constantFrom('720p', '1080p', '1440p');
    fc.assert(
      fc.property(side, side, resolutions, (width, height, resolution) => {
        const size = pixelSize({ by: 'pixels', step: 16 }, `${width}:${height}`, resolution);
        expect(size.width % 16).toBe(0);
        expect(size.height % 16).toBe(0);
        expect(
          Math.abs(Math.min(size.width, size.height) - Number.parseInt(resolution, 10)),
        ).toBeLessThanOrEqual(8);
        expect(Math.abs(size.width / size.height / (width / height) - 1)).toBeLessThan(0.03);
      }),
    );
  });

  it('never exceeds the longest side', () => {
    fc.assert(
      fc.property(side, side, (width, height) => {
        const size = pixelSize(
          { by: 'pixels', step: 32, longestSide: 1440 },
          `${width}:${height}`,
          undefined,
        );
        expect(Math.max(size.width, size.height)).toBe(1440);
        expect(size.width >= size.height).toBe(width >= height);
      }),
    );
  });
});
