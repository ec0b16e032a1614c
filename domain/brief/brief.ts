import type { AspectRatio, VideoQuality } from '../video/video-quality.js';

/** How a script tells. */
export const briefStyles = ['explainer', 'documentary', 'story', 'list', 'how-to'] as const;
export type BriefStyle = (typeof briefStyles)[number];

/** Frames a second that a video may have. */
export const frameRates = [24, 25, 30, 50, 60] as const;
export type FrameRate = (typeof frameRates)[number];

/** A brief as a program or file gives it: {@link Brief} with other ways to write it. `readBrief` checks it. */
export interface BriefInput extends Partial<Omit<Brief, 'topic'>> {
  readonly topic: string;
  /** Instead of `seconds`. */
  readonly minutes?: number;
}

/** What a script is written from. */
export interface Brief {
  /** What the video is about: `Why sleep matters`. */
  readonly topic: string;
  /** Who watches: `students`. */
  readonly audience?: string;
  /** What the viewer should do or know in the end: `go to bed half an hour earlier`. */
  readonly goal?: string;
  /** Such as `calm`, `warm`, `energetic`, `serious` or `playful`. Default: the channel's. */
  readonly tone?: string;
  /** Default `explainer`. */
  readonly style: BriefStyle;
  /** BCP 47. Default: the channel's. */
  readonly language?: string;
  /** How long the video should last. Default: three quarters of a minute, or what the channel allows. */
  readonly seconds?: number;
  readonly aspect?: AspectRatio;
  readonly fps?: FrameRate;
  readonly quality?: VideoQuality;
  readonly channel?: string;
  readonly voice?: string;
  readonly music?: string;
  /** Documents that the facts come from: paths. Relative ones start at the brief's folder. */
  readonly sources: readonly string[];
  /** Folder that relative paths start from, and that sources must lie in. Absent: the caller is trusted. */
  readonly baseFolder?: string;
}
