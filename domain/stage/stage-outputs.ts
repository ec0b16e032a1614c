import type { OperationOutput } from '../provider/provider-operation.js';
import type { VideoScript } from '../script/video-script.js';
import type { TextToken } from '../speech/speakable-text.js';
import type { WordTime } from '../speech/speech-synthesizer.js';
import type { SceneVisual, TimelineMusic, VideoTimeline } from '../timeline/video-timeline.js';
import type { SceneGeneration } from '../video/video-result.js';

/** When the words of a scene are spoken, or read if nobody speaks. */
export interface SceneTiming {
  readonly tokens: readonly TextToken[];
  /** One for each spoken token, seconds from the first sample. */
  readonly words: readonly WordTime[];
  /** Of the narration, or of reading the scene. */
  readonly durationSeconds: number;
  /** WAV file of the narration; absent if nobody speaks. */
  readonly narrationPath?: string;
}

/** What was shown and heard, without its times. */
export interface PreparedVisuals {
  /** One for each scene. */
  readonly scenes: readonly SceneVisual[];
  readonly music: TimelineMusic;
  /** One for each scene, if any asked a provider for its picture. */
  readonly generations?: readonly (SceneGeneration | undefined)[];
}

export interface ComposedTimeline {
  readonly timeline: VideoTimeline;
  readonly output: OperationOutput;
  /** True if money was spent on it: then the file is kept, whatever happens to its companions. */
  readonly paid: boolean;
}

/** What the stages that plugins may need, wrap or replace give on. Plain data. */
export interface StageOutputs {
  readonly script: VideoScript;
  /** One for each scene. */
  readonly voice: readonly SceneTiming[];
  /** Own media and the channel’s backgrounds. */
  readonly visuals: PreparedVisuals;
  /** The same with what providers have made. */
  readonly pictures: PreparedVisuals;
  /** The finished video, before it is published. */
  readonly composition: ComposedTimeline;
}

export type StageOutputName = keyof StageOutputs;

/** Each of these stages produces the output of its own name, from those that it needs. */
export const stageNeeds = {
  script: [],
  voice: ['script'],
  visuals: ['script'],
  pictures: ['script', 'voice', 'visuals'],
  composition: ['script', 'voice', 'pictures'],
} as const satisfies Readonly<Record<StageOutputName, readonly StageOutputName[]>>;

export const stageOutputNames = Object.keys(stageNeeds) as readonly StageOutputName[];

/** Scripts are read by parsers, and videos made by providers: those are plugins of their own kinds. */
export const replaceableStages = [
  'voice',
  'visuals',
  'pictures',
] as const satisfies readonly StageOutputName[];
