import type { Brief } from '../../domain/brief/brief.js';
import type { IChannelStrategy } from '../../domain/channel/channel-strategy.js';
import type { ScriptAssignment, SourcePassage } from '../../domain/language-model/script-assignment.js';
import { estimateSpeechSeconds } from '../../domain/speech/reading-time.js';
import { textTokens } from '../../domain/speech/speakable-text.js';

/** Of a video whose brief does not say. */
const usualSeconds = 45;
/** A voice may speak a tenth slower than estimated, and the channel's limit is hard. */
const safeShare = 0.88;
/** How long a scene is watched before the next one should come. */
const secondsPerScene = 6.5;
/** A word with its share of the pauses, seconds, at a speech rate of 1. */
const secondsPerWord = 0.345;

/** How long a video by a brief is to last. */
export function plannedSeconds(brief: Pick<Brief, 'seconds'>, longest: number): number {
  return Math.min(brief.seconds ?? Math.min(usualSeconds, longest), longest * safeShare);
}

export interface AssignmentTerms {
  readonly brief: Brief;
  readonly channel: IChannelStrategy;
  readonly language: string;
  /** The finished video's. */
  readonly seconds: number;
  readonly passages: readonly SourcePassage[];
  readonly banned: readonly string[];
  readonly seed: number;
}

/** Turns a brief into what a model has to keep to: words instead of seconds, the channel's own limits. */
export function planAssignment(terms: AssignmentTerms): ScriptAssignment {
  const { brief, channel, language, seconds, passages, banned, seed } = terms;
  const { id, theme, description } = channel.descriptor;
  const { leadInSeconds, tailSeconds, speechRate } = channel.style.pacing;
  const points = Math.max(2, Math.round(seconds / secondsPerScene) - 2);
  const silent = (points + 2) * (leadInSeconds + tailSeconds);
  const words = Math.max(20, Math.round(((seconds - silent) * speechRate) / secondsPerWord));
  return {
    topic: brief.topic,
    ...(brief.audience === undefined ? {} : { audience: brief.audience }),
    ...(brief.goal === undefined ? {} : { goal: brief.goal }),
    tone: brief.tone ?? '',
    style: brief.style,
    language,
    channel: { id, theme, description },
    seconds: Math.round(seconds),
    words,
    points: { fewest: Math.max(1, Math.min(points, Math.floor(words / 28))), most: Math.min(14, points + 5) },
    limits: { hook: 14, point: 30, callToAction: 24 },
    passages,
    banned,
    seed,
  };
}

/** How long a voice of the channel's pace needs for a line, with the pauses around it. */
export function lineSeconds(text: string, language: string, channel: IChannelStrategy): number {
  const { leadInSeconds, tailSeconds, speechRate } = channel.style.pacing;
  return leadInSeconds + estimateSpeechSeconds(textTokens(text, language), speechRate) + tailSeconds;
}
