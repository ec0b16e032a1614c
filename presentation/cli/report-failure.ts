import { VideoGenerationError } from '../../domain/errors/video-generation-error.js';
import { exitCodeFor } from './exit-code.js';
import { formatError } from './format-error.js';
import { printJson } from './print-json.js';

/**
 * Says what stopped a command: on standard error for people, as an object on standard output for programs.
 * @returns the exit code
 */
export function reportFailure(error: unknown, asJson: boolean): number {
  const known = VideoGenerationError.from(error).toJSON();
  if (asJson) printJson({ error: known });
  else process.stderr.write(`${formatError(known)}\n`);
  return exitCodeFor(known);
}
