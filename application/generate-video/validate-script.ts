import { VideoGenerationError } from '../../domain/errors/video-generation-error.js';
import type { ScriptIssue } from '../../domain/script/script-issue.js';
import type { VideoNotice, VideoResult } from '../../domain/video/video-result.js';

/** What `validateScript` found. */
export interface ScriptValidation {
  readonly valid: boolean;
  /** Everything that stands in the way, as far as it could be found in one pass. */
  readonly issues: readonly ScriptIssue[];
  /** What is worth knowing, but stops nothing. */
  readonly warnings: readonly VideoNotice[];
  /** The plan, as far as it was made: topic, channel, scenes with estimated times. */
  readonly plan: VideoResult;
}

/** All issues that an error lists, or the error itself as the only one. */
function issuesOf(error: VideoGenerationError): readonly ScriptIssue[] {
  const { issues, where } = error.details;
  if (Array.isArray(issues) && issues.length > 0) return issues as ScriptIssue[];
  const { code, message, howToFix } = error;
  return [{ code, where: typeof where === 'string' ? where : 'script', message, howToFix }];
}

/** Reads a dry run's result as a verdict on the script. */
export function asValidation(plan: VideoResult): ScriptValidation {
  const issues = plan.error ? issuesOf(VideoGenerationError.fromJSON(plan.error)) : [];
  const warnings = [...plan.degradations, ...plan.warnings].filter(({ code }) => code !== 'DRY_RUN');
  return { valid: issues.length === 0, issues, warnings, plan };
}
