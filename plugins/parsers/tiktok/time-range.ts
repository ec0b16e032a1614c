const clock = String.raw`(?:(\d{1,3}):)?(\d{1,4}(?:\.\d{1,3})?)`;
const unit = String.raw`\s{0,3}(?:s|sec|secs|second|seconds)?`;
const range = String.raw`${clock}${unit}\s{0,3}(?:-|–|—|to)\s{0,3}${clock}${unit}`;
const pattern = new RegExp(String.raw`^(?:\[\s{0,3}${range}\s{0,3}\]|\(\s{0,3}${range}\s{0,3}\))`, 'iu');

/** A time range that a text starts with. */
export interface TimeRange {
  /** Seconds from its start to its end; zero or less if it runs backwards. */
  readonly seconds: number;
  /** As written. */
  readonly written: string;
  /** What follows it. */
  readonly rest: string;
}

const toSeconds = (minutes: string | undefined, seconds: string | undefined): number =>
  Number(minutes ?? 0) * 60 + Number(seconds ?? 0);

/**
 * Reads `[0-3s]`, `[00:03-00:07]`, `(3-7 seconds)` and the like at the start of a text. A range anywhere
 * else belongs to the text: “hold your breath (3-7 seconds)”.
 */
export function readTimeRange(text: string): TimeRange | undefined {
  const found = pattern.exec(text);
  if (!found) return undefined;
  const [written, ...groups] = found;
  const [startMinutes, start, endMinutes, end] = groups[1] === undefined ? groups.slice(4) : groups;
  const seconds = toSeconds(endMinutes, end) - toSeconds(startMinutes, start);
  return {
    seconds: Math.round(seconds * 1000) / 1000,
    written,
    rest: text.slice(written.length).trimStart(),
  };
}
