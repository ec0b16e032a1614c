import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { estimateSpeechSeconds, readingTimes } from '../../../domain/speech/reading-time.js';
import { spokenTokens, textTokens } from '../../../domain/speech/speakable-text.js';

/** One sentence in several languages, translated for its meaning. */
const translations: Record<string, string> = {
  en: 'Take one slow breath before you answer the next message, and notice how your shoulders come down.',
  ru: 'Сделайте один медленный вдох, прежде чем ответить на следующее сообщение, и заметьте, как опускаются плечи.',
  es: 'Respira despacio una vez antes de responder al siguiente mensaje y nota cómo bajan tus hombros.',
  ja: '次のメッセージに返事をする前に、ゆっくりと一度息を吸って、肩の力が抜けるのを感じてください。',
  zh: '在回复下一条消息之前，慢慢地深呼吸一次，感受你的肩膀放松下来。',
  ar: 'خذ نفسًا بطيئًا واحدًا قبل أن ترد على الرسالة التالية، ولاحظ كيف تنخفض كتفاك.',
  he: 'קחו נשימה איטית אחת לפני שתענו להודעה הבאה, ושימו לב איך הכתפיים יורדות.',
  th: 'หายใจช้าๆ หนึ่งครั้งก่อนตอบข้อความถัดไป แล้วสังเกตว่าไหล่ของคุณผ่อนคลายลง',
};

describe('readingTimes', () => {
  it.each(Object.keys(translations))('reads the same meaning in about the same time: %s', (language) => {
    const seconds = (code: string): number =>
      readingTimes(textTokens(translations[code]!, code), 180).durationSeconds;
    expect(seconds(language) / seconds('en')).toBeGreaterThan(0.65);
    expect(seconds(language) / seconds('en')).toBeLessThan(1.5);
  });

  it('keeps the words per minute of average English', () => {
    const word = 'word '.repeat(45) + 'words '.repeat(15);
    const { durationSeconds } = readingTimes(textTokens(word, 'en'), 180);
    expect(durationSeconds).toBeGreaterThan(18);
    expect(durationSeconds).toBeLessThan(22);
  });

  it('gives longer words more time and rests at the end of a sentence', () => {
    const { words } = readingTimes(textTokens('I understand. Breathe in.', 'en'), 180);
    const length = (index: number): number => words[index]!.endSeconds - words[index]!.startSeconds;
    expect(length(1)).toBeGreaterThan(1.5 * length(0));
    expect(words[2]!.startSeconds - words[1]!.endSeconds).toBeGreaterThan(0.2);
    expect(words[1]!.startSeconds).toBe(words[0]!.endSeconds);
  });

  it('gives a glance to what is shown but not spoken, and nothing to nothing', () => {
    expect(readingTimes(textTokens('🔥 #calm', 'en'), 180)).toMatchObject({ words: [] });
    expect(readingTimes(textTokens('🔥 #calm', 'en'), 180).durationSeconds).toBeGreaterThan(1);
    expect(readingTimes(textTokens('[music]', 'en'), 180).durationSeconds).toBe(0);
  });

  it('gives each spoken token a time, ascending, for any text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 80 }),
        fc.integer({ min: 60, max: 400 }),
        (text, pace) => {
          const tokens = textTokens(text, 'en');
          const { words, durationSeconds } = readingTimes(tokens, pace);
          expect(words).toHaveLength(spokenTokens(tokens).length);
          let last = 0;
          for (const { startSeconds, endSeconds } of words) {
            expect(startSeconds).toBeGreaterThanOrEqual(last);
            expect(endSeconds).toBeGreaterThan(startSeconds);
            last = endSeconds;
          }
          expect(durationSeconds).toBeGreaterThanOrEqual(last - 1e-9);
        },
      ),
    );
  });
});

describe('estimateSpeechSeconds', () => {
  it('goes with the rate and is zero for silence', () => {
    const tokens = textTokens(translations.en!, 'en');
    expect(estimateSpeechSeconds(tokens, 2)).toBeCloseTo(estimateSpeechSeconds(tokens, 1) / 2);
    expect(estimateSpeechSeconds(textTokens('---', 'en'), 1)).toBe(0);
  });
});
