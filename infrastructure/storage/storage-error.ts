import { VideoGenerationError } from '../../domain/errors/video-generation-error.js';

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'permission is denied',
  EPERM: 'the operation is not permitted',
  EROFS: 'the file system is read-only',
  ENOTDIR: 'part of the path is a file, not a folder',
  EEXIST: 'a file of this name is in the way',
  EISDIR: 'a folder of this name is in the way',
  ENAMETOOLONG: 'the name is too long for the file system',
  ENOENT: 'part of the path does not exist',
  EBUSY: 'another program holds the file open',
};

/** The error that a failed file operation means to a user. */
export function storageError(cause: unknown, folder: string, attempt: string): VideoGenerationError {
  if (VideoGenerationError.isInstance(cause)) return cause;
  const code = (cause as NodeJS.ErrnoException | null)?.code;
  if (typeof code !== 'string') return VideoGenerationError.from(cause);
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    const what = code === 'EDQUOT' ? 'The disk quota is used up' : 'The disk is full';
    return new VideoGenerationError('STORAGE_FULL', {
      message: `${what}: could not ${attempt} in ${folder}.`,
      details: { folder, systemCode: code },
      cause,
    });
  }
  return new VideoGenerationError('STORAGE_NOT_WRITABLE', {
    message: `Could not ${attempt} in ${folder}: ${reasons[code] ?? `the system says ${code}`}.`,
    details: { folder, systemCode: code },
    cause,
  });
}
