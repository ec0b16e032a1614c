import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { captionCues } from '../../../domain/captions/caption-cues.js';
import { subtitleCues } from '../../../domain/captions/subtitle-cues.js';
import { toSrt, toVtt } from '../../../domain/captions/subtitles.js';
import { readingTimes } from '../../../domain/speech/reading-time.js';
import { textTokens, visibleText } from '../../../domain/speech/speakable-text.js';
import type { TimelineScene } from '../../../domain/timeline/video-timeline.js';

const framesPerSecond = 30;

function scene(text: string, overlapFrames: number): TimelineScene {
  const tokens = textTokens(text, 'en');
  const { words, durationSeconds } = readingTimes(tokens, 170);
  const toSeconds = durationSeconds + 1;
  return {
    id: 'scene',
    role: 'point',
    frames: Math.ceil(toSeconds * framesPerSecond),
    overlapFrames,
    visual: { kind: 'background', seed: 1, variation: 0 },
    treatment: 'captions',
    cues: captionCues(tokens, words, { fromSeconds: 0, toSeconds, wordsStartSeconds: 0.3 }),
  };
}

const filesOf = (texts: readonly string[]): { srt: string; vtt: string } => {
  const scenes = texts.map((text, index) => scene(text, index < texts.length - 1 ? 12 : 0));
  const cues = subtitleCues({ scenes, framesPerSecond });
  return { srt: toSrt(cues), vtt: toVtt(cues) };
};

interface ParsedCue {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

const seconds = (stamp: string): number => {
  const match = /^(\d{2,}):([0-5]\d):([0-5]\d)[,.](\d{3})$/u.exec(stamp);
  expect(match, stamp).not.toBeNull();
  const [hours, minutes, whole, thousandths] = match!.slice(1).map(Number);
  return hours! * 3600 + minutes! * 60 + whole! + thousandths! / 1000;
};

function parseSrt(file: string): ParsedCue[] {
  const blocks = file.split('\n\n').filter((block) => block.trim() !== '');
  return blocks.map((block, index) => {
    const [number, times, ...lines] = block.trimEnd().split('\n');
    expect(number).toBe(String(index + 1));
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.length).toBeLessThanOrEqual(2);
    const [start, end] = times!.split(' --> ').map(seconds);
    return { start: start!, end: end!, text: lines.join('\n') };
  });
}

/** WebVTT as the specification's parser sees it, strict about times inside a cue. */
function parseVtt(file: string): ParsedCue[] {
  const [header, ...blocks] = file.split('\n\n').filter((block) => block.trim() !== '');
  expect(header).toBe('WEBVTT');
  return blocks.map((block) => {
    const [times, ...lines] = block.trimEnd().split('\n');
    const [start, end] = times!.split(' --> ').map(seconds);
    let last = start!;
    const raw = lines.join('\n');
    const text = raw.replace(/<([^>]*)>/gu, (_, stamp: string) => {
      const time = seconds(stamp);
      expect(time).toBeGreaterThan(last);
      expect(time).toBeLessThan(end!);
      last = time;
      return '';
    });
    expect(text).not.toMatch(/-->|<|&(?!amp;|lt;|gt;)/u);
    const plain = text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
    return { start: start!, end: end!, text: plain };
  });
}

function expectOrder(cues: readonly ParsedCue[]): void {
  let last = 0;
  for (const { start, end } of cues) {
    expect(start).toBeGreaterThanOrEqual(last);
    expect(end).toBeGreaterThan(start);
    last = start;
  }
}

describe('subtitle files', () => {
  const texts = [
    'Your mind is not broken.',
    'It is just overloaded, and nobody ever taught you how to put things down. Take one slow breath before you answer.',
    'Follow for more calm! 🌿 #calm',
  ];

  it('reads in whole sentences of at most two lines of 42 characters', () => {
    const cues = parseSrt(filesOf(texts).srt);
    expect(cues[0]!.text).toBe('Your mind is not broken.');
    expect(cues.map(({ text }) => text.replaceAll('\n', ' ')).join(' ')).toBe(texts.join(' '));
    for (const { text } of cues) {
      for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(42);
    }
    expectOrder(cues);
  });

  it('places scenes on the video’s clock, less their crossfades', () => {
    const cues = parseSrt(filesOf(texts).srt);
    const first = scene(texts[0]!, 12);
    const expected = (first.frames - 12) / framesPerSecond + 0.3;
    expect(cues[1]!.start).toBeCloseTo(expected, 2);
    for (const [index, cue] of cues.slice(1).entries()) {
      expect(cue.start).toBeGreaterThanOrEqual(cues[index]!.end);
    }
  });

  it('times each word in WebVTT', () => {
    const { vtt } = filesOf(['Take one slow breath.']);
    expect(vtt.match(/<\d\d:\d\d:\d\d\.\d{3}>/gu)).toHaveLength(3);
    expectOrder(parseVtt(vtt));
  });

  it('takes markup and arrows as text', () => {
    const { srt, vtt } = filesOf(['A <b>bold</b> claim --> R&D {\\an8}up & <3']);
    expect(parseVtt(vtt)[0]!.text.replaceAll('\n', ' ')).toBe('A <b>bold</b> claim --> R&D {\\an8}up & <3');
    expect(srt.split('\n').slice(2).join('\n')).not.toMatch(/-->|<[a-z/]|\{\\/u);
  });

  it('keeps right-to-left and unspaced text as it is', () => {
    expect(parseSrt(filesOf(['خذ نفسًا بطيئًا.']).srt)[0]!.text).toBe('خذ نفسًا بطيئًا.');
    expect(parseVtt(filesOf(['静かに呼吸をしましょう。']).vtt)[0]!.text).toBe('静かに呼吸をしましょう。');
  });

  it('parses back whole for any text', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('-->', '<i>', '1', 'Go. Now!', '&amp;')),
        ),
        (parts) => {
          const text = parts.join(' ');
          const { srt, vtt } = filesOf([text, 'Next scene.']);
          const wanted = visibleText(textTokens(text, 'en')).replace(/\s/gu, '');
          const cues = parseVtt(vtt);
          expect(
            cues
              .map((cue) => cue.text)
              .join('')
              .replace(/\s/gu, ''),
          ).toBe(`${wanted}Nextscene.`);
          expectOrder(cues);
          expect(parseSrt(srt)).toHaveLength(cues.length);
        },
      ),
    );
  });

  it('gives an empty file for a video without text', () => {
    expect(filesOf(['[music]'])).toEqual({ srt: '', vtt: 'WEBVTT\n\n' });
  });
});
