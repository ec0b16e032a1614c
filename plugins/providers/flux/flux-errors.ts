import {
  errorCodeOfStatus,
  retryAfterSeconds,
  VideoGenerationError,
  type HttpAnswer,
} from 'aether-video/plugin';

/** Longest part of a server's own words that is repeated, characters. */
const longestQuote = 500;

export interface AnswerContext {
  readonly now: Date;
  /** Removed from whatever the server echoes. */
  readonly apiKey: string;
}

/** An answer with an error status. `details.status` says how far it came. */
export function refusal(
  { status, headers, body }: HttpAnswer,
  { now, apiKey }: AnswerContext,
): VideoGenerationError {
  const words = wordsOf(body).replaceAll(apiKey, '…').slice(0, longestQuote);
  const seconds = retryAfterSeconds(headers, now);
  return new VideoGenerationError(errorCodeOfStatus(status), {
    message: `Black Forest Labs answered with status ${status}${words && `: ${words}`}`,
    details: { status },
    ...(seconds === undefined ? {} : { retryAfterSeconds: seconds }),
    ...(status === 429 && {
      howToFix:
        'An account may have 24 tasks at once (6 with flux-kontext-max): wait, or lower maxConcurrent of the provider.',
    }),
  });
}

/**
 * What an error body says. There are two shapes: `{detail}` with a text or a list of `{loc, msg}`, as the service
 * answers, and `{error, message, details}`, as its guide has it.
 */
function wordsOf(body: unknown): string {
  if (typeof body !== 'object' || body === null) return '';
  const { detail, error, message, details } = body as Readonly<Record<string, unknown>>;
  if (Array.isArray(detail)) return detail.slice(0, 5).map(fieldWords).join('; ');
  const texts = [detail, message, error].filter((text) => typeof text === 'string');
  const more = details === undefined || details === null ? '' : ` (${JSON.stringify(details)})`;
  return `${texts[0] ?? ''}${more}`;
}

function fieldWords(entry: unknown): string {
  const { loc, msg } = (entry ?? {}) as { loc?: unknown; msg?: unknown };
  const place = Array.isArray(loc) ? loc.filter((part) => part !== 'body').join('.') : '?';
  return `${place}: ${String(msg)}`;
}

/** An answer that is not what the protocol says. Asking again may give a better one. */
export function unreadable(message: string, status = 200): VideoGenerationError {
  return new VideoGenerationError('PROVIDER_PROTOCOL_ERROR', {
    message,
    retryable: true,
    details: { sent: true, status },
  });
}
