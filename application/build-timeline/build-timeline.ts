import { captionCues, titleCues } from '../../domain/captions/caption-cues.js';
import type { SceneDirection } from '../../domain/channel/channel-strategy.js';
import type { ChannelStyle } from '../../domain/channel/channel-style.js';
import type { VideoScene } from '../../domain/script/video-script.js';
import type { SceneTiming } from '../../domain/stage/stage-outputs.js';
import type {
  SceneVisual,
  TimelineMusic,
  TimelineScene,
  VideoTimeline,
} from '../../domain/timeline/video-timeline.js';
import { frameSizeFor, type AspectRatio, type VideoQuality } from '../../domain/video/video-quality.js';

/** Nothing can be taken in that stays for less, crossfades not counted. */
const shortestShareSeconds = 1;
const longestPauseSeconds = 10;
const longestCrossfadeSeconds = 3;
/** Keeps a length that is a whole number of frames but for rounding errors from growing by a frame. */
const roundingSlack = 1e-6;

export type { SceneTiming };

/** One scene with everything that was found out about it. */
export interface StagedScene {
  readonly scene: VideoScene;
  readonly direction: SceneDirection;
  readonly timing: SceneTiming;
  readonly visual: SceneVisual;
}

export interface TimelineParts {
  readonly topic: string;
  readonly language: string;
  /** Channel id. */
  readonly channel: string;
  readonly style: ChannelStyle;
  readonly quality: VideoQuality;
  readonly aspect: AspectRatio;
  /** Constant. */
  readonly framesPerSecond: number;
  readonly scenes: readonly StagedScene[];
  readonly music: TimelineMusic;
}

/** Frames of half a crossfade, before and after a scene. Whole crossfades are even, so halves are exact. */
interface HalfFades {
  readonly before: number;
  readonly after: number;
}

function bounded(seconds: number, longest: number): number {
  return seconds > 0 ? Math.min(longest, seconds) : 0;
}

function halfCrossfade({ crossfadeSeconds }: SceneDirection, framesPerSecond: number): number {
  return Math.round((bounded(crossfadeSeconds, longestCrossfadeSeconds) * framesPerSecond) / 2);
}

/**
 * Frames between the middles of a scene's crossfades: pauses and narration, but at least what can be read,
 * what the author asked for, and enough that the two crossfades do not meet.
 */
function shareFrames(staged: StagedScene, { before, after }: HalfFades, framesPerSecond: number): number {
  const { scene, direction, timing } = staged;
  const lead = bounded(direction.leadInSeconds, longestPauseSeconds);
  const tail = bounded(direction.tailSeconds, longestPauseSeconds);
  const told = (lead + timing.durationSeconds + tail) * framesPerSecond;
  return Math.max(
    Math.ceil(told - roundingSlack),
    Math.round((scene.durationSeconds ?? 0) * framesPerSecond),
    shortestShareSeconds * framesPerSecond,
    before + after,
  );
}

function buildScene(staged: StagedScene, fades: HalfFades, framesPerSecond: number): TimelineScene {
  const { scene, direction, timing, visual } = staged;
  const share = shareFrames(staged, fades, framesPerSecond);
  const fromSeconds = fades.before / framesPerSecond;
  const toSeconds = (fades.before + share) / framesPerSecond;
  const offsetSeconds = fromSeconds + bounded(direction.leadInSeconds, longestPauseSeconds);
  const { tokens, words, durationSeconds, narrationPath } = timing;
  const cuesFor = direction.treatment === 'title' ? titleCues : captionCues;
  return {
    id: scene.id,
    role: scene.role,
    frames: fades.before + share + fades.after,
    overlapFrames: 2 * fades.after,
    visual,
    treatment: direction.treatment,
    cues: cuesFor(tokens, words, { fromSeconds, toSeconds, wordsStartSeconds: offsetSeconds }),
    ...(narrationPath === undefined
      ? {}
      : { narration: { path: narrationPath, offsetSeconds, durationSeconds } }),
  };
}

/**
 * Gives every scene its exact frames. A crossfade belongs half to each of its scenes: narration and captions
 * keep to their scene's side of the middle, so neighbours never speak or show text at once, and the lengths
 * between the middles add up to the video's. Pure and deterministic.
 */
export function buildTimeline(parts: TimelineParts): VideoTimeline {
  const { topic, language, channel, style, quality, aspect, framesPerSecond, music } = parts;
  const last = parts.scenes.length - 1;
  const halves = parts.scenes.map(({ direction }, index) =>
    index === last ? 0 : halfCrossfade(direction, framesPerSecond),
  );
  const scenes = parts.scenes.map((staged, index) =>
    buildScene(staged, { before: halves[index - 1] ?? 0, after: halves[index]! }, framesPerSecond),
  );
  const size = frameSizeFor(quality, aspect);
  return {
    version: 1,
    topic,
    language,
    channel,
    quality,
    ...size,
    framesPerSecond,
    style,
    scenes,
    music,
  };
}
