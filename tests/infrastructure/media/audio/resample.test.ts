import { describe, expect, it } from 'vitest';
import { resample } from '../../../../infrastructure/media/audio/resample.js';
import { noise, rmsDecibels, sine, toneLevel } from './signals.js';

describe('resample', () => {
  it.each([8000, 16_000, 22_050, 24_000, 44_100, 96_000])('keeps a sine of %i Hz material clean', (from) => {
    const output = resample(sine(1, 997, -3, from), from, 48_000);
    expect(output).toHaveLength(48_000);
    const inner = output.subarray(4800, 43_200);
    const ideal = sine(1, 997, -3).subarray(4800, 43_200);
    const error = inner.map((value, index) => value - ideal[index]!);
    expect(rmsDecibels(error) - rmsDecibels(ideal)).toBeLessThan(-85);
  });

  it('is flat to 85 % of the band and lets no image through', () => {
    for (const frequency of [50, 1000, 5000, 6800]) {
      const output = resample(sine(0.5, frequency, -6, 16_000), 16_000, 48_000);
      expect(Math.abs(toneLevel(output, frequency, [0.1, 0.4]) + 6)).toBeLessThan(0.1);
      expect(toneLevel(output, 16_000 - frequency, [0.1, 0.4])).toBeLessThan(-80);
    }
  });

  it('filters what a lower rate cannot hold', () => {
    const output = resample(sine(0.5, 30_000, -6, 96_000), 96_000, 48_000);
    expect(rmsDecibels(output.subarray(2400, 21_600))).toBeLessThan(-80);
  });

  it('keeps lengths and the same rate as they are', () => {
    const voice = noise(0.3, -6, 22_050);
    expect(resample(voice, 22_050, 48_000)).toHaveLength(Math.round((voice.length * 48_000) / 22_050));
    expect(resample(voice, 48_000, 48_000)).toBe(voice);
    expect(resample(new Float32Array(0), 8000, 48_000)).toHaveLength(0);
  });
});
