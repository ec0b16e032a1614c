import { afterAll, describe, expect, it } from 'vitest';
import type { SpokenAudio, WordTime } from '../../../../domain/speech/speech-synthesizer.js';
import { spokenTokens, textTokens } from '../../../../domain/speech/speakable-text.js';
import type { ILogger } from '../../../../domain/logging/logger.js';
import { FliteSpeechSynthesizer } from '../../../../plugins/speech/flite/flite-speech-synthesizer.js';

const warnings: string[] = [];
const logger: ILogger = {
  debug: () => undefined,
  info: () => undefined,
  warn: (message) => void warnings.push(message),
  error: () => undefined,
  child: () => logger,
};
const flite = new FliteSpeechSynthesizer();
afterAll(() => flite.dispose());

const wordsOf = (text: string): string[] => spokenTokens(textTokens(text, 'en')).map(({ spoken }) => spoken);
const speak = (words: readonly string[], voice = 'slt', rate = 1): Promise<SpokenAudio> =>
  flite.synthesize(
    { words, language: 'en', voiceId: `flite:${voice}`, rate },
    { signal: new AbortController().signal, logger },
  );
const seconds = ({ samples, sampleRate }: SpokenAudio): number => samples.length / sampleRate;

const narration = `Your mind is not broken. It is just overloaded, and nobody ever taught you how to put things
  down. Take one slow breath before you answer the next message. Then, before you pick up the phone again, ask
  yourself: what matters most today? Write it down, keep it close, and do that first. Everything else can wait,
  and it will still be there tomorrow.`;

function expectSound(audio: SpokenAudio, count: number): void {
  expect(audio.words).toHaveLength(count);
  expect(audio.samples.every((sample) => Math.abs(sample) <= 1)).toBe(true);
  let last = 0;
  for (const { startSeconds, endSeconds } of audio.words) {
    expect(startSeconds).toBeGreaterThanOrEqual(last - 1e-9);
    expect(endSeconds).toBeGreaterThan(startSeconds);
    last = endSeconds;
  }
  expect(last).toBeLessThanOrEqual(seconds(audio) + 1e-9);
}

/** Level of the 5 ms around a time, decibels below the loudest. */
function envelope({ samples, sampleRate }: SpokenAudio): (time: number) => number {
  const frame = sampleRate / 200;
  const levels: number[] = [];
  for (let start = 0; start + frame <= samples.length; start += frame) {
    const power = samples.subarray(start, start + frame).reduce((sum, sample) => sum + sample * sample, 0);
    levels.push(10 * Math.log10(power / frame + 1e-12));
  }
  const loudest = Math.max(...levels);
  return (time) => (levels[Math.round(time * 200)] ?? -Infinity) - loudest;
}

/** From the middle of a pause on, when sound is heard again. Knows nothing of phones. */
function onsetAfter(audio: SpokenAudio, before: WordTime, after: WordTime): number {
  const level = envelope(audio);
  let time = (before.endSeconds + after.startSeconds) / 2;
  expect(level(time)).toBeLessThan(-30);
  while (time < seconds(audio) && level(time) < -32) time += 0.005;
  return time;
}

