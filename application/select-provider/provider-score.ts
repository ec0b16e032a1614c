import type { ProviderDescriptor } from '../../domain/provider/provider-descriptor.js';
import type {
  ProviderRequirements,
  ScoreParts,
  ScoreWeights,
} from '../../domain/provider/provider-registry.js';
import type { ProviderMeasurement } from '../../domain/provider/provider-health-store.js';

export const scorePartNames = [
  'capability',
  'quality',
  'latency',
  'success',
  'cost',
  'capacity',
] as const satisfies readonly (keyof ScoreParts)[];

/** A price at which the cost part is one half: 0.05 of a currency unit for a second of video. */
const halfScoreMicrosPerSecond = 50_000;

/** What changes from call to call. */
export interface ProviderCondition {
  readonly enabled: boolean;
  /** True if the request names it: then `automatic: false` does not keep it out. */
  readonly named: boolean;
  /** Share of its operation slots that are free, 0 to 1. */
  readonly freeCapacity: number;
  readonly measurement: ProviderMeasurement;
}

/** Why a provider cannot do the work, in plain words that continue a sentence about it; empty if it can. */
export function reasonsAgainst(
  descriptor: ProviderDescriptor,
  needed: ProviderRequirements,
  condition: Pick<ProviderCondition, 'enabled' | 'named'>,
): string[] {
  const reasons: string[] = [];
  if (!condition.enabled)
    reasons.push(`is switched off in the settings (providers.${descriptor.id}.enabled)`);
  if (!descriptor.automatic && !condition.named) reasons.push('is used only when it is named');
  if (!descriptor.accepts.includes(needed.input)) reasons.push(`does not take a ${needed.input}`);
  if (!descriptor.qualities.includes(needed.quality)) {
    reasons.push(`does not make ${needed.quality} quality (it makes ${descriptor.qualities.join(', ')})`);
  }
  if (!descriptor.aspects.includes(needed.aspect)) {
    reasons.push(`does not make ${needed.aspect} pictures (it makes ${descriptor.aspects.join(', ')})`);
  }
  if (needed.durationSeconds > descriptor.maxDurationSeconds) {
    const asked = needed.durationSeconds.toFixed(1);
    reasons.push(`makes at most ${descriptor.maxDurationSeconds} s, and this is ${asked} s`);
  }
  const missing = needed.capabilities.filter((capability) => !descriptor.capabilities.includes(capability));
  if (missing.length > 0) reasons.push(`cannot do ${missing.join(', ')}`);
  return reasons;
}

const clamp = (value: number): number => (value >= 0 ? Math.min(1, value) : 0);

/** 1 for what is free, towards 0 for what is dear. */
export function costPart(microsPerSecond: number): number {
  return 1 / (1 + Math.max(0, microsPerSecond) / halfScoreMicrosPerSecond);
}

/** The parts of an able provider's score, each 0 to 1; higher is better. Pure. */
export function scoreParts(
  descriptor: ProviderDescriptor,
  needed: ProviderRequirements,
  { freeCapacity, measurement }: Pick<ProviderCondition, 'freeCapacity' | 'measurement'>,
): ScoreParts {
  const offered = Math.max(1, descriptor.capabilities.length);
  return {
    // 1 for a specialist that offers just what is needed, towards one half for one that offers much else.
    capability: 0.5 + (0.5 * Math.min(needed.capabilities.length, offered)) / offered,
    quality: clamp(descriptor.pictureQuality),
    latency: 1 / (1 + Math.max(0, measurement.secondsPerVideoSecond)),
    success: clamp(measurement.success),
    cost: costPart(descriptor.microsPerSecond),
    capacity: clamp(freeCapacity),
  };
}

/** The weighted mean of the parts, 0 to 1. 0 if no part counts. */
export function weightedScore(parts: ScoreParts, weights: ScoreWeights): number {
  let sum = 0;
  let total = 0;
  for (const name of scorePartNames) {
    sum += parts[name] * weights[name];
    total += weights[name];
  }
  return total > 0 ? sum / total : 0;
}

/** The part that did most to put `winner` above `next`; undefined if no part did. */
export function decidingPart(
  winner: ScoreParts,
  next: ScoreParts,
  weights: ScoreWeights,
): keyof ScoreParts | undefined {
  let deciding: keyof ScoreParts | undefined;
  let largest = 0;
  for (const name of scorePartNames) {
    const lead = (winner[name] - next[name]) * weights[name];
    if (lead > largest) [deciding, largest] = [name, lead];
  }
  return deciding;
}
