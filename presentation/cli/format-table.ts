import Table from 'cli-table3';
import { colors } from './colors.js';

const noBorders = Object.fromEntries(
  ['top', 'bottom', 'left', 'right', 'mid'].flatMap((side) =>
    ['', '-mid', '-left', '-right'].map((suffix) => [`${side}${suffix}`, '']),
  ),
);

/** Rows under headings, columns as wide as their content; no rows give `emptyText`. */
export function formatTable(
  headings: readonly string[],
  rows: readonly (readonly string[])[],
  emptyText: string,
): string {
  if (rows.length === 0) return emptyText;
  const table = new Table({
    head: headings.map((heading) => colors.bold(heading)),
    chars: { ...noBorders, middle: '  ' },
    style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [] },
  });
  table.push(...rows.map((row) => [...row]));
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}
