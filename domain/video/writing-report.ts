import type { Cost } from '../provider/provider-operation.js';

/** One check of a written script. */
export interface ScriptCheck {
  /** Such as `length`. */
  readonly name: string;
  readonly passed: boolean;
  /** What is wrong, in a sentence. */
  readonly finding?: string;
}

/** One answer that was asked for. */
export interface WritingAttempt {
  /** Such as `openai/gpt-5.6-luna`. */
  readonly model: string;
  readonly outcome: 'accepted' | 'rejected' | 'failed';
  /** Why it was not accepted, in sentences. */
  readonly problems: readonly string[];
  readonly cost: Cost;
}

/** A passage of a document that the script rests on. */
export interface CitedSource {
  /** File name. */
  readonly source: string;
  /** Scenes that cite it. */
  readonly scenes: readonly string[];
  /** Its words. */
  readonly passage: string;
}

/** What is to be seen with a scene. */
export interface VisualPrompt {
  readonly scene: string;
  readonly kind: 'clip' | 'still';
  readonly prompt: string;
}

/** How a script came to be. Plain JSON. */
export interface WritingReport {
  /** `openai/gpt-5.6-luna`, `offline/rules-1`, or `template/luxury`. */
  readonly writer: string;
  /** All answers together. */
  readonly tokens: { readonly input: number; readonly output: number };
  readonly cost: Cost;
  /** True: the answer was on record, and nothing was asked. */
  readonly cached: boolean;
  readonly attempts: readonly WritingAttempt[];
  readonly sources: readonly CitedSource[];
  readonly checks: readonly ScriptCheck[];
  readonly visuals: readonly VisualPrompt[];
  /** The script, as `aether generate` reads it: to keep, change and make again. */
  readonly script: Readonly<Record<string, unknown>>;
}
