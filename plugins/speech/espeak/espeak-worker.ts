import { serveSpeech, trimSpokenAudio, type SpokenAudio } from 'aether-video/plugin';
import { espeakSampleRate, speakWithEspeak } from './espeak-engine.js';
import { espeakText } from './espeak-text.js';
import { espeakWordTimes } from './espeak-word-times.js';

/** One scene's words. Plain data. */
export interface EspeakSceneRequest {
  /** Main file of the eSpeak package. */
  readonly packagePath: string;
  readonly words: readonly string[];
  /** eSpeak's name of the voice. */
  readonly voice: string;
  readonly rate: number;
}

/** eSpeak's pace at a rate of 1, words a minute: unhurried. */
const wordsPerMinute = 155;
/** Brings eSpeak to about −20 LUFS. */
const gain = 1.3;
const silentWordSeconds = 0.35;

function silence(wordCount: number): SpokenAudio {
  return {
    samples: new Float32Array(Math.round(wordCount * silentWordSeconds * espeakSampleRate)),
    sampleRate: espeakSampleRate,
    words: Array.from({ length: wordCount }, (_, index) => ({
      startSeconds: index * silentWordSeconds,
      endSeconds: (index + 1) * silentWordSeconds,
    })),
  };
}

async function speak({ packagePath, words, voice, rate }: EspeakSceneRequest): Promise<SpokenAudio> {
  const text = espeakText(words);
  const { samples, events } = await speakWithEspeak(packagePath, voice, wordsPerMinute * rate, text.text);
  if (samples.length === 0) return silence(words.length);
  const times = espeakWordTimes(text, events, { samples, sampleRate: espeakSampleRate });
  return trimSpokenAudio({ samples, sampleRate: espeakSampleRate, words: times }, gain);
}

serveSpeech(speak, ({ samples }) => [samples.buffer as ArrayBuffer]);
