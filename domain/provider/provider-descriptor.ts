import type { ModelDescriptor } from '../generation/model-descriptor.js';
import type { AspectRatio, VideoQuality } from '../video/video-quality.js';

/** What a provider's pictures can do; requests name what they need. */
export const ProviderCapability = {
  TextToVideo: 'text-to-video',
  Animation: 'animation',
  AiGeneration: 'ai-generation',
  Avatar: 'avatar',
  RealTime: 'real-time',
  Transitions: 'transitions',
  Captions: 'captions',
  Narration: 'narration',
  Music: 'music',
} as const;
export type ProviderCapability = (typeof ProviderCapability)[keyof typeof ProviderCapability];

/** What a provider can be asked with. */
export type ProviderInput = 'timeline' | 'prompt';

/** Static facts about a provider: plain JSON, cheap, never a network call. */
export interface ProviderDescriptor {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  /** `local` runs on this machine; `remote` sends data away and may cost money. */
  readonly location: 'local' | 'remote';
  readonly accepts: readonly ProviderInput[];
  readonly capabilities: readonly ProviderCapability[];
  readonly qualities: readonly VideoQuality[];
  readonly aspects: readonly AspectRatio[];
  /** Longest video, seconds. */
  readonly maxDurationSeconds: number;
  /** Expected picture quality, 0 to 1, as its author judges it against the others. */
  readonly pictureQuality: number;
  /** Price of a second of video in micro-units (millionths) of {@link ProviderDescriptor.currency}; 0 is free. */
  readonly microsPerSecond: number;
  /** ISO 4217. */
  readonly currency: string;
  /** Operations it takes at once. Settings may lower it. */
  readonly maxConcurrent: number;
  /** Whole-operation deadline, seconds. Default from settings. */
  readonly timeoutSeconds?: number;
  /**
   * What happens when one submission is sent twice: `key` (the provider recognises the idempotency key),
   * `lookup` (it can be asked whether the first arrived), `none`.
   */
  readonly dedupe: 'key' | 'lookup' | 'none';
  /** Models for prompts, the default first. Absent for providers that take timelines alone. */
  readonly models?: readonly ModelDescriptor[];
  /**
   * True: it can be asked for models beside {@link ProviderDescriptor.models}. What they can do is asked of
   * `describeModels`, or taken for granted where a provider has no such method.
   */
  readonly acceptsAnyModel?: boolean;
  /** True: the pictures and clips of a timeline are not seen in what it makes, so none are bought for it. */
  readonly ignoresVisuals?: boolean;
  /** True: it finds what exists by a few words, and its seed chooses among the hits. Scenes give it their words. */
  readonly searches?: boolean;
  /** False keeps it out of automatic selection: it is used only when named. */
  readonly automatic: boolean;
}
