import type { WordTime } from 'aether-video/plugin';
import type { FliteProgram, SpokenUtterance } from './flite-program.js';
import { silence } from './flite-program.js';
import { fliteUtterances, type Utterance } from './flite-utterances.js';
import type { FliteVoice } from './flite-voices.js';
import { alignWords, type AlignableWord } from './phone-alignment.js';
import { applyTone } from './voice-tone.js';

/** One scene's words for a worker. Plain data. */
export interface FliteSceneRequest {
  readonly words: readonly string[];
  readonly voice: FliteVoice;
  readonly rate: number;
}

export interface FliteScene {
  readonly samples: Float32Array<ArrayBuffer>;
  readonly sampleRate: number;
  readonly words: WordTime[];
  /** Words with nothing that English can pronounce. */
  readonly silentWords: string[];
}

/** What is kept of Flite's own silence around an utterance. */
const leadSeconds = 0.03;
const tailSeconds = 0.06;
const fadeSeconds = 0.005;
/** Time of a word that cannot be pronounced, in a sentence of such words alone. */
const silentWordSeconds = 0.35;
/** What is left of the silence at both ends of a scene: the contract allows 50 ms. */
const edgeSeconds = 0.04;
/** Quieter than this part of the peak is silence: −46 dB. */
const silenceLevel = 0.005;
const highestPeak = 0.97;
const sampleRate = 16_000;
const rememberedPronunciations = 5_000;

/** A stretch of sound with its words. */
interface Part {
  readonly samples: Float32Array;
  readonly words: readonly WordTime[];
}

const withoutMark = (text: string): string => text.replace(/[.,?!]$/u, '');

/** Speaks scenes one at a time and remembers how words are pronounced. */
export class FliteSceneSpeaker {
  readonly #pronunciations = new Map<string, readonly string[]>();

  constructor(private readonly flite: FliteProgram) {}

  speak({ words, voice, rate }: FliteSceneRequest): FliteScene {
    const utterances = fliteUtterances(words);
    this.#learn(utterances.flatMap(({ texts }) => texts.map(withoutMark)));
    const parts = utterances.flatMap((utterance): Part[] => [
      this.#speakUtterance(utterance, voice, rate),
      { samples: new Float32Array(Math.round((utterance.pauseSeconds / rate) * sampleRate)), words: [] },
    ]);
    const joined = joinParts(parts);
    applyTone(joined.samples, sampleRate, voice);
    const texts = utterances.flatMap((utterance) => utterance.texts);
    return {
      ...trimEdges(levelled(joined.samples, voice.gain), joined.words),
      sampleRate,
      silentWords: words.filter((_, index) => texts[index] === ''),
    };
  }

  #learn(texts: readonly string[]): void {
    if (this.#pronunciations.size > rememberedPronunciations) this.#pronunciations.clear();
    const unknown = [...new Set(texts)].filter((text) => text !== '' && !this.#pronunciations.has(text));
    if (unknown.length === 0) return;
    for (const [index, phones] of this.flite.pronounce(unknown).entries()) {
      this.#pronunciations.set(unknown[index]!, phones);
    }
  }

  #speakUtterance({ texts }: Utterance, voice: FliteVoice, rate: number): Part {
    const text = texts.filter((part) => part !== '').join(' ');
    if (text === '') return silentPart(texts.length, rate);
    const spoken = this.flite.speak(text, voice.engineName, voice.stretch / rate);
    const words = texts.map((part): AlignableWord => ({
      phones: this.#pronunciations.get(withoutMark(part)) ?? [],
      weight: Math.max(1, part.length),
    }));
    return cutToSpeech(spoken, alignWords(words, spoken.phones));
  }
}

function silentPart(wordCount: number, rate: number): Part {
  const each = silentWordSeconds / rate;
  return {
    samples: new Float32Array(Math.round(each * wordCount * sampleRate)),
    words: Array.from({ length: wordCount }, (_, index) => ({
      startSeconds: index * each,
      endSeconds: (index + 1) * each,
    })),
  };
}

/** Cuts the silence around an utterance, with short fades, and moves its times along. */
function cutToSpeech({ samples, phones }: SpokenUtterance, words: readonly WordTime[]): Part {
  const speech = phones.filter(({ name }) => name !== silence);
  const total = samples.length / sampleRate;
  const from = Math.max(0, Math.min(total, (speech[0]?.startSeconds ?? 0) - leadSeconds));
  const to = Math.min(total, (speech.at(-1)?.endSeconds ?? total) + tailSeconds);
  const cut = samples.slice(Math.round(from * sampleRate), Math.round(to * sampleRate));
  const fade = Math.min(Math.round(fadeSeconds * sampleRate), cut.length >> 1);
  for (let index = 0; index < fade; index++) {
    cut[index]! *= index / fade;
    cut[cut.length - 1 - index]! *= index / fade;
  }
  return { samples: cut, words: words.map((word) => moved(word, -from, cut.length / sampleRate)) };
}

function moved({ startSeconds, endSeconds }: WordTime, bySeconds: number, latest: number): WordTime {
  const clamp = (time: number): number => Math.min(latest, Math.max(0, time + bySeconds));
  return { startSeconds: clamp(startSeconds), endSeconds: clamp(endSeconds) };
}

function joinParts(parts: readonly Part[]): { samples: Float32Array<ArrayBuffer>; words: WordTime[] } {
  const samples = new Float32Array(parts.reduce((sum, part) => sum + part.samples.length, 0));
  let position = 0;
  const words = parts.flatMap((part) => {
    const start = position;
    samples.set(part.samples, start);
    position += part.samples.length;
    return part.words.map((word) => moved(word, start / sampleRate, samples.length / sampleRate));
  });
  return { samples, words };
}

/** Applies a voice's gain, less if the peak would clip. In place. */
function levelled(samples: Float32Array<ArrayBuffer>, gain: number): Float32Array<ArrayBuffer> {
  const peak = samples.reduce((highest, sample) => Math.max(highest, Math.abs(sample)), 0);
  const factor = Math.min(gain, highestPeak / Math.max(peak, 1e-6));
  for (let index = 0; index < samples.length; index++) samples[index]! *= factor;
  return samples;
}

/** Leaves at most 40 ms of silence at either end. A scene that is silent throughout stays as it is. */
function trimEdges(
  samples: Float32Array<ArrayBuffer>,
  words: readonly WordTime[],
): Pick<FliteScene, 'samples' | 'words'> {
  const peak = samples.reduce((highest, sample) => Math.max(highest, Math.abs(sample)), 0);
  const isLoud = (sample: number): boolean => Math.abs(sample) > peak * silenceLevel;
  const first = samples.findIndex(isLoud);
  if (first < 0) return { samples, words: [...words] };
  const edge = Math.round(edgeSeconds * sampleRate);
  const from = Math.max(0, first - edge);
  const to = Math.min(samples.length, samples.findLastIndex(isLoud) + edge);
  const latest = (to - from) / sampleRate;
  return {
    samples: samples.slice(from, to),
    words: words.map((word) => moved(word, -from / sampleRate, latest)),
  };
}
