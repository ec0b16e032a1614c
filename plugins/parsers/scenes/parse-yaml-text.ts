import {
  VideoGenerationError,
  refuseScriptIssues,
  scriptIssue,
  scriptIssuesError,
  scriptLimits,
  type ScriptIssue,
} from 'aether-video/plugin';
import { Lexer, LineCounter, parseDocument } from 'yaml';

/** Aliases that a script may resolve: enough to share a setting, too few for a bomb. */
const maxAliases = 50;

/** Pieces of syntax; a hundred scenes with every field have about 6,000. The library's time grows with them. */
const maxTokens = 10_000;

/** What the library says, in words for people who do not know YAML. */
const explanations: Readonly<Record<string, string>> = {
  DUPLICATE_KEY: 'gives a field a second time',
  TAB_AS_INDENT: 'is indented with a tab; YAML needs spaces',
  BAD_INDENT: 'is not indented like the lines around it',
  MISSING_CHAR: 'lacks a character, such as a closing quote or a comma',
  MULTIPLE_DOCS: 'begins a second document; a script is one',
  TAG_RESOLVE_FAILED: 'has a !tag, which scripts may not use',
  BAD_ALIAS: 'uses an alias that is not defined',
};

/** Nesting by the shape of the text alone, before the library's recursion meets it. Never too low. */
function tooDeepLine(text: string): number | undefined {
  let brackets = 0;
  for (const [at, line] of text.split(/\r\n|\r|\n/u).entries()) {
    const markers = /^\s*(?:[-?:][ \t]+)*/u.exec(line)?.[0].replaceAll(/\s/gu, '').length ?? 0;
    for (const character of line) {
      if (character === '[' || character === '{') brackets += 1;
      if ((character === ']' || character === '}') && brackets > 0) brackets -= 1;
      if (brackets + markers > 4 * scriptLimits.depth) return at + 1;
    }
  }
  return undefined;
}

function hasTooManyTokens(text: string): boolean {
  let count = 0;
  for (const _ of new Lexer().lex(text)) {
    count += 1;
    if (count > maxTokens) return true;
  }
  return false;
}

/** Refuses what would keep the library busy, before it begins. */
function checkYamlSize(text: string): void {
  const line = tooDeepLine(text);
  if (line !== undefined) {
    refuseScriptIssues([scriptIssue('SCRIPT_TOO_DEEP', `line ${line}`, 'is nested too deeply')]);
  }
  if (hasTooManyTokens(text)) {
    const what = `has more than ${maxTokens.toLocaleString('en-US')} pieces of YAML`;
    refuseScriptIssues([scriptIssue('SCRIPT_TOO_LARGE', 'script', what, 'Make several scripts of it.')]);
  }
}

function issueOf(code: string, message: string, line: number): ScriptIssue {
  const what = explanations[code] ?? `is not well-formed YAML: ${message.split('\n')[0] ?? ''}`;
  return scriptIssue('SCRIPT_MALFORMED', `line ${line}`, what.replace(/\.$/u, ''));
}

/** The library throws at alias bombs (ReferenceError) and at nesting beyond the stack (RangeError). */
function yamlFailure(error: unknown): VideoGenerationError {
  if (VideoGenerationError.isInstance(error)) return error;
  if (error instanceof RangeError) {
    return scriptIssuesError([scriptIssue('SCRIPT_TOO_DEEP', 'script', 'is nested too deeply')]);
  }
  const what = error instanceof ReferenceError ? `uses more than ${maxAliases} aliases` : 'is not plain data';
  return scriptIssuesError([scriptIssue('SCRIPT_MALFORMED', 'script', what)]);
}

/**
 * Reads one YAML 1.2 document of plain data: no custom tags, no duplicate keys, few aliases.
 * @throws VideoGenerationError SCRIPT_MALFORMED naming the line, or SCRIPT_TOO_DEEP.
 */
export function parseYamlText(text: string): unknown {
  checkYamlSize(text);
  const lineCounter = new LineCounter();
  try {
    const document = parseDocument(text, {
      version: '1.2',
      schema: 'core',
      merge: false,
      uniqueKeys: true,
      prettyErrors: false,
      logLevel: 'error',
      lineCounter,
    });
    const problems = [...document.errors, ...document.warnings].slice(0, 20);
    refuseScriptIssues(
      problems.map(({ code, message, pos }) => issueOf(code, message, lineCounter.linePos(pos[0]).line || 1)),
    );
    return document.toJS({ maxAliasCount: maxAliases });
  } catch (error) {
    throw yamlFailure(error);
  }
}
