import type { DurationRange } from './model-descriptor.js';
import type { SnapMode } from './unified-request.js';

/** What becomes of a value that was asked for; no value: the model offers nothing that would do. */
export interface OfferedValue<Value> {
  readonly value?: Value;
  /** True if it is the very one that was asked for, perhaps in another spelling. */
  readonly exact: boolean;
}

const tolerance = 1e-6;

/** Durations are compared and counted in steps from the minimum; thousandths are the finest. */
const rounded = (seconds: number): number => Math.round(seconds * 1000) / 1000;

/** The durations beside `wanted`: the longest that is not longer, and the shortest that is not shorter. */
function neighbours(range: DurationRange, wanted: number): [number | undefined, number | undefined] {
  if (range.kind === 'list') {
    const sorted = [...range.seconds].sort((left, right) => left - right);
    return [
      sorted.findLast((seconds) => seconds <= wanted + tolerance),
      sorted.find((seconds) => seconds >= wanted - tolerance),
    ];
  }
  const { minimum, maximum, step } = range;
  if (wanted < minimum) return [undefined, minimum];
  const stepped = (steps: number): number => rounded(step > 0 ? minimum + steps * step : wanted);
  const steps = step > 0 ? (wanted - minimum) / step : 0;
  const last = stepped(step > 0 ? Math.floor((maximum - minimum) / step + tolerance) : 0);
  if (wanted > maximum) return [step > 0 ? last : maximum, undefined];
  const above = stepped(Math.ceil(steps - tolerance));
  return [stepped(Math.floor(steps + tolerance)), above <= maximum + tolerance ? above : undefined];
}

/** A duration that the model offers, by snap mode. */
export function offeredDuration(range: DurationRange, wanted: number, snap: SnapMode): OfferedValue<number> {
  const [below, above] = neighbours(range, wanted);
  if (below !== undefined && Math.abs(below - wanted) <= tolerance) return { value: below, exact: true };
  if (snap === 'strict') return { exact: false };
  if (snap === 'nearest-longer' || below === undefined) return { ...defined(above), exact: false };
  if (above === undefined) return { value: below, exact: false };
  return { value: above - wanted <= wanted - below ? above : below, exact: false };
}

/** What is made when nothing was asked for: the first of a list, or about five seconds. */
export function defaultDuration(range: DurationRange): number | undefined {
  return range.kind === 'list' ? range.seconds[0] : offeredDuration(range, 5, 'nearest').value;
}

export function describeDurations(range: DurationRange): string {
  if (range.kind === 'list') return range.seconds.map((seconds) => `${seconds} s`).join(', ');
  return `${range.minimum} to ${range.maximum} s in steps of ${range.step} s`;
}

/** The one of `offered` that is nearest by `measure`; of equals the first. */
function nearest<Value>(
  offered: readonly Value[],
  wanted: number,
  measure: (value: Value) => number | undefined,
): Value | undefined {
  let best: Value | undefined;
  let least = Infinity;
  for (const value of offered) {
    const size = measure(value);
    const distance = size === undefined ? Infinity : Math.abs(Math.log(size / wanted));
    if (distance < least - tolerance) [best, least] = [value, distance];
  }
  return best;
}

/** Width over height of `16:9` or `1280x720`; undefined if it is neither. */
export function ratioOf(text: string): number | undefined {
  const [, width, height] = /^\s*(\d+(?:\.\d+)?)\s*[:x×/]\s*(\d+(?:\.\d+)?)\s*$/i.exec(text) ?? [];
  const ratio = Number(width) / Number(height);
  return Number.isFinite(ratio) && ratio > 0 ? ratio : undefined;
}

/** The shorter side in pixels of `720p`, `1280x720`, `2K` or `4K`; undefined if it is none of them. */
function shortSideOf(text: string): number | undefined {
  const [, lines] = /^\s*(\d+)p\s*$/i.exec(text) ?? [];
  if (lines !== undefined) return positive(Number(lines));
  const [, thousands] = /^\s*(\d+)k\s*$/i.exec(text) ?? [];
  if (thousands !== undefined) return positive(Number(thousands) * 540);
  const [, width, height] = /^\s*(\d+)\s*[x×]\s*(\d+)\s*$/i.exec(text) ?? [];
  return positive(Math.min(Number(width), Number(height)));
}

const positive = (value: number): number | undefined =>
  Number.isFinite(value) && value > 0 ? value : undefined;

const sameText = (left: string, right: string): boolean =>
  left.trim().toLowerCase() === right.trim().toLowerCase();

/** An aspect ratio that the model offers. `1280:720` is the same as `16:9`. */
export function offeredRatio(
  offered: readonly string[],
  wanted: string,
  snap: SnapMode,
): OfferedValue<string> {
  const same = offered.find((ratio) => sameText(ratio, wanted));
  if (same !== undefined) return { value: same, exact: true };
  const ratio = ratioOf(wanted);
  if (ratio === undefined) return { exact: false };
  const equal = offered.find((one) => Math.abs((ratioOf(one) ?? 0) / ratio - 1) < 0.005);
  if (equal !== undefined) return { value: equal, exact: true };
  return { ...defined(snap === 'strict' ? undefined : nearest(offered, ratio, ratioOf)), exact: false };
}

/** A resolution that the model offers. `720p` is the same as `1280x720`; of several the one of `ratio`. */
export function offeredResolution(
  offered: readonly string[],
  wanted: string,
  snap: SnapMode,
  ratio?: string,
): OfferedValue<string> {
  const same = offered.find((resolution) => sameText(resolution, wanted));
  if (same !== undefined) return { value: same, exact: true };
  const side = shortSideOf(wanted);
  if (side === undefined) return { exact: false };
  const shape = ratioOf(wanted) ?? (ratio === undefined ? undefined : ratioOf(ratio));
  const byShape = shape === undefined ? offered : sortedByShape(offered, shape);
  const equal = byShape.find((resolution) => shortSideOf(resolution) === side);
  if (equal !== undefined)
    return { value: equal, exact: ratioOf(wanted) === undefined || fits(equal, shape) };
  return { ...defined(snap === 'strict' ? undefined : nearest(byShape, side, shortSideOf)), exact: false };
}

const fits = (resolution: string, shape: number | undefined): boolean =>
  shape === undefined || Math.abs((ratioOf(resolution) ?? shape) / shape - 1) < 0.01;

function sortedByShape(offered: readonly string[], shape: number): string[] {
  const misfit = (text: string): number => Math.abs(Math.log((ratioOf(text) ?? shape) / shape));
  return [...offered].sort((left, right) => misfit(left) - misfit(right));
}

/** A frame rate that the model offers. */
export function offeredFrameRate(
  offered: readonly number[],
  wanted: number,
  snap: SnapMode,
): OfferedValue<number> {
  const same = offered.find((rate) => Math.abs(rate - wanted) < 0.01);
  if (same !== undefined) return { value: same, exact: true };
  const value = snap === 'strict' ? undefined : nearest(offered, wanted, (rate) => rate);
  return { ...defined(value), exact: false };
}

function defined<Value>(value: Value | undefined): { value?: Value } {
  return value === undefined ? {} : { value };
}
