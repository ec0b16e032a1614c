import { readTimeRange, type TimeRange } from './time-range.js';

/** Fields that a marked line can begin or give. */
export type MarkedField =
  | 'hook'
  | 'main_points'
  | 'call_to_action'
  | 'topic'
  | 'channel'
  | 'language'
  | 'voice'
  | 'music'
  | 'hashtags'
  | 'visual';

/** A line such as `**Hook** (0-3s): Stop scrolling`. */
export interface Mark {
  readonly field: MarkedField;
  readonly range?: TimeRange;
  /** The text that follows on the same line; may be empty. */
  readonly rest: string;
}

/** Names as people write them, longest first where one starts with another. */
const names: readonly (readonly [RegExp, MarkedField])[] = [
  [/^(?:opening\s{1,3})?hook/iu, 'hook'],
  [/^call[\s_-]?to[\s_-]?action|^cta/iu, 'call_to_action'],
  [/^(?:(?:main|key)[\s_-]?)?points?(?:\s{0,3}#?\d{1,3})?/iu, 'main_points'],
  [/^(?:topic|title)/iu, 'topic'],
  [/^channel/iu, 'channel'],
  [/^language/iu, 'language'],
  [/^voice/iu, 'voice'],
  [/^music/iu, 'music'],
  [/^(?:hash)?tags/iu, 'hashtags'],
  [/^visuals?/iu, 'visual'],
];
const sections: readonly MarkedField[] = ['hook', 'main_points', 'call_to_action'];

/** What follows a mark's name: its closing emphasis or bracket, a colon, a time range, and then the text. */
function readTail(after: string, closer: string) {
  let rest = after;
  let [colon, closed] = [false, closer === ''];
  let range: TimeRange | undefined;
  for (;;) {
    rest = rest.trimStart();
    const found = range ? undefined : readTimeRange(rest);
    if (found) {
      range = found;
      rest = found.rest;
    } else if (!colon && /^[:：]/u.test(rest)) {
      colon = true;
      rest = rest.slice(1);
    } else if (!closed && rest.startsWith(closer)) {
      closed = true;
      rest = rest.slice(closer.length);
    } else {
      // `**Hook: all of it is bold**`
      if (!closed && rest.endsWith(closer)) rest = rest.slice(0, -closer.length).trimEnd();
      return { rest, colon, range };
    }
  }
}

/**
 * Finds the mark that a line begins with: `Hook:`, `**Hook**`, `[CTA] text`, or the bare name of a section
 * with nothing else on its line.
 */
export function readMark(line: string): Mark | undefined {
  const opener = /^(?:[*_]{1,3}|\[)/u.exec(line)?.[0] ?? '';
  const opened = line.slice(opener.length).trimStart();
  for (const [pattern, field] of names) {
    const name = pattern.exec(opened)?.[0];
    if (name === undefined) continue;
    const after = opened.slice(name.length);
    if (/^[\p{L}\p{N}]/u.test(after)) continue;
    const { rest, colon, range } = readTail(after, opener === '[' ? ']' : opener);
    const bare = sections.includes(field) && (rest === '' || (opener === '[' && /^\s*\]/u.test(after)));
    return colon || bare ? { field, rest, ...(range && { range }) } : undefined;
  }
  return undefined;
}
