import type { ChannelStyle } from '../channel/channel-style.js';
import type { SceneRole } from '../script/video-script.js';
import type { VideoQuality } from '../video/video-quality.js';

/** A word on screen. Times are seconds from the scene's first frame. */
export interface CaptionWord {
  /** As shown, with its punctuation. */
  readonly text: string;
  readonly startSeconds: number;
  readonly endSeconds: number;
  /** False where no space stands between this word and the one before (CJK, split words). */
  readonly spaceBefore: boolean;
}

/** What stands on screen at once: one or two lines. Cues of a scene do not overlap. */
export interface CaptionCue {
  readonly startSeconds: number;
  readonly endSeconds: number;
  readonly words: readonly CaptionWord[];
}

/** The channel's living background. */
export interface BackgroundVisual {
  readonly kind: 'background';
  /** Fixes every random choice of the painter. 32-bit unsigned. */
  readonly seed: number;
  readonly variation: number;
  /** Stands as it is at the scene's first frame. Default false. */
  readonly still?: boolean;
}

/** A still picture. */
export interface ImageVisual {
  readonly kind: 'image';
  readonly path: string;
  /** SHA-256 of the file, hex: the path is not part of the segment's key. */
  readonly contentHash: string;
  readonly fit: 'cover' | 'contain';
  readonly motion: 'ken-burns' | 'still';
  /** Chooses the direction of the movement. */
  readonly seed: number;
}

/** A video clip without its sound. */
export interface ClipVisual {
  readonly kind: 'clip';
  readonly path: string;
  readonly contentHash: string;
  readonly fit: 'cover' | 'contain';
  /** Length of the clip, seconds. */
  readonly durationSeconds: number;
  /**
   * What a clip does that is shorter than its scene. `loop` (the default) begins anew; `stretch` slows down, up to
   * about half as fast again, and beyond that begins anew with a soft crossfade.
   */
  readonly fill?: 'loop' | 'stretch';
}

export type SceneVisual = BackgroundVisual | ImageVisual | ClipVisual;

/** One scene. All its times are relative to its own first frame, so that an earlier change leaves it as it is. */
export interface TimelineScene {
  readonly id: string;
  readonly role: SceneRole;
  /** All frames on which the scene is visible, both crossfades included. */
  readonly frames: number;
  /** Frames shared with the next scene; 0 cuts. Always 0 on the last scene. */
  readonly overlapFrames: number;
  readonly visual: SceneVisual;
  readonly treatment: 'title' | 'captions';
  readonly cues: readonly CaptionCue[];
  /** Narration of the scene, if it has any. */
  readonly narration?: SceneNarration;
}

export interface SceneNarration {
  /** Mono 16-bit or float WAV in the job's workspace. */
  readonly path: string;
  /** Seconds from the scene's first frame at which the audio starts. */
  readonly offsetSeconds: number;
  readonly durationSeconds: number;
}

export type TimelineMusic =
  | { readonly kind: 'none' }
  | { readonly kind: 'ambient'; readonly seed: number }
  | { readonly kind: 'file'; readonly path: string; readonly contentHash: string };

/** All that a composer needs: scenes with exact times, layers, captions and audio. Plain JSON. */
export interface VideoTimeline {
  readonly version: 1;
  readonly topic: string;
  /** BCP 47; decides fonts and reading direction together with the text itself. */
  readonly language: string;
  readonly channel: string;
  readonly quality: VideoQuality;
  /** Pixels, even. */
  readonly width: number;
  readonly height: number;
  /** Constant frames a second. */
  readonly framesPerSecond: number;
  readonly style: ChannelStyle;
  readonly scenes: readonly TimelineScene[];
  readonly music: TimelineMusic;
}

/** A scene's place in the video. */
export interface ScenePlacement {
  readonly startFrame: number;
  /** Exclusive. */
  readonly endFrame: number;
}

/** Where each scene stands: a scene starts `overlapFrames` before its predecessor ends. */
export function placeScenes(
  scenes: readonly Pick<TimelineScene, 'frames' | 'overlapFrames'>[],
): ScenePlacement[] {
  let next = 0;
  return scenes.map(({ frames, overlapFrames }) => {
    const startFrame = next;
    next = startFrame + frames - overlapFrames;
    return { startFrame, endFrame: startFrame + frames };
  });
}

/** Length of the whole video in frames. */
export function totalFrames(timeline: Pick<VideoTimeline, 'scenes'>): number {
  return placeScenes(timeline.scenes).at(-1)?.endFrame ?? 0;
}
