import type { SpokenAudio } from './speech-synthesizer.js';

export const ISpeechCache: unique symbol = Symbol.for('aether-video/ISpeechCache@1');

/** Remembers what services spoke, so that the same line is not paid twice. Bounded in time and entries. */
export interface ISpeechCache {
  /** @param key SHA-256 of voice, manner and request, hex */
  get(key: string): Promise<SpokenAudio | undefined>;
  /** A cache that cannot be written to is no reason to fail. */
  put(key: string, audio: SpokenAudio): Promise<void>;
}
