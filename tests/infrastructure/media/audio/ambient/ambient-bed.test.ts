import { describe, expect, it } from 'vitest';
import { musicMoods } from '../../../../../domain/channel/channel-style.js';
import { renderAmbientBed } from '../../../../../infrastructure/media/audio/ambient/ambient-bed.js';
import { integratedLoudness } from '../../../../../infrastructure/media/audio/loudness-meter.js';
import { rate, rmsDecibels } from '../signals.js';

const bytesOf = (samples: Float32Array): Buffer => Buffer.from(samples.buffer);

describe.each(musicMoods)('the %s bed', (mood) => {
  const bed = renderAmbientBed(mood, 11, 16 * rate);
  const sides = [bed.left, bed.right];
  const whole = integratedLoudness(sides);

  it('is as long as asked, the same for the same seed and another for another', () => {
    expect(bed.left).toHaveLength(16 * rate);
    expect(bed.right).toHaveLength(16 * rate);
    const again = renderAmbientBed(mood, 11, 16 * rate);
    const other = renderAmbientBed(mood, 12, 16 * rate);
    expect(bytesOf(again.left).equals(bytesOf(bed.left))).toBe(true);
    expect(bytesOf(again.right).equals(bytesOf(bed.right))).toBe(true);
    expect(bytesOf(other.left).equals(bytesOf(bed.left))).toBe(false);
  });

  it('has no holes and no outbursts', () => {
    for (let second = 1; second < 15; second += 2) {
      const part = sides.map((side) => side.subarray(second * rate, (second + 2) * rate));
      expect(Math.abs(integratedLoudness(part) - whole)).toBeLessThan(9);
    }
  });

  it('is balanced, wide, mono-compatible and free of a constant', () => {
    const mono = bed.left.map((value, index) => (value + bed.right[index]!) / 2);
    const levels = sides.map(rmsDecibels);
    expect(Math.abs(levels[0]! - levels[1]!)).toBeLessThan(2.5);
    expect(rmsDecibels(mono)).toBeGreaterThan(Math.max(...levels) - 4);
    const difference = bed.left.map((value, index) => (value - bed.right[index]!) / 2);
    expect(rmsDecibels(difference)).toBeGreaterThan(Math.max(...levels) - 15);
    const constant = bed.left.reduce((sum, value) => sum + value, 0) / bed.left.length;
    expect(Math.abs(constant)).toBeLessThan(1e-3 * 10 ** (levels[0]! / 20));
  });

  it('holds no clicks: no sample leaves the line through its neighbours', () => {
    const rms = 10 ** (rmsDecibels(bed.left) / 20);
    const { left } = bed;
    let worst = 0;
    for (let index = 2; index + 2 < left.length; index += 1) {
      const sides = left[index - 2]! + left[index + 2]! - 4 * (left[index - 1]! + left[index + 1]!);
      worst = Math.max(worst, Math.abs(sides + 6 * left[index]!) / rms);
    }
    // The brightest noise of the shaker stays under 1; a jump as large as the RMS would give 6.
    expect(worst).toBeLessThan(3);
  });

  it.each([0.1, 0.9, 3.1])('can be %s seconds short', (seconds) => {
    const short = renderAmbientBed(mood, 3, Math.round(seconds * rate));
    expect(short.left.every(Number.isFinite)).toBe(true);
    expect(rmsDecibels(short.left)).toBeGreaterThan(-70);
  });
});
