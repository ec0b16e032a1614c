import type { VideoScene, VideoScript } from '../script/video-script.js';
import type { ScriptIssue } from '../script/script-parser.js';
import type { ChannelStyle } from './channel-style.js';

export const IChannelStrategy: unique symbol = Symbol.for('aether-video/IChannelStrategy@1');

/** How one scene is to be staged. Times come later, from the voice. */
export interface SceneDirection {
  readonly sceneId: string;
  /** Varies the background from scene to scene: 0, 1, 2… */
  readonly variation: number;
  /** A title card treatment over the picture, instead of captions at the bottom. */
  readonly treatment: 'title' | 'captions';
  /** Seconds before the first word, beyond the crossfade's half. */
  readonly leadInSeconds: number;
  /** Seconds after the last word, beyond the crossfade's half. */
  readonly tailSeconds: number;
  /** Crossfade into the next scene, seconds; 0 cuts. Ignored on the last scene. */
  readonly crossfadeSeconds: number;
  /** The picture does not move. Default false. */
  readonly still?: boolean;
}

/** A timeline draft: everything but the times. One direction for each scene of the script, in order. */
export interface TimelineDraft {
  readonly style: ChannelStyle;
  readonly scenes: readonly SceneDirection[];
}

export interface ChannelDescriptor {
  /** Such as `air`. */
  readonly id: string;
  readonly name: string;
  /** Such as `Mental clarity and flow`. */
  readonly theme: string;
  readonly description: string;
  /** Longest video, seconds. Settings may change it. Default 60. */
  readonly maxDurationSeconds: number;
  /** BCP 47 tag for scripts that name no language. */
  readonly defaultLanguage: string;
  /** Preferred voice ids, best first; the first that is installed and speaks the language is taken. */
  readonly voices: readonly string[];
}

/** An editorial identity: what it accepts, and how it looks, moves and sounds. */
export interface IChannelStrategy {
  readonly descriptor: ChannelDescriptor;
  readonly style: ChannelStyle;
  /** What breaks the channel's rules; empty if nothing does. Called before any money or time is spent. */
  validateContent(script: VideoScript): readonly ScriptIssue[];
  /** Stages the script. Pure and deterministic. */
  direct(script: VideoScript): TimelineDraft;
  /** A picture prompt for a generative provider, in the channel's own visual language. */
  promptFor(scene: VideoScene, script: VideoScript): string;
}
