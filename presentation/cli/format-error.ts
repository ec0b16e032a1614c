import { colors } from './colors.js';
import type { SerializedError } from '../../domain/errors/video-generation-error.js';
import type { ScriptIssue } from '../../domain/script/script-parser.js';

/** An error as a person reads it: what, where, how to fix; all script issues if there are several. */
export function formatError(error: SerializedError): string {
  const lines = [`${colors.red('error')} ${colors.bold(error.code)}  ${error.message}`];
  const issues = issuesOf(error);
  if (issues.length > 1) {
    for (const issue of issues)
      lines.push(`  ${colors.cyan(issue.where)}  ${issue.message}`, `    fix: ${issue.howToFix}`);
  } else {
    lines.push(`  fix: ${error.howToFix}`);
  }
  const log = error.details.log;
  if (typeof log === 'string' && log.trim()) lines.push(colors.dim(indent(lastLines(log, 8))));
  return lines.join('\n');
}

/** Those of a script; those of a request stand in its message, and are fixed as the error says. */
function issuesOf(error: SerializedError): readonly ScriptIssue[] {
  const { issues } = error.details;
  if (!Array.isArray(issues)) return [];
  return (issues as Partial<ScriptIssue>[]).every(({ howToFix }) => howToFix !== undefined)
    ? (issues as ScriptIssue[])
    : [];
}

function lastLines(text: string, count: number): string {
  return text.trim().split('\n').slice(-count).join('\n');
}

function indent(text: string): string {
  return text.replace(/^/gm, '  ');
}
