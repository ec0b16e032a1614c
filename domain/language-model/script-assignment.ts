import type { BriefStyle } from '../brief/brief.js';

/** Name of the task whose input is a {@link ScriptAssignment} and whose answer a {@link ScriptDraft}. */
export const scriptTask = 'video-script';

/** A part of a user's own document. */
export interface SourcePassage {
  /** From 1; what a point cites. */
  readonly number: number;
  /** The document's name. */
  readonly source: string;
  readonly text: string;
}

/** All that a model gets to write a script from. Plain JSON; data, not instructions. */
export interface ScriptAssignment {
  readonly topic: string;
  readonly audience?: string;
  readonly goal?: string;
  readonly tone: string;
  readonly style: BriefStyle;
  /** BCP 47. */
  readonly language: string;
  readonly channel: { readonly id: string; readonly theme: string; readonly description: string };
  /** Seconds that the finished video should last. */
  readonly seconds: number;
  /** English words of hook, points and call to action together; other languages by their speaking time. */
  readonly words: number;
  readonly points: { readonly fewest: number; readonly most: number };
  /** Words at most. */
  readonly limits: { readonly hook: number; readonly point: number; readonly callToAction: number };
  /** Best first; facts come from these alone if there are any. */
  readonly passages: readonly SourcePassage[];
  /** Must not occur. */
  readonly banned: readonly string[];
  /** Whatever a writer chooses at random, it chooses by this. 32-bit unsigned. */
  readonly seed: number;
}

/** What is shown with a line. */
export interface DraftLine {
  readonly text: string;
  /** A picture in words, for a model that makes pictures or clips. */
  readonly visual: string;
}

/** What a model makes of an assignment. */
export interface ScriptDraft {
  readonly title: string;
  readonly hook: DraftLine;
  /** `sources`: numbers of the passages that it rests on. */
  readonly points: readonly (DraftLine & { readonly sources: readonly number[] })[];
  readonly callToAction: DraftLine;
  readonly hashtags: readonly string[];
}
