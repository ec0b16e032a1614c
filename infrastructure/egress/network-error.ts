import { cancellationOf, VideoGenerationError } from '../../domain/errors/video-generation-error.js';

const reasons: Readonly<Record<string, string>> = {
  ENOTFOUND: 'its name is not known',
  EAI_AGAIN: 'its name could not be looked up just now',
  ECONNREFUSED: 'it refused the connection',
  ECONNRESET: 'the connection broke off',
  EPIPE: 'the connection broke off',
  ETIMEDOUT: 'it did not answer in time',
  ENETUNREACH: 'there is no way to its network',
  EHOSTUNREACH: 'there is no way to it',
  ERR_STREAM_PREMATURE_CLOSE: 'the connection broke off',
};
const isCertificateProblem = (code: string): boolean =>
  /CERT|SIGNATURE|ISSUER|ERR_TLS|ERR_SSL|EPROTO/.test(code);

/** The same error with `details.sent`: whether a byte of the request can have reached the server. */
export function withSent(error: VideoGenerationError, sent: boolean): VideoGenerationError {
  if (error.details.sent === sent) return error;
  const { code, message, howToFix, retryable, retryAfterSeconds, billed, cause } = error;
  const options = { message, howToFix, retryable, billed, cause, details: { ...error.details, sent } };
  return new VideoGenerationError(code, {
    ...options,
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
  });
}

/** Why a call was stopped by its own signal: CANCELLED, TIMEOUT, or the error that the signal carries. */
export function interruption(signal: AbortSignal, sent: boolean): VideoGenerationError {
  const reason: unknown = signal.reason;
  if (reason instanceof Error && reason.name === 'TimeoutError') {
    return timeout('The time allowed for the call was over.', sent, reason);
  }
  return withSent(cancellationOf(signal), sent);
}

export function timeout(message: string, sent: boolean, cause?: unknown): VideoGenerationError {
  return new VideoGenerationError('TIMEOUT', { message, details: { sent }, cause });
}

/** What a failure of the network amounts to. Errors of ours pass, with `sent`. */
export function networkError(cause: unknown, shown: string, sent: boolean): VideoGenerationError {
  if (VideoGenerationError.isInstance(cause)) return withSent(cause, sent);
  const code = systemCodeOf(cause);
  const certificate = !sent && isCertificateProblem(code);
  const reason = certificate
    ? `no secure connection could be made (${code})`
    : (reasons[code] ?? (cause instanceof Error ? cause.message : String(cause)));
  return new VideoGenerationError('NETWORK_ERROR', {
    message: `“${shown}” could not be ${sent ? 'read' : 'reached'}: ${reason}.`,
    details: { url: shown, sent, ...(code === '' ? {} : { systemCode: code }) },
    ...(certificate ? { retryable: false, howToFix: 'Check the address and the server’s certificate.' } : {}),
    cause,
  });
}

/** When several addresses were tried, the first failure speaks for all. */
function systemCodeOf(cause: unknown): string {
  const first: unknown = cause instanceof AggregateError ? cause.errors[0] : cause;
  const code = (first as NodeJS.ErrnoException | null | undefined)?.code;
  return typeof code === 'string' ? code : '';
}
