import { VideoGenerationError } from '../../domain/errors/video-generation-error.js';
import { totalFrames, type VideoTimeline } from '../../domain/timeline/video-timeline.js';
import { sceneSpans } from './scene-spans.js';

/** Where the limit comes from. */
export interface LengthLimit {
  /** Channel id. */
  readonly channel: string;
  readonly maxDurationSeconds: number;
}

const seconds = (value: number): string => `${value.toFixed(1)} s`;

/** Words that have to go, at the video's own pace. */
function wordsToCut({ scenes }: Pick<VideoTimeline, 'scenes'>, total: number, excess: number): number {
  const words = scenes.flatMap(({ cues }) => cues).reduce((sum, cue) => sum + cue.words.length, 0);
  return Math.ceil((words / total) * excess);
}

/**
 * Refuses a timeline that is longer than its channel allows, before anything is rendered.
 * @throws VideoGenerationError SCRIPT_TOO_LONG, saying by how much and what to cut.
 */
export function checkLength(timeline: VideoTimeline, { channel, maxDurationSeconds }: LengthLimit): void {
  const total = totalFrames(timeline) / timeline.framesPerSecond;
  const excess = total - maxDurationSeconds;
  if (excess <= 0) return;
  const longest = sceneSpans(timeline)
    .map(({ id, startSeconds, endSeconds }) => ({ id, seconds: endSeconds - startSeconds }))
    .sort((left, right) => right.seconds - left.seconds)
    .slice(0, 3);
  const words = wordsToCut(timeline, total, excess);
  const named = longest.map((scene) => `${scene.id} (${seconds(scene.seconds)})`).join(', ');
  throw new VideoGenerationError('SCRIPT_TOO_LONG', {
    message: `The video would last ${seconds(total)}, but the channel “${channel}” allows ${seconds(maxDurationSeconds)}: it is ${seconds(excess)} too long.`,
    howToFix: `Cut about ${words} words; the longest scenes are ${named}. Or raise channels.${channel}.maxDurationSeconds in the settings.`,
    details: {
      durationSeconds: total,
      limit: maxDurationSeconds,
      excessSeconds: excess,
      wordsToCut: words,
      longest,
    },
  });
}
