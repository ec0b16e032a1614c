import type { LanguageModelAnswer } from './language-model.js';

export const IAnswerCache: unique symbol = Symbol.for('aether-video/IAnswerCache@1');

/** Remembers what models answered, so that the same question is not paid twice. Bounded in time and entries. */
export interface IAnswerCache {
  /** @param key SHA-256 of model and request, hex */
  get(key: string): Promise<LanguageModelAnswer | undefined>;
  /** A cache that cannot be written to is no reason to fail. */
  put(key: string, answer: LanguageModelAnswer): Promise<void>;
}
