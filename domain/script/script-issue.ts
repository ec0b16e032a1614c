import { errorCodes, type ErrorCode } from '../errors/error-codes.js';
import { VideoGenerationError } from '../errors/video-generation-error.js';
import { scriptLimits } from './script-limits.js';

/** One thing that is wrong with a script. */
export interface ScriptIssue {
  readonly code: ErrorCode;
  /** Field path such as `main_points[2]`, or `line 4`; `script` for all of it. */
  readonly where: string;
  /** A whole sentence that names the place. */
  readonly message: string;
  readonly howToFix: string;
}

/** Makes a {@link ScriptIssue}. `what` goes on from the place: `is empty` becomes `hook is empty.` */
export function scriptIssue(code: ErrorCode, where: string, what: string, howToFix?: string): ScriptIssue {
  const place = where === 'script' ? 'The script' : where.startsWith('line ') ? `L${where.slice(1)}` : where;
  return { code, where, message: `${place} ${what}.`, howToFix: howToFix ?? errorCodes[code].howToFix };
}

/** One error for all issues: the first gives code, message and remedy; `details.issues` lists up to a hundred. */
export function scriptIssuesError(issues: readonly [ScriptIssue, ...ScriptIssue[]]): VideoGenerationError {
  const [first, ...others] = issues;
  const more = others.length === 0 ? '' : ` (${others.length} more below)`;
  return new VideoGenerationError(first.code, {
    message: `${first.message}${more}`,
    howToFix: first.howToFix,
    details: { where: first.where, issues: issues.slice(0, scriptLimits.issues) },
  });
}

/** Throws {@link scriptIssuesError} if there is any issue. */
export function refuseScriptIssues(issues: readonly ScriptIssue[]): void {
  const [first, ...others] = issues;
  if (first) throw scriptIssuesError([first, ...others]);
}
