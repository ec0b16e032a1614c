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
  const seconds = retryAfterSeconds(headers, now) ?? resetSeconds(words);
  return new VideoGenerationError(errorCodeOfStatus(status), {
    message: `Replicate answered with status ${status}${words && `: ${words}`}`,
    details: { status },
    ...(seconds === undefined ? {} : { retryAfterSeconds: seconds }),
    ...(status === 429 && {
      howToFix:
        'Wait. Without a payment method an account may begin 6 predictions a minute; with one, 600: see your account’s billing.',
    }),
  });
}

/** `{title, detail, status}`, and for wrong inputs `invalid_fields` with a description of each. */
function wordsOf(body: unknown): string {
  if (typeof body !== 'object' || body === null) return '';
  const { title, detail, invalid_fields: invalid } = body as Readonly<Record<string, unknown>>;
  const fields = Array.isArray(invalid) ? invalid.slice(0, 5).map(fieldWords).filter(Boolean) : [];
  const [text = ''] = [detail, title].filter((one) => typeof one === 'string' && one !== '');
  return fields.length > 0 && !String(text).includes(fields[0]!)
    ? `${String(text)} (${fields.join('; ')})`
    : String(text);
}

function fieldWords(entry: unknown): string {
  const { field, description } = (entry ?? {}) as { field?: unknown; description?: unknown };
  return [field, description].filter((part) => typeof part === 'string').join(': ');
}

/** “Your rate limit resets in ~30s.” */
function resetSeconds(words: string): number | undefined {
  const [, seconds] = /resets in ~?(\d{1,4})\s*s/i.exec(words) ?? [];
  return seconds === undefined ? undefined : Number(seconds);
}

/** An answer that is not what the protocol says. Asking again may give a better one. */
export function unreadable(message: string, status = 200): VideoGenerationError {
  return new VideoGenerationError('PROVIDER_PROTOCOL_ERROR', {
    message,
    retryable: true,
    details: { sent: true, status },
  });
}
