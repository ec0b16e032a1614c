import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alignWordsToSound } from '../../../domain/speech/align-words-to-sound.js';
import { hum, wordsOf } from '../../../testing/emulators/speech/emulated-voice.js';

const sampleRate = 16_000;

describe('alignWordsToSound', () => {
  it('is exact at the pauses and near between them', () => {
    const text =
      'Sleep is not a luxury. It repairs the body, sorts memories, and clears waste from the brain! Go to bed.';
    const hummed = hum(text, { sampleRate, rate: 1 });
    const truth = wordsOf(hummed.characters);
    const words = text.split(' ');
    const times = alignWordsToSound(words, hummed.samples, sampleRate);
    const errors = times.map(({ startSeconds }, index) =>
      Math.abs(startSeconds - truth[index]!.startSeconds),
    );
    for (const [index, word] of words.entries()) {
      if (/[.,!]$/u.test(word)) expect(times[index]!.endSeconds).toBeCloseTo(truth[index]!.endSeconds, 1);
    }
    expect(Math.max(...errors)).toBeLessThan(0.2);
  });

  it('finds pauses that the text does not have, by the lengths of the words', () => {
    const samples = new Float32Array(2 * sampleRate);
    // Half a second of sound, half a second of silence, a second of sound.
    for (let index = 0; index < samples.length; index += 1) {
      const seconds = index / sampleRate;
      if (seconds < 0.5 || seconds > 1) samples[index] = 0.3 * Math.sin(index / 5);
    }
    const times = alignWordsToSound(['walk', 'slow', 'down', 'hill'], samples, sampleRate);
    expect(times[0]!.endSeconds).toBeLessThan(0.52);
    expect(times[1]!.startSeconds).toBeGreaterThan(0.98);
  });

  it('gives every word an ascending time within the audio, whatever it hears', () => {
    const word = fc.stringMatching(/^[a-zäß字な0-9]{1,12}[.,!?]?$/u);
    const samples = fc.array(
      fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.integer({ min: 1, max: 8000 })),
      {
        maxLength: 12,
      },
    );
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 30 }), samples, (words, parts) => {
        const audio = Float32Array.from(
          parts.flatMap(([level, length]) =>
            Array.from({ length }, (_, index) => level * Math.sin(index / 3)),
          ),
        );
        const times = alignWordsToSound(words, audio, 8000);
        expect(times).toHaveLength(words.length);
        let last = 0;
        for (const { startSeconds, endSeconds } of times) {
          expect(startSeconds).toBeGreaterThanOrEqual(last - 1e-9);
          expect(endSeconds).toBeGreaterThanOrEqual(startSeconds);
          last = startSeconds;
        }
        expect(last).toBeLessThanOrEqual(audio.length / 8000 + 1e-9);
        expect(times.at(-1)!.endSeconds).toBeLessThanOrEqual(audio.length / 8000 + 0.011);
      }),
      { numRuns: 60 },
    );
  });
});
