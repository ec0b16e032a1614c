import { VideoGenerationError } from '../../../domain/errors/video-generation-error.js';
import type { ErrorCode } from '../../../domain/errors/error-codes.js';

/** How a media process ended. */
export interface ProcessEnd {
  /** What it was doing, such as `encoding a segment`. */
  readonly purpose: string;
  readonly executable: string;
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  /** The end of what it wrote to standard error. */
  readonly log: string;
  /** A file of the user's that it was reading. */
  readonly userFile?: string;
}

const diskFull = /no space left on device|ENOSPC|disk quota exceeded|not enough space on the disk/i;
const badFile =
  /invalid data found|moov atom not found|matches no streams|no video stream|no audio stream|end of file|could not find codec parameters|error while decoding|could not find tag/i;

/** The error that a process's last words amount to. */
export function processFailure(end: ProcessEnd): VideoGenerationError {
  const details = { executable: end.executable, exitCode: end.exitCode, signal: end.signal, log: end.log };
  const fail = (code: ErrorCode, message: string): VideoGenerationError =>
    new VideoGenerationError(code, { message, details });
  if (diskFull.test(end.log)) return fail('STORAGE_FULL', `The disk became full while ${end.purpose}.`);
  if (end.userFile !== undefined && badFile.test(end.log)) {
    return fail('MEDIA_CORRUPT', `“${end.userFile}” cannot be decoded: ${lastLine(end.log)}`);
  }
  const how = end.signal ? `was ended by ${end.signal}` : `ended with code ${String(end.exitCode)}`;
  return fail('MEDIA_PROCESS_FAILED', `The media engine ${how} while ${end.purpose}: ${lastLine(end.log)}`);
}

/** A process that could not be started. */
export function startFailure(executable: string, cause: NodeJS.ErrnoException): VideoGenerationError {
  const isMissing = cause.code === 'ENOENT' || cause.code === 'EACCES' || cause.code === 'ENOEXEC';
  return new VideoGenerationError(isMissing ? 'MEDIA_BACKEND_MISSING' : 'MEDIA_PROCESS_FAILED', {
    message: `“${executable}” could not be started: ${cause.message}`,
    details: { executable, reason: cause.code },
    cause,
  });
}

/** What the file system said while we wrote, rather than the media process. */
export function storageFailure(path: string, cause: unknown): VideoGenerationError {
  if (VideoGenerationError.isInstance(cause)) return cause;
  const reason = (cause as NodeJS.ErrnoException).code;
  const isFull = reason === 'ENOSPC' || reason === 'EDQUOT';
  return new VideoGenerationError(isFull ? 'STORAGE_FULL' : 'STORAGE_NOT_WRITABLE', {
    message: isFull ? `The disk became full while writing “${path}”.` : `“${path}” cannot be written.`,
    details: { path, reason },
    cause,
  });
}

function lastLine(log: string): string {
  const line = log.trim().split(/\r?\n/).at(-1) ?? '';
  return line === '' ? 'it gave no reason.' : line.trim();
}
