import { z } from 'zod';
import { errorCodes, type ErrorCode } from '../../domain/errors/error-codes.js';
import { VideoGenerationError, type SerializedError } from '../../domain/errors/video-generation-error.js';
import type { CachedFacts } from '../../domain/generation/result-cache.js';
import { mediaTypes } from '../../domain/generation/model-descriptor.js';
import type { CircuitState } from '../../domain/provider/provider-health-store.js';
import type { Cost, OperationOutput, ProviderOperation } from '../../domain/provider/provider-operation.js';
import type { ProcessIdentity } from '../storage/process-identity.js';

const record = z.record(z.string(), z.unknown());

export const costSchema: z.ZodType<Cost> = z.object({ micros: z.int(), currency: z.string() });

export const operationSchema: z.ZodType<ProviderOperation> = z.object({
  providerId: z.string(),
  operationId: z.string(),
  handle: record.optional(),
});

export const outputSchema: z.ZodType<OperationOutput> = z.discriminatedUnion('mediaType', [
  z.object({
    mediaType: z.literal('remote'),
    url: z.string(),
    authenticated: z.boolean(),
    expiresAt: z.string().optional(),
    facts: record.optional(),
  }),
  z.object({ mediaType: z.literal('none') }),
  z.object({
    mediaType: z.enum([
      'video/mp4',
      'video/webm',
      'video/quicktime',
      'image/png',
      'image/jpeg',
      'image/webp',
      'application/json',
    ]),
    path: z.string(),
    facts: record.optional(),
  }),
]);

export const errorSchema: z.ZodType<SerializedError> = z.object({
  code: z.enum(Object.keys(errorCodes) as [ErrorCode, ...ErrorCode[]]),
  category: z.enum(['input', 'configuration', 'generation', 'cancelled']),
  message: z.string(),
  userMessage: z.string(),
  howToFix: z.string(),
  retryable: z.boolean(),
  billed: z.enum(['yes', 'no', 'unknown']),
  retryAfterSeconds: z.number().optional(),
  details: record,
});

export const circuitSchema: z.ZodType<CircuitState> = z.object({
  state: z.enum(['closed', 'open', 'half-open']),
  consecutiveFailures: z.int().min(0),
  outcomes: z.array(z.object({ succeeded: z.boolean(), at: z.string() })),
  reopensAt: z.string().optional(),
});

export const holderSchema: z.ZodType<ProcessIdentity> = z.object({
  pid: z.number(),
  machine: z.string(),
  started: z.string(),
});

const stream = z.looseObject({ codec: z.string(), durationSeconds: z.number() });

/** The streams are written by this package alone; only their outline is checked. */
export const factsSchema = z.object({
  providerId: z.string(),
  model: z.string(),
  mediaType: z.enum(mediaTypes),
  probe: z.object({
    format: z.string(),
    durationSeconds: z.number(),
    sizeBytes: z.number(),
    video: stream.optional(),
    audio: stream.optional(),
  }),
  sourceUrl: z.string().optional(),
  facts: record.optional(),
}) as unknown as z.ZodType<CachedFacts>;

/**
 * What a JSON column holds.
 * @param place Names the row for the error, such as `operations.cost of 1b4e…`
 * @throws VideoGenerationError STORE_CORRUPT
 */
export function readJson<Value>(text: string, schema: z.ZodType<Value>, place: string): Value {
  const json = parse(text);
  const checked = schema.safeParse(json);
  if (checked.success) return checked.data;
  const why = checked.error.issues
    .map(({ path, message }) => `${path.join('.')} ${message}`.trim())
    .join('; ');
  throw new VideoGenerationError('STORE_CORRUPT', {
    message: `The database holds something else than expected in ${place}: ${why}.`,
    details: { place },
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
