import { describe, expect, it } from 'vitest';
import { integratedLoudness } from '../../../../infrastructure/media/audio/loudness-meter.js';
import { truePeak } from '../../../../infrastructure/media/audio/true-peak.js';
import { concatenate, noise, rate, sine } from './signals.js';

const tone = (seconds: number, decibels: number): Float32Array => sine(seconds, 1000, decibels);
const stereo = (samples: Float32Array): number => integratedLoudness([samples, samples]);

describe('integratedLoudness', () => {
  it.each([
    { name: 'case 1', signal: () => tone(20, -23), lufs: -23 },
    { name: 'case 2', signal: () => tone(20, -33), lufs: -33 },
    { name: 'case 3', signal: () => concatenate(tone(10, -36), tone(60, -23), tone(10, -36)), lufs: -23 },
    {
      name: 'case 4',
      signal: () => concatenate(tone(10, -72), tone(10, -36), tone(60, -23), tone(10, -36), tone(10, -72)),
      lufs: -23,
    },
    { name: 'case 5', signal: () => concatenate(tone(20, -26), tone(20.1, -20), tone(20, -26)), lufs: -23 },
  ])('meets EBU Tech 3341 $name', ({ signal, lufs }) => {
    expect(Math.abs(stereo(signal()) - lufs)).toBeLessThanOrEqual(0.1);
  });

  it('adds the energy of both sides, whether they are one array or two', () => {
    const left = noise(2, -12);
    const right = Float32Array.from(left);
    expect(integratedLoudness([left, right])).toBeCloseTo(integratedLoudness([left, left]), 9);
    expect(integratedLoudness([left, left]) - integratedLoudness([left])).toBeCloseTo(3.01, 2);
  });

  it('measures sound shorter than a block whole, and says -70 of silence', () => {
    expect(stereo(tone(0.3, -23))).toBeCloseTo(-23, 0);
    expect(stereo(new Float32Array(rate))).toBe(-70);
    expect(stereo(new Float32Array(0))).toBe(-70);
  });
});

describe('truePeak', () => {
  it.each([
    { phase: 0, divisor: 4 },
    { phase: 45, divisor: 4 },
    { phase: 60, divisor: 6 },
    { phase: 67.5, divisor: 8 },
  ])('meets EBU Tech 3341 cases 15 to 18: a sine of fs/$divisor at $phase degrees', ({ phase, divisor }) => {
    const samples = Float32Array.from({ length: rate }, (_, index) => {
      const fade = Math.min(1, index / 4800, (rate - index) / 4800);
      return 0.5 * fade * Math.sin((2 * Math.PI * index) / divisor + (phase * Math.PI) / 180);
    });
    const decibels = 20 * Math.log10(truePeak([samples]));
    expect(decibels).toBeGreaterThanOrEqual(-6.4);
    expect(decibels).toBeLessThanOrEqual(-5.8);
  });

  it('sees a peak at either end, and none in silence', () => {
    const impulse = new Float32Array(100);
    expect(truePeak([impulse])).toBe(0);
    impulse[99] = -0.875;
    expect(truePeak([impulse])).toBeGreaterThanOrEqual(0.875);
    impulse[0] = 0.9375;
    expect(truePeak([new Float32Array(100), impulse])).toBeGreaterThanOrEqual(0.9375);
  });
});
