import type { CaptionCue, CaptionWord } from '../../../domain/timeline/video-timeline.js';
import { graphemes, literalText } from './literal-text.js';

/** A word as it is drawn. */
export interface DisplayWord {
  /** What stands between two white spaces, cut into grapheme clusters; at least one. */
  readonly clusters: readonly string[];
  /**
   * Counts the spoken words of the scene. Display words share it if a spoken word holds a space, or if one is
   * not spoken itself, such as an emoji, and has the other's time.
   */
  readonly spoken: number;
  readonly cue: number;
  readonly spaceBefore: boolean;
  /** First frame on which it is the spoken word. */
  readonly startFrame: number;
}

/** Frames of a cue; `endFrame` is exclusive. */
export interface CueFrames {
  readonly startFrame: number;
  readonly endFrame: number;
}

/** At least one frame long, and never before the cue in front of it ends. */
export function cueFrames(cues: readonly CaptionCue[], framesPerSecond: number): CueFrames[] {
  let free = 0;
  return cues.map(({ startSeconds, endSeconds }) => {
    const startFrame = Math.max(free, Math.round(startSeconds * framesPerSecond));
    free = Math.max(startFrame + 1, Math.round(endSeconds * framesPerSecond));
    return { startFrame, endFrame: free };
  });
}

export interface WordOptions {
  readonly framesPerSecond: number;
  readonly locale: Intl.Locale;
  readonly upperCase: boolean;
}

function sharesTime(one: CaptionWord, other: CaptionWord): boolean {
  return one.startSeconds === other.startSeconds && one.endSeconds === other.endSeconds;
}

/** All words of the scene in order. Words of which nothing is visible are left out. */
export function displayWords(cues: readonly CaptionCue[], options: WordOptions): DisplayWord[] {
  const words: DisplayWord[] = [];
  let spoken = -1;
  for (const [cue, { words: captionWords }] of cues.entries()) {
    let previous: CaptionWord | undefined;
    for (const word of captionWords) {
      const literal = literalText(word.text);
      const text = options.upperCase ? literal.toLocaleUpperCase(options.locale.baseName) : literal;
      const startFrame = Math.round(word.startSeconds * options.framesPerSecond);
      const parts = text.split(' ').filter((part) => part !== '');
      if (parts.length === 0) continue;
      if (!previous || !sharesTime(previous, word)) spoken++;
      previous = word;
      for (const [index, part] of parts.entries()) {
        const spaceBefore = index > 0 || (word.spaceBefore && words.at(-1)?.cue === cue);
        words.push({ clusters: graphemes(part), spoken, cue, spaceBefore, startFrame });
      }
    }
  }
  return words;
}
