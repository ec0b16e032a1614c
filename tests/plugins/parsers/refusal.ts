import { VideoGenerationError } from '../../../domain/errors/video-generation-error.js';
import type { ScriptIssue } from '../../../domain/script/script-issue.js';

/** The error that `work` throws; fails if it throws none, or another kind. */
export function refusalOf(work: () => unknown): VideoGenerationError {
  try {
    work();
  } catch (error) {
    if (VideoGenerationError.isInstance(error)) return error;
    throw error;
  }
  throw new TypeError('Nothing was refused.');
}

export function issuesOf(work: () => unknown): readonly ScriptIssue[] {
  return refusalOf(work).details.issues as readonly ScriptIssue[];
}
