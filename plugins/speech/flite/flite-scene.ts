import { moveWordTime, trimSpokenAudio, type SpokenAudio, type WordTime } from 'aether-video/plugin';
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
  readonly audio: SpokenAudio;
  /** Words with nothing that English can pronounce. */
  readonly silentWords: readonly string[];
}

/** What is kept of Flite's own silence around an utterance. */
const leadSeconds = 0.03;
const tailSeconds = 0.06;
const fadeSeconds = 0.005;
/** Time of a word that cannot be pronounced, in a sentence of such words alone. */
const silentWordSeconds = 0.35;
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
      audio: trimSpokenAudio({ ...joined, sampleRate }, voice.gain),
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
  return { samples: cut, words: words.map((word) => moveWordTime(word, -from, cut.length / sampleRate)) };
}

function joinParts(parts: readonly Part[]): { samples: Float32Array; words: WordTime[] } {
  const samples = new Float32Array(parts.reduce((sum, part) => sum + part.samples.length, 0));
  let position = 0;
  const words = parts.flatMap((part) => {
    const start = position;
    samples.set(part.samples, start);
    position += part.samples.length;
    return part.words.map((word) => moveWordTime(word, start / sampleRate, samples.length / sampleRate));
  });
  return { samples, words };
}
