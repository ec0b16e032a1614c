import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { completeWordTimes } from '../../../domain/speech/complete-word-times.js';
import { trimSpokenAudio } from '../../../domain/speech/trim-spoken-audio.js';

const span = (startSeconds: number, endSeconds: number): { startSeconds: number; endSeconds: number } => ({
  startSeconds,
  endSeconds,
});

describe('completeWordTimes', () => {
  it('shares a neighbour’s span by weight', () => {
    const times = completeWordTimes([undefined, span(1, 2), undefined, span(3, 4)], [1, 3, 4, 1], span(0, 5));
    expect(times).toEqual([span(1, 1.125), span(1.125, 1.5), span(1.5, 2), span(3, 4)]);
    expect(completeWordTimes([undefined, undefined], [1, 3], span(0, 4))).toEqual([span(0, 1), span(1, 4)]);
  });

  it('gives every word a time, ascending, inside the spans', () => {
    const spans = fc.array(fc.option(fc.double({ min: 0.01, max: 1, noNaN: true }), { nil: undefined }), {
      minLength: 1,
    });
    fc.assert(
      fc.property(spans, (lengths) => {
        let now = 0;
        const given = lengths.map((length) =>
          length === undefined ? undefined : span(now, (now += length)),
        );
        const times = completeWordTimes(
          given,
          lengths.map(() => 2),
          span(0, 1),
        );
        expect(times).toHaveLength(lengths.length);
        let last = 0;
        for (const { startSeconds, endSeconds } of times) {
          expect(startSeconds).toBeGreaterThanOrEqual(last - 1e-9);
          expect(endSeconds).toBeGreaterThan(startSeconds);
          last = endSeconds;
        }
      }),
    );
  });
});

describe('trimSpokenAudio', () => {
  const sampleRate = 1000;
  const tone = (from: number, to: number, length: number): Float32Array =>
    Float32Array.from({ length }, (_, index) => (index >= from && index < to ? 0.5 : 0));

  it('cuts silence to 40 ms and moves the times along', () => {
    const audio = trimSpokenAudio({ samples: tone(300, 700, 2000), sampleRate, words: [span(0.3, 0.9)] });
    expect(audio.samples).toHaveLength(480);
    expect(audio.words[0]!.startSeconds).toBeCloseTo(0.04);
    expect(audio.words[0]!.endSeconds).toBeCloseTo(0.48);
  });

  it('raises the level without clipping, and leaves silence alone', () => {
    const loud = trimSpokenAudio({ samples: tone(0, 10, 10), sampleRate, words: [] }, 10);
    expect(Math.max(...loud.samples)).toBeCloseTo(0.97);
    const silent = { samples: new Float32Array(10), sampleRate, words: [span(0, 0.01)] };
    expect(trimSpokenAudio(silent, 2)).toEqual(silent);
  });
});
