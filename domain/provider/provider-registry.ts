import type { AspectRatio, VideoQuality } from '../video/video-quality.js';
import type { ProviderCapability, ProviderInput } from './provider-descriptor.js';
import type { IVideoProvider } from './video-provider.js';

export const IProviderRegistry: unique symbol = Symbol.for('aether-video/IProviderRegistry@1');

/** What a piece of work needs of a provider. */
export interface ProviderRequirements {
  readonly input: ProviderInput;
  readonly quality: VideoQuality;
  readonly aspect: AspectRatio;
  readonly durationSeconds: number;
  /** All of them are needed. */
  readonly capabilities: readonly ProviderCapability[];
  /** Only this provider will do. */
  readonly providerId?: string;
}

/** Parts of a score, each 0 to 1 before weighting. */
export interface ScoreParts {
  readonly capability: number;
  readonly quality: number;
  readonly latency: number;
  readonly success: number;
  readonly cost: number;
  readonly capacity: number;
}

/** How much each part counts; non-negative, from settings. */
export type ScoreWeights = ScoreParts;

export interface ProviderCandidate {
  readonly providerId: string;
  /** For prompts: each model is a candidate of its own. */
  readonly model?: string;
  /** 0 to 1, weighted; 0 if it is unable. */
  readonly score: number;
  readonly parts?: ScoreParts;
  /** Why it is unable; empty if it is able. */
  readonly unableBecause: readonly string[];
}

export interface ProviderSelection {
  readonly providerId: string;
  /** For prompts. */
  readonly model?: string;
  /** What decided, in one sentence. */
  readonly reason: string;
  /** All registered providers: able ones first, best first, ties by id. */
  readonly candidates: readonly ProviderCandidate[];
}

export interface MeasuredOutcome {
  readonly succeeded: boolean;
  /** Wall-clock seconds per second of video made. */
  readonly secondsPerVideoSecond: number;
}

export interface IProviderRegistry {
  /** @throws VideoGenerationError PLUGIN_DUPLICATE_ID */
  register(provider: IVideoProvider): void;
  unregister(providerId: string): void;
  /** @throws VideoGenerationError PROVIDER_UNKNOWN, listing the known ones and the nearest. */
  get(providerId: string): IVideoProvider;
  list(): readonly IVideoProvider[];
  /**
   * Ranks all providers. O(n).
   * @throws VideoGenerationError PROVIDER_UNKNOWN, or NO_SUITABLE_PROVIDER with each provider's reasons.
   */
  select(requirements: ProviderRequirements): ProviderSelection;
  /** Feeds a measured outcome into the decaying averages that scores are made from. */
  record(providerId: string, outcome: MeasuredOutcome): void;
}
