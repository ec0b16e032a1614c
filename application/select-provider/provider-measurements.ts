import type { ProviderMeasurement } from '../../domain/provider/provider-health-store.js';
import type { MeasuredOutcome } from '../../domain/provider/provider-registry.js';

/** How much one outcome counts against all before it: after three, half of the average is new. */
const newestWeight = 0.2;

/** What is assumed of a provider that nothing is known of, so that one lucky run does not decide. */
export const priorMeasurement: ProviderMeasurement = { success: 0.9, secondsPerVideoSecond: 2 };

/**
 * The averages after one more outcome (exponentially weighted moving average, EWMA). A failed run says
 * nothing about speed: it may have failed at once.
 */
export function measure(before: ProviderMeasurement, outcome: MeasuredOutcome): ProviderMeasurement {
  const blend = (average: number, newest: number): number => average + newestWeight * (newest - average);
  const speed = outcome.secondsPerVideoSecond;
  const speedCounts = outcome.succeeded && Number.isFinite(speed) && speed >= 0;
  return {
    success: blend(before.success, outcome.succeeded ? 1 : 0),
    secondsPerVideoSecond: speedCounts
      ? blend(before.secondsPerVideoSecond, speed)
      : before.secondsPerVideoSecond,
  };
}
