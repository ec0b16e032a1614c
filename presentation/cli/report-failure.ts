import { CommanderError } from 'commander';
import { VideoGenerationError } from '../../domain/errors/video-generation-error.js';
import { exitCodes, exitCodeFor } from './exit-code.js';
import { formatError } from './format-error.js';
import { printJson } from './print-json.js';

/**
 * Says what stopped a command: on standard error for people, as an object on standard output for programs.
 * @returns the exit code
 */
export function reportFailure(error: unknown, asJson: boolean): number {
  if (error instanceof CommanderError) return reportUsage(error, asJson);
  const known = VideoGenerationError.from(error).toJSON();
  if (asJson) printJson({ error: known });
  else process.stderr.write(`${formatError(known)}\n`);
  return exitCodeFor(known);
}

/** Commander has already told people what it refuses; help and the version are no failures. */
function reportUsage({ exitCode, message }: CommanderError, asJson: boolean): number {
  if (exitCode === 0) return exitCodes.done;
  if (asJson) {
    const problem = new VideoGenerationError('INVALID_REQUEST', {
      message: message.replace(/^error: /u, ''),
      howToFix: 'Run the command with --help to see what it takes.',
      details: { where: 'command line' },
    });
    printJson({ error: problem.toJSON() });
  }
  return exitCodes.badInput;
}