describe('FliteSpeechSynthesizer', () => {
  it.each(['slt', 'rms', 'awb', 'kal16'])('times the words of %s as the sound has them', async (voice) => {
    const words = wordsOf(narration);
    const audio = await speak(words, voice);
    expectSound(audio, words.length);
    expect(seconds(audio)).toBeGreaterThan(words.length / 4);
    expect(seconds(audio)).toBeLessThan(words.length / 1.8);
    const errors = words.flatMap((word, index) => {
      const [before, after] = [audio.words[index], audio.words[index + 1]];
      if (!/[.?!]$/u.test(word) || !before || !after) return [];
      return [Math.abs(onsetAfter(audio, before, after) - after.startSeconds)];
    });
    expect(errors.length).toBeGreaterThan(4);
    expect(Math.max(...errors)).toBeLessThan(0.12);
    expect(errors.sort((a, b) => a - b)[errors.length >> 1]).toBeLessThan(0.06);
  });

  it('gives each word its share: long words take longer, none swallows its neighbour', async () => {
    const words = wordsOf('I understand everything. A conversation about responsibility is a gift.');
    const { words: times } = await speak(words);
    const length = (word: string): number => {
      const time = times[words.indexOf(word)]!;
      return time.endSeconds - time.startSeconds;
    };
    expect(length('conversation')).toBeGreaterThan(2 * length('is'));
    expect(length('responsibility')).toBeLessThan(1.6);
    expect(length('I')).toBeLessThan(0.4);
  });

  it('trims silence to 50 ms at both ends', async () => {
    const audio = await speak(wordsOf('Breathe in, and out.'));
    const level = envelope(audio);
    let first = 0;
    while (level(first) < -50) first += 0.005;
    let last = seconds(audio) - 0.005;
    while (level(last) < -50) last -= 0.005;
    expect(first).toBeLessThanOrEqual(0.055);
    expect(seconds(audio) - last).toBeLessThanOrEqual(0.06);
  });

  it('changes the pace but not the pitch with the rate', async () => {
    const words = wordsOf('Slow and steady wins the race.');
    const [slow, normal, fast] = await Promise.all([0.6, 1, 1.8].map((rate) => speak(words, 'rms', rate)));
    expect(seconds(slow!) / seconds(normal!)).toBeCloseTo(1 / 0.6, 0);
    expect(seconds(fast!) / seconds(normal!)).toBeCloseTo(1 / 1.8, 1);
    const pitches = [slow!, normal!, fast!].map(medianPitch);
    for (const pitch of pitches) expect(Math.abs(pitch / pitches[1]! - 1)).toBeLessThan(0.12);
  });

  it.each([
    ['one word', 'Breathe'],
    ['numbers and money', 'It costs $5.50, £20, 3.5% or 1,000,000 € in 2024, 24/7, for the 1st 10k'],
    ['shortened words', 'Dr. Smith vs. the U.S., e.g. at 5 p.m., isn’t on the A.I. team, etc.'],
    ['symbols', 'Q & A @aether #1 1 + 1 = 2 snake_case and/or example.com C++ 50°'],
    ['foreign letters', 'Café naïve Łódź Straße façade Ægir ½ cup'],
    ['nothing English in it', '今日は 静か สวัสดี'],
    ['English between what is not', 'Say 今日は now, שלום friend. привет!'],
    ['words that are none', `zzxqv ${'a'.repeat(300)} ${'1'.repeat(80)} grrr --- tsk`],
    ['quotes', '“Stop,” he said, ‘now’ (really) … go—on… yes'],
    ['shouting', 'STOP SCROLLING NOW AND BREATHE'],
  ])('times every word: %s', async (_, text) => {
    const words = wordsOf(text);
    expectSound(await speak(words), words.length);
  });

  it('says when words stay silent', async () => {
    warnings.length = 0;
    await speak(wordsOf('Say 今日は now'));
    expect(warnings).toHaveLength(1);
  });

  it('speaks 500 words without punctuation', async () => {
    const words = Array.from(
      { length: 500 },
      (_, index) => ['take', 'a', 'slow', 'deep', 'breath'][index % 5]!,
    );
    const audio = await speak(words, 'slt');
    expectSound(audio, 500);
  });

  it('gives the same samples for the same request, also at the same time', async () => {
    const words = wordsOf('Calm is a skill. Practise it.');
    const [one, ...others] = await Promise.all([1, 2, 3, 4].map(() => speak(words)));
    for (const other of others) expect(other).toEqual(one);
  });

  it('stops when cancelled', async () => {
    const controller = new AbortController();
    const words = Array.from({ length: 2000 }, () => 'breathe');
    const promise = flite.synthesize(
      { words, language: 'en', voiceId: 'flite:slt', rate: 1 },
      { signal: controller.signal, logger },
    );
    controller.abort();
    await expect(promise).rejects.toMatchObject({ code: 'CANCELLED' });
  });

  it('names the voices there are when one is unknown', async () => {
    await expect(speak(['Hi'], 'nobody')).rejects.toMatchObject({
      code: 'VOICE_UNKNOWN',
      howToFix: expect.stringContaining('flite:slt') as string,
    });
  });
});

/** Median pitch of voiced frames by autocorrelation, hertz. */
function medianPitch({ samples, sampleRate }: SpokenAudio): number {
  const pitches: number[] = [];
  const size = Math.round(0.04 * sampleRate);
  for (let start = 0; start + 2 * size < samples.length; start += size) {
    let best = { lag: 0, score: 0 };
    let energy = 0;
    for (let index = 0; index < size; index++) energy += samples[start + index]! ** 2;
    for (let lag = Math.round(sampleRate / 250); lag <= sampleRate / 60; lag++) {
      let score = 0;
      for (let index = 0; index < size; index++)
        score += samples[start + index]! * samples[start + index + lag]!;
      if (score > best.score) best = { lag, score };
    }
    if (energy > 1 && best.score > 0.5 * energy) pitches.push(sampleRate / best.lag);
  }
  return pitches.sort((a, b) => a - b)[pitches.length >> 1] ?? 0;
}
