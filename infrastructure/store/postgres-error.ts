import { VideoGenerationError } from '../../domain/errors/video-generation-error.js';

interface Verdict {
  readonly code: 'STORE_UNAVAILABLE' | 'STORAGE_FULL' | 'STORE_CORRUPT';
  readonly what: string;
  readonly howToFix?: string;
  readonly retryable?: boolean;
}

const unreachable =
  /^(?:ECONN|ENOTFOUND|EAI_|EHOST|ENET|ETIMEDOUT|EPIPE|ENOENT|57P0|08)|Connection terminated|timeout/;

/** Source: PostgreSQL’s documentation, appendix A, error codes. */
function verdictOn(code: string, text: string): Verdict | undefined {
  if (code.startsWith('28') || /password|SASL/.test(text)) {
    const howToFix = 'Correct user and password in VIDEO_STORE_URL.';
    return { code: 'STORE_UNAVAILABLE', what: 'refused the credentials', howToFix };
  }
  if (/^(?:3D000|42501|3F000)/.test(code)) {
    const howToFix =
      'Create the database that VIDEO_STORE_URL names, and let its user create a schema in it.';
    return { code: 'STORE_UNAVAILABLE', what: `cannot be used: ${text}`, howToFix };
  }
  if (/^(?:53100|ENOSPC)/.test(code)) return { code: 'STORAGE_FULL', what: 'has no space left on its disk' };
  if (/^XX00[12]/.test(code)) return { code: 'STORE_CORRUPT', what: `is damaged: ${text}` };
  if (/^(?:53|55P03|40)/.test(code)) {
    return { code: 'STORE_UNAVAILABLE', what: `is too busy: ${text}`, retryable: true };
  }
  if (unreachable.test(code) || unreachable.test(text)) {
    const howToFix = 'Check that the server runs and that VIDEO_STORE_URL names it; then try again.';
    return { code: 'STORE_UNAVAILABLE', what: `cannot be reached: ${text}`, howToFix, retryable: true };
  }
  return undefined;
}

/** The error that a failure of PostgreSQL means to a user. */
export function postgresError(cause: unknown, place: string): VideoGenerationError {
  if (VideoGenerationError.isInstance(cause)) return cause;
  const { code, message } = (cause ?? {}) as { code?: unknown; message?: unknown };
  const verdict = verdictOn(String(code), String(message));
  if (!verdict) return VideoGenerationError.from(cause);
  const { code: ours, what, ...options } = verdict;
  return new VideoGenerationError(ours, {
    message: `The database ${place} ${what}.`,
    ...options,
    details: { place, systemCode: code },
    cause,
  });
}
