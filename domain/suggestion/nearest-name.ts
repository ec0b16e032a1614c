import { VideoGenerationError } from '../errors/video-generation-error.js';
import type { ErrorCode } from '../errors/error-codes.js';

/** Longer names are not compared: nobody mistypes one, and the comparison is quadratic. */
const longestName = 64;
const listedAtMost = 30;

/**
 * Edits (insert, delete, replace, swap two neighbours) that turn one text into the other.
 * Source: Damerau–Levenshtein distance, optimal string alignment.
 */
function editDistance(left: string, right: string): number {
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: right.length + 1 }, (_, column) => column);
  for (let row = 1; row <= left.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= right.length; column += 1) {
      const replaced = previous[column - 1]! + (left[row - 1] === right[column - 1] ? 0 : 1);
      const swapped = left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1];
      const bySwap = swapped ? beforePrevious[column - 2]! + 1 : Infinity;
      current.push(Math.min(replaced, bySwap, previous[column]! + 1, current[column - 1]! + 1));
    }
    [beforePrevious, previous] = [previous, current];
  }
  return previous[right.length]!;
}

/**
 * The known name that `name` was probably meant to be, ignoring case, or undefined if none is close: at
 * most a third of its letters, and at least one, may differ. Ties go to the first in alphabetical order.
 */
export function nearestName(name: string, known: readonly string[]): string | undefined {
  if (name.length > longestName) return undefined;
  const wanted = name.toLowerCase();
  let nearest: string | undefined;
  let smallest = Math.max(1, Math.floor(wanted.length / 3)) + 1;
  for (const candidate of [...known].sort()) {
    if (Math.abs(candidate.length - wanted.length) >= smallest || candidate.length > longestName) continue;
    const distance = editDistance(wanted, candidate.toLowerCase());
    if (distance < smallest) [nearest, smallest] = [candidate, distance];
  }
  return nearest;
}

export interface UnknownName {
  readonly code: ErrorCode;
  /** For people, such as `channel`. */
  readonly what: string;
  readonly name: string;
  readonly known: readonly string[];
  /** Field that held the name, such as `channel of the script`. */
  readonly where?: string;
}

/** The error for a name that nothing has: lists the known ones and suggests the nearest. */
export function unknownNameError({ code, what, name, known, where }: UnknownName): VideoGenerationError {
  const nearest = nearestName(name, known);
  const shown = name.length > longestName ? `${name.slice(0, longestName)}…` : name;
  const sorted = [...known].sort();
  const more = sorted.length > listedAtMost ? `, and ${sorted.length - listedAtMost} more` : '';
  const list = sorted.length === 0 ? 'none' : sorted.slice(0, listedAtMost).join(', ') + more;
  const suggestion = nearest === undefined ? '' : ` Did you mean “${nearest}”?`;
  const place = where === undefined ? '' : ` (${where})`;
  return new VideoGenerationError(code, {
    message: `There is no ${what} “${shown}”${place}.${suggestion} Known: ${list}.`,
    ...(nearest === undefined ? {} : { howToFix: `Write “${nearest}”, or choose another ${what}.` }),
    details: { ...(where === undefined ? {} : { where }), name: shown, nearest, known: sorted },
  });
}
