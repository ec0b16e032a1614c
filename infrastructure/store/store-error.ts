import { VideoGenerationError } from '../../domain/errors/video-generation-error.js';

/** Seconds that a process waits for another one's write. */
export const busySeconds = 10;

const buildTools =
  'If no prebuilt binary can be downloaded for your system, Python 3, make and a C++ compiler are needed.';

type Verdict = Pick<VideoGenerationError, 'code'> & {
  message: string;
  howToFix?: string;
  retryable?: boolean;
};

function verdictOn(code: string, text: string, file: string): Verdict | undefined {
  if (code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND') {
    const message = 'The package better-sqlite3, which remembers paid work, is not installed.';
    const howToFix = `Run: npm install better-sqlite3@12. ${buildTools}`;
    return { code: 'STORE_UNAVAILABLE', message, howToFix };
  }
  if (code === 'ERR_DLOPEN_FAILED' || text.startsWith('Could not locate the bindings file')) {
    const message = `The package better-sqlite3, which remembers paid work, has no binary for Node ${process.versions.node} on this machine.`;
    return { code: 'STORE_UNAVAILABLE', message, howToFix: `Run: npm rebuild better-sqlite3. ${buildTools}` };
  }
  if (/^SQLITE_(?:FULL|IOERR_SHMSIZE)$|^(?:ENOSPC|EDQUOT)$/.test(code)) {
    return { code: 'STORAGE_FULL', message: `The disk is full: could not write to the database ${file}.` };
  }
  if (/^SQLITE_(?:CORRUPT|NOTADB)/.test(code)) {
    return { code: 'STORE_CORRUPT', message: `The database ${file} is damaged: ${text}.` };
  }
  if (/^SQLITE_(?:BUSY|LOCKED|PROTOCOL)/.test(code)) {
    const message = `Another process has kept the database ${file} locked for more than ${busySeconds} s.`;
    const howToFix = 'Try again; if it stays so, end the other processes that use this work folder.';
    return { code: 'STORE_UNAVAILABLE', message, howToFix, retryable: true };
  }
  if (
    /^SQLITE_(?:READONLY|CANTOPEN|PERM|AUTH|IOERR)|^E(?:ACCES|PERM|ROFS|NOTDIR|EXIST|ISDIR|IO)$/.test(code)
  ) {
    return {
      code: 'STORAGE_NOT_WRITABLE',
      message: `The database ${file} cannot be read and written: ${text}.`,
    };
  }
  return undefined;
}

/** The error that a failure of the database means to a user. */
export function storeError(cause: unknown, file: string): VideoGenerationError {
  if (VideoGenerationError.isInstance(cause)) return cause;
  const { code, message } = (cause ?? {}) as { code?: unknown; message?: unknown };
  const verdict = verdictOn(String(code), String(message), file);
  if (!verdict) return VideoGenerationError.from(cause);
  const { code: ours, ...options } = verdict;
  return new VideoGenerationError(ours, { ...options, details: { file, systemCode: code }, cause });
}
