import { readFileSync } from 'node:fs';
import path from 'node:path';

/** The checkout. */
export const root = path.resolve(import.meta.dirname, '../..');

export interface CodeBlock {
  /** As the fence says: `sh`, `js`, `json`… */
  readonly language: string;
  readonly text: string;
  /** The text between the last heading or block and this one. */
  readonly before: string;
}

/** The fenced blocks of a Markdown file of this repository, in order. */
export function codeBlocks(file: string): CodeBlock[] {
  const page = readFileSync(path.join(root, file), 'utf8');
  const blocks: CodeBlock[] = [];
  let from = 0;
  for (const match of page.matchAll(/^```(\w+)\n(.*?)^```$/gmsu)) {
    blocks.push({ language: match[1]!, text: match[2]!, before: page.slice(from, match.index) });
    from = match.index + match[0].length;
  }
  return blocks;
}

/** The commands of all `sh` blocks. */
export function commands(blocks: readonly CodeBlock[]): string[] {
  return blocks
    .filter(({ language }) => language === 'sh')
    .flatMap(({ text }) => text.split('\n'))
    .filter((line) => line.trim() !== '');
}
