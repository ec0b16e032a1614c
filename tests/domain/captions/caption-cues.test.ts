import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { captionCues, titleCues } from '../../../domain/captions/caption-cues.js';
import { readingTimes } from '../../../domain/speech/reading-time.js';
import { spokenTokens, textTokens } from '../../../domain/speech/speakable-text.js';
import type { CaptionCue } from '../../../domain/timeline/video-timeline.js';

const cueText = ({ words }: CaptionCue): string =>
  words.map(({ text, spaceBefore }, index) => (spaceBefore && index > 0 ? ' ' : '') + text).join('');

function cuesOf(text: string, language = 'en'): CaptionCue[] {
  const tokens = textTokens(text, language);
  const { words, durationSeconds } = readingTimes(tokens, 170);
  return captionCues(tokens, words, {
    fromSeconds: 0.2,
    toSeconds: durationSeconds + 1.5,
    wordsStartSeconds: 0.5,
  });
}

function expectSound(cues: readonly CaptionCue[], from: number, to: number): void {
  let lastEnd = from;
  let lastStart = from;
  for (const cue of cues) {
    expect(cue.startSeconds).toBeGreaterThanOrEqual(lastEnd);
    expect(cue.endSeconds).toBeGreaterThanOrEqual(cue.startSeconds);
    expect(cue.endSeconds).toBeLessThanOrEqual(to);
    expect(cue.words.length).toBeGreaterThan(0);
    for (const word of cue.words) {
      expect(word.startSeconds).toBeGreaterThanOrEqual(Math.max(lastStart, cue.startSeconds));
      expect(word.endSeconds).toBeGreaterThanOrEqual(word.startSeconds);
      expect(word.endSeconds).toBeLessThanOrEqual(cue.endSeconds);
      lastStart = word.startSeconds;
    }
    lastEnd = cue.endSeconds;
  }
}

describe('captionCues', () => {
  it('breaks at sentences and clauses into short groups', () => {
    const cues = cuesOf(
      'Your mind is not broken. It is just overloaded, and nobody ever taught you how to put things down.',
    );
    expect(cues.map(cueText).slice(0, 2)).toEqual(['Your mind is not broken.', 'It is just overloaded,']);
    for (const cue of cues) {
      expect(cueText(cue).length).toBeLessThanOrEqual(28);
      expect(cue.words.length).toBeGreaterThan(1);
      expect(cueText(cue)).not.toMatch(/ (?:a|to|the|of)$/u);
    }
  });

  it('keeps CJK groups to about twelve characters and never begins one with a particle', () => {
    const cues = cuesOf(
      '今日は、静かに呼吸をしましょう。五分間だけ自分の心に耳を澄ませてみてください。',
      'ja',
    );
    for (const cue of cues) {
      expect(cueText(cue).length).toBeLessThanOrEqual(13);
      expect(cueText(cue)).not.toMatch(/^[をにはがの]/u);
    }
  });

  it('stays on screen through short pauses and does not flicker', () => {
    const cues = cuesOf('One thing matters now. Another thing can wait. Nothing else is real today.');
    for (const [index, cue] of cues.slice(1).entries()) {
      expect(cue.startSeconds - cues[index]!.endSeconds).toBeLessThan(0.001);
      expect(cue.endSeconds - cue.startSeconds).toBeGreaterThan(0.7);
    }
  });

  it('leaves the screen empty in a long pause', () => {
    const tokens = textTokens('Before then. After that.', 'en');
    const words = [0, 0.4, 4, 4.4].map((startSeconds) => ({ startSeconds, endSeconds: startSeconds + 0.4 }));
    const [first, second] = captionCues(tokens, words, { fromSeconds: 0, toSeconds: 5 });
    expect(first!.endSeconds).toBeLessThan(2);
    expect(second!.startSeconds).toBeCloseTo(4, 0);
  });

  it('lights an emoji with its word and gives a long address a cue of its own', () => {
    const cues = cuesOf('Follow for more calm! 🌿 https://example.com/a-rather-long-course-address');
    const [first, second] = cues;
    expect(cueText(cues.at(-1)!)).toContain('https://');
    expect(cues.at(-1)!.endSeconds - cues.at(-1)!.startSeconds).toBeGreaterThan(0.5);
    expect(first!.words[0]!.text).toBe('Follow');
    expect(second).toBeDefined();
    const withEmoji = cuesOf('Breathe 🌿 in now.')[0]!.words;
    expect(withEmoji[1]).toMatchObject({ text: '🌿', startSeconds: withEmoji[0]!.startSeconds });
  });

  it('shows text that nobody speaks for the whole window', () => {
    const cues = captionCues(textTokens('🔥 #calm', 'en'), [], { fromSeconds: 1, toSeconds: 3 });
    expect(cues.map(cueText)).toEqual(['🔥 #calm']);
    expect(cues[0]).toMatchObject({ startSeconds: 1, endSeconds: 3 });
    expect(captionCues(textTokens('[music]', 'en'), [], { fromSeconds: 1, toSeconds: 3 })).toEqual([]);
  });

  it('refuses word times that do not match the words', () => {
    expect(() => captionCues(textTokens('One two', 'en'), [], { fromSeconds: 0, toSeconds: 1 })).toThrow(
      /2 spoken words/u,
    );
  });

  it('is sound for any text and any times, even wrong ones', () => {
    const text = fc
      .array(
        fc.oneof(
          fc.constantFrom('Focus', 'now.', '---', '🔥', '#tag', '今日は、', 'https://a.bc/defghijklmno', 'a'),
          fc.string(),
        ),
      )
      .map((parts) => parts.join(' '));
    const time = fc.record({
      startSeconds: fc.double({ min: -2, max: 12, noNaN: true }),
      endSeconds: fc.double({ min: -2, max: 12, noNaN: true }),
    });
    fc.assert(
      fc.property(
        text,
        fc.array(time, { minLength: 200, maxLength: 200 }),
        fc.boolean(),
        (source, times, sorted) => {
          const tokens = textTokens(source, 'en');
          const count = spokenTokens(tokens).length;
          fc.pre(count <= 200);
          const words = times.slice(0, count);
          if (sorted) words.sort((a, b) => a.startSeconds - b.startSeconds);
          const window = { fromSeconds: 0.3, toSeconds: 10, wordsStartSeconds: 0.5 };
          const cues = captionCues(tokens, words, window);
          expectSound(cues, window.fromSeconds, window.toSeconds);
          const visible = tokens.filter((token) => token.visible).map((token) => token.text);
          expect(cues.flatMap((cue) => cue.words.map((word) => word.text))).toEqual(visible);
          expectSound(titleCues(tokens, words, window), window.fromSeconds, window.toSeconds);
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('titleCues', () => {
  it('shows the whole text for the whole window, its words still timed', () => {
    const tokens = textTokens('Stop scrolling. Breathe.', 'en');
    const { words } = readingTimes(tokens, 170);
    const cues = titleCues(tokens, words, { fromSeconds: 0, toSeconds: 4, wordsStartSeconds: 1 });
    expect(cues).toHaveLength(1);
    expect(cues[0]).toMatchObject({ startSeconds: 0, endSeconds: 4 });
    expect(cues[0]!.words.map(({ startSeconds }) => startSeconds)).toEqual(
      words.map(({ startSeconds }) => startSeconds + 1),
    );
  });
});
