import { scriptIssue, scriptIssuesError } from './script-issue.js';
import { scriptLimits } from './script-limits.js';

/** Texts are measured in UTF-16 units here: cheap, and never less than the characters. */
const tooLarge = (what: string, actual: number, limit: number) =>
  scriptIssuesError([
    scriptIssue(
      'SCRIPT_TOO_LARGE',
      'script',
      `has ${actual.toLocaleString('en-US')} ${what}; the most is ${limit.toLocaleString('en-US')}`,
      'Shorten the script: a minute of speech is about 1,000 characters.',
    ),
  ]);

function isEmpty(content: unknown): boolean {
  if (content === null || content === undefined) return true;
  if (typeof content === 'string') return content.trim() === '';
  return typeof content === 'object' && Object.keys(content).length === 0;
}

/**
 * Refuses a raw script that is empty, or so large or deep that reading it could stall the process. Looks at
 * no more than the limits allow, so a cyclic object is safe, too.
 * @throws VideoGenerationError SCRIPT_EMPTY, SCRIPT_TOO_LARGE or SCRIPT_TOO_DEEP.
 */
export function checkScriptSize(content: unknown): void {
  if (typeof content === 'string' && content.length > scriptLimits.characters) {
    throw tooLarge('characters', content.length, scriptLimits.characters);
  }
  if (isEmpty(content)) throw scriptIssuesError([scriptIssue('SCRIPT_EMPTY', 'script', 'is empty')]);
  const open: { readonly value: unknown; readonly depth: number }[] = [{ value: content, depth: 0 }];
  let [values, characters] = [0, 0];
  for (let next = open.pop(); next; next = open.pop()) {
    values += 1;
    if (typeof next.value === 'string') characters += next.value.length;
    if (characters > scriptLimits.characters) {
      throw tooLarge('characters', characters, scriptLimits.characters);
    }
    if (typeof next.value !== 'object' || next.value === null) continue;
    if (next.depth > scriptLimits.depth) throw tooDeep();
    const depth = next.depth + 1;
    const entries = Object.entries(next.value as Record<string, unknown>);
    if (values + open.length + entries.length > scriptLimits.values) {
      throw tooLarge('values', values + open.length + entries.length, scriptLimits.values);
    }
    for (const [name, value] of entries) {
      characters += Array.isArray(next.value) ? 0 : name.length;
      open.push({ value, depth });
    }
  }
}

/** The error for a script that nests objects and lists beyond {@link scriptLimits}. */
export function tooDeep(where = 'script') {
  return scriptIssuesError([
    scriptIssue('SCRIPT_TOO_DEEP', where, `is nested more than ${scriptLimits.depth} levels deep`),
  ]);
}
