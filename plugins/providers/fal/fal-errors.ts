import { z } from 'zod';
import {
  errorCodeOfStatus,
  retryAfterSeconds,
  VideoGenerationError,
  type ErrorCode,
  type HttpAnswer,
} from 'aether-video/plugin';
import type { FalHost } from './fal-options.js';

/** Longest part of a server's own words that is repeated, characters. */
const longestQuote = 500;

/** Models complain in a list. Source: fal's documentation, “Model errors”. */
const complaint = z.looseObject({
  loc: z.array(z.union([z.string(), z.number()])).default([]),
  msg: z.string().default(''),
  type: z.string().default(''),
});
const modelError = z.looseObject({ detail: z.array(complaint).min(1) });

/** The platform complains in a sentence. Source: fal's documentation, “Request error types”. */
const requestError = z.looseObject({ detail: z.string(), error_type: z.string().optional() });

/** The platform API has a third form. */
const platformError = z.looseObject({ error: z.looseObject({ message: z.string() }) });

/** What fal said, read from whichever form it came in. */
export interface FalComplaint {
  /** Types of a model's errors, or the type of the platform's; may be empty. */
  readonly types: readonly string[];
  readonly text: string;
}

const timeouts = new Set(['generation_timeout', 'request_timeout', 'startup_timeout']);
const faults = new Set([
  'internal_server_error',
  'internal_error',
  'downstream_service_error',
  'downstream_service_unavailable',
  'runner_scheduling_failure',
  'runner_connection_timeout',
  'runner_connection_refused',
  'runner_connection_error',
  'runner_disconnected',
  'runner_incomplete_response',
  'runner_server_error',
]);

export function complaintOf({ body, headers }: Pick<HttpAnswer, 'body' | 'headers'>): FalComplaint {
  const byModel = modelError.safeParse(body);
  if (byModel.success) {
    const { detail } = byModel.data;
    const lines = detail.slice(0, 5).map(({ loc, msg, type }) => {
      const place = loc.filter((part) => part !== 'body').join('.');
      return [place, msg || type].filter(Boolean).join(': ');
    });
    return { types: detail.map(({ type }) => type).filter(Boolean), text: lines.join('; ') };
  }
  const header = headers.get('x-fal-error-type');
  const byPlatform = requestError.safeParse(body);
  if (byPlatform.success) {
    const type = byPlatform.data.error_type ?? header;
    return { types: type === null ? [] : [type], text: byPlatform.data.detail };
  }
  const other = platformError.safeParse(body);
  const types = header === null ? [] : [header];
  if (other.success) return { types, text: other.data.error.message };
  const { message } = z.looseObject({ message: z.string() }).catch({ message: '' }).parse(body);
  return { types, text: message };
}

/** Source of the types: fal's documentation. An empty balance is a 403 whose text says so. */
function codeOf(status: number, { types, text }: FalComplaint): ErrorCode {
  if (types.includes('content_policy_violation')) return 'CONTENT_POLICY_VIOLATION';
  if (types.some((type) => timeouts.has(type))) return 'TIMEOUT';
  if (types.some((type) => faults.has(type))) return 'PROVIDER_ERROR';
  if (/exhausted balance|insufficient (credit|balance|fund)/i.test(text)) return 'INSUFFICIENT_CREDITS';
  return errorCodeOfStatus(status);
}

const remedies: Partial<Record<ErrorCode, string>> = {
  INSUFFICIENT_CREDITS: 'Add credits in fal’s dashboard (Billing), or choose another provider.',
  AUTHENTICATION_FAILED: 'Check the key in fal’s dashboard; it must have the scope API.',
};

/**
 * An answer above 299 as one of our errors. Server errors are never charged; what a client error costs only
 * the invoice tells. Source: fal's documentation, “FAQ”.
 */
export function refusal(
  { status, headers, body }: HttpAnswer,
  { options, clock }: Pick<FalHost, 'options' | 'clock'>,
  prefix = 'fal answered',
): VideoGenerationError {
  const complaint = complaintOf({ body, headers });
  const code = codeOf(status, complaint);
  const text = complaint.text.replaceAll(options.apiKey, '…').slice(0, longestQuote);
  const seconds = retryAfterSeconds(headers, clock.now());
  const again = headers.get('x-fal-retryable');
  const types = complaint.types.slice(0, 5).map((type) => type.replaceAll(options.apiKey, '…').slice(0, 100));
  const ownTimeout = headers.get('x-fal-request-timeout-type') === 'user';
  return new VideoGenerationError(code, {
    message: `${prefix} with status ${status}${text && `: ${text}`}`,
    details: { status, ...(types.length > 0 && { types }) },
    ...(seconds === undefined ? {} : { retryAfterSeconds: seconds }),
    ...(again === null ? {} : { retryable: again.toLowerCase() === 'true' }),
    ...(ownTimeout && { retryable: false }),
    ...(remedies[code] !== undefined && { howToFix: remedies[code] }),
  });
}

/** An answer that is not what the protocol says. Asking again may give a better one. */
export function unreadable(message: string, cause?: unknown): VideoGenerationError {
  return new VideoGenerationError('PROVIDER_PROTOCOL_ERROR', {
    message: `${message}.`,
    retryable: true,
    details: { sent: true },
    cause,
  });
}

/** The answer, if it is what the protocol says. @throws VideoGenerationError PROVIDER_PROTOCOL_ERROR */
export function parsed<Schema extends z.ZodType>(schema: Schema, answer: unknown): z.output<Schema> {
  const result = schema.safeParse(answer);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const place = issue?.path.join('.') ?? '';
  throw unreadable(`fal’s answer is not what its protocol says: “${place}” ${issue?.message ?? ''}`);
}
