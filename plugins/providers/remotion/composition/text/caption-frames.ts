import type { CaptionCue, CaptionWord } from 'aether-video/plugin';

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

/** A word and the frame on which it becomes the spoken one. */
export interface TimedWord {
  readonly text: string;
  readonly spaceBefore: boolean;
  readonly startFrame: number;
}

/** The words of some cues as they are shown. */
export function timedWords(
  cues: readonly CaptionCue[],
  framesPerSecond: number,
  shown: (word: CaptionWord) => string,
): TimedWord[] {
  return cues.flatMap(({ words }) =>
    words.map((word, index) => ({
      text: shown(word),
      spaceBefore: index === 0 || word.spaceBefore,
      startFrame: Math.round(word.startSeconds * framesPerSecond),
    })),
  );
}

/** What a line breaker sees. */
export function plainText(words: readonly TimedWord[]): string {
  return words.map(({ text, spaceBefore }, index) => (index > 0 && spaceBefore ? ' ' : '') + text).join('');
}

/** The frame on which the latest of the words began, which names all that are spoken now; −1 before the first. */
export function spokenFrame(words: readonly TimedWord[], frame: number): number {
  return words.findLast(({ startFrame }) => startFrame <= frame)?.startFrame ?? -1;
}
