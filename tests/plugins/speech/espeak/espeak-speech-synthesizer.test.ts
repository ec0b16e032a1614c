import { afterAll, describe, expect, it } from 'vitest';
import type { ILogger } from '../../../../domain/logging/logger.js';
import type { SpokenAudio } from '../../../../domain/speech/speech-synthesizer.js';
import { estimateSpeechSeconds } from '../../../../domain/speech/reading-time.js';
import { spokenTokens, textTokens } from '../../../../domain/speech/speakable-text.js';
import { EspeakSpeechSynthesizer } from '../../../../plugins/speech/espeak/espeak-speech-synthesizer.js';
import { manifest } from '../../../../plugins/speech/espeak/manifest.js';

const logger: ILogger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  child: () => logger,
};
const espeak = new EspeakSpeechSynthesizer();
afterAll(() => espeak.dispose());

const speak = (words: readonly string[], voice: string, rate = 1): Promise<SpokenAudio> =>
  espeak.synthesize(
    { words, language: 'xx', voiceId: `espeak:${voice}`, rate },
    { signal: new AbortController().signal, logger },
  );
const wordsOf = (text: string, language: string): string[] =>
  spokenTokens(textTokens(text, language)).map(({ spoken }) => spoken);
const seconds = ({ samples, sampleRate }: SpokenAudio): number => samples.length / sampleRate;

function expectSound(audio: SpokenAudio, count: number): void {
  expect(audio.words).toHaveLength(count);
  let last = 0;
  for (const { startSeconds, endSeconds } of audio.words) {
    expect(startSeconds).toBeGreaterThanOrEqual(last - 1e-9);
    expect(endSeconds).toBeGreaterThan(startSeconds);
    last = endSeconds;
  }
  expect(last).toBeLessThanOrEqual(seconds(audio) + 1e-9);
}

function loudness({ samples, sampleRate }: SpokenAudio, from: number, to: number): number {
  const part = samples.subarray(Math.round(from * sampleRate), Math.round(to * sampleRate));
  return Math.sqrt(part.reduce((sum, sample) => sum + sample * sample, 0) / Math.max(1, part.length));
}

describe('EspeakSpeechSynthesizer', () => {
  it.each([
    ['es', 'es', 'Tu mente no está rota. Solo está sobrecargada, y nadie te enseñó a soltar las cosas.'],
    ['ru', 'ru', 'Ваш разум не сломан. Он просто перегружен, и никто никогда не учил вас откладывать дела.'],
    ['fr', 'fr-fr', 'Votre esprit n’est pas cassé. Il est seulement surchargé, et il se repose.'],
    ['de', 'de', 'Dein Geist ist nicht kaputt. Er ist nur überlastet, und das geht vorbei.'],
    ['hi', 'hi', 'आपका मन टूटा नहीं है। वह बस थका हुआ है, और किसी ने आपको रुकना नहीं सिखाया।'],
    ['zh', 'cmn', '在回复下一条消息之前，慢慢地深呼吸一次。感受你的肩膀放松下来。'],
    ['ar', 'ar', 'خُذْ نَفَسًا بَطِيئًا، قَبْلَ أَنْ تَرُدَّ عَلَى الرِّسَالَةِ. لَاحِظْ كَيْفَ تَنْخَفِضُ كَتِفَاكَ.'],
    ['ko', 'ko', '당신의 마음은 고장 나지 않았습니다. 그저 지쳤을 뿐이에요, 천천히 숨을 쉬세요.'],
  ])('speaks %s and times every word', async (language, voice, text) => {
    const tokens = textTokens(text, language);
    const words = wordsOf(text, language);
    const audio = await speak(words, voice);
    expectSound(audio, words.length);
    expect(estimateSpeechSeconds(tokens, 1) / seconds(audio)).toBeGreaterThan(0.7);
    expect(estimateSpeechSeconds(tokens, 1) / seconds(audio)).toBeLessThan(1.4);
    const speech = loudness(audio, 0, seconds(audio));
    const sentenceEnds = words.flatMap((word, index) => (/[.。।]$/u.test(word) ? [index] : [])).slice(0, -1);
    expect(sentenceEnds.length).toBeGreaterThan(0);
    for (const index of sentenceEnds) {
      const pause = [audio.words[index]!.endSeconds, audio.words[index + 1]!.startSeconds] as const;
      expect(pause[1] - pause[0]).toBeGreaterThan(0.1);
      expect(loudness(audio, ...pause)).toBeLessThan(speech / 8);
      expect(loudness(audio, pause[1], pause[1] + 0.25)).toBeGreaterThan(speech / 4);
    }
  });

  it('speaks faster with the rate', async () => {
    const words = wordsOf('Respira despacio una vez, y sigue.', 'es');
    const [slow, fast] = await Promise.all([speak(words, 'es', 0.7), speak(words, 'es', 1.6)]);
    expect(seconds(slow) / seconds(fast)).toBeGreaterThan(1.6);
  });

  it('takes markup, numbers and foreign words as text', async () => {
    const words = [
      '<break/>',
      'R&D',
      '[[h@l]]',
      '$5.50',
      '24/7',
      '今日',
      '&amp;',
      "l'eau",
      '“sí”',
      'a'.repeat(500),
    ];
    expectSound(await speak(words, 'es'), words.length);
    expectSound(await speak(['<>'], 'es'), 1);
  });

  it('gives the same samples for the same request', async () => {
    const words = wordsOf('Sí, la serpiente sisea.', 'es');
    const [one, other] = [await speak(words, 'es'), await speak(words, 'es')];
    expect(other).toEqual(one);
  });

  it('refuses Arabic without vowel signs, which it would mangle, and offers no Japanese', async () => {
    await expect(speak(wordsOf('خذ نفسا بطيئا قبل أن ترد', 'ar'), 'ar')).rejects.toMatchObject({
      code: 'SPEECH_FAILED',
      retryable: false,
    });
    expect(espeak.voices.flatMap(({ languages }) => languages)).not.toContain('ja');
  });

  it('names the package to install when it is missing', async () => {
    const missing = new EspeakSpeechSynthesizer(() => {
      throw new TypeError('Cannot find package');
    });
    const error = {
      code: 'PLUGIN_DEPENDENCY_MISSING',
      howToFix: 'npm install @echogarden/espeak-ng-emscripten',
    };
    await expect(missing.init()).rejects.toMatchObject(error);
    await expect(
      missing.synthesize(
        { words: ['a'], language: 'es', voiceId: 'espeak:es', rate: 1 },
        { signal: new AbortController().signal, logger },
      ),
    ).rejects.toMatchObject(error);
    await missing.dispose();
  });

  it('has well-formed language tags and unique ids, and is made by its manifest', async () => {
    const ids = espeak.voices.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { languages } of espeak.voices) {
      expect(languages.length).toBeGreaterThan(0);
      for (const language of languages) expect(Intl.getCanonicalLocales(language)).toHaveLength(1);
    }
    const make = await manifest.load();
    expect(make(undefined as never).id).toBe(manifest.id);
  });

  it('names an unknown voice', async () => {
    await expect(speak(['a'], 'klingon')).rejects.toMatchObject({ code: 'VOICE_UNKNOWN' });
  });
});
