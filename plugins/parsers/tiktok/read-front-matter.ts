import { scriptIssue, type ScriptIssue } from 'aether-video/plugin';

/** A value that a line gives, and the line's number from 1. */
export interface HeaderEntry {
  readonly name: string;
  readonly value: string | readonly string[];
  readonly line: number;
}

export interface FrontMatter {
  readonly entries: readonly HeaderEntry[];
  /** Index of the first line below it; 0 if there is none. */
  readonly bodyStart: number;
  readonly issues: readonly ScriptIssue[];
}

const unquote = (value: string): string => /^(["'])(.*)\1$/u.exec(value)?.[2] ?? value;

function readValue(written: string): string | readonly string[] {
  const list = /^\[(.*)\]$/u.exec(written)?.[1];
  if (list === undefined) return unquote(written);
  return list
    .split(',')
    .map((entry) => unquote(entry.trim()))
    .filter((entry) => entry !== '');
}

/** Reads `name: value` lines, and lists of `- value` lines, between two lines of `---` at the very start. */
export function readFrontMatter(lines: readonly string[]): FrontMatter {
  const end =
    lines[0]?.trim() === '---' ? lines.findIndex((line, at) => at > 0 && line.trim() === '---') : -1;
  if (end < 0) return { entries: [], bodyStart: 0, issues: [] };
  const entries: HeaderEntry[] = [];
  const issues: ScriptIssue[] = [];
  for (const [at, written] of lines.slice(1, end).entries()) {
    const line = at + 2;
    const text = written.trim();
    if (text === '' || text.startsWith('#')) continue;
    const pair = /^([\p{L}_][\p{L}\p{N}_-]*)\s*:(?:\s+(.*))?$/u.exec(text);
    const item = /^-\s+(.*)$/u.exec(text)?.[1];
    const last = entries.at(-1);
    if (pair) {
      entries.push({ name: pair[1]!, value: readValue((pair[2] ?? '').trim()), line });
    } else if (item !== undefined && last && (last.value === '' || typeof last.value !== 'string')) {
      entries[entries.length - 1] = {
        ...last,
        value: [...(typeof last.value === 'string' ? [] : last.value), unquote(item)],
      };
    } else {
      const remedy = 'Between the two --- lines write one `name: value` on each line.';
      issues.push(scriptIssue('SCRIPT_MALFORMED', `line ${line}`, 'is not a `name: value` line', remedy));
    }
  }
  return { entries, bodyStart: end + 1, issues };
}
