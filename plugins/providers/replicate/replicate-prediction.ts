import { z } from 'zod';
import {
  mediaTypes,
  VideoGenerationError,
  type ErrorCode,
  type MediaType,
  type OperationStatus,
  type ProviderWarning,
} from 'aether-video/plugin';
import { unreadable } from './replicate-errors.js';

/** Lenient: Replicate adds fields. */
const predictionSchema = z.looseObject({
  id: z.string().min(1),
  status: z.string(),
  output: z.unknown().optional(),
  error: z.unknown().optional(),
  logs: z.string().nullish(),
  completed_at: z.string().nullish(),
  data_removed: z.boolean().nullish(),
  metrics: z.looseObject({ predict_time: z.number().nullish() }).nullish().catch(undefined),
});
type Prediction = z.output<typeof predictionSchema>;

/** What is kept of a submission, as plain JSON. */
export const handleSchema = z.looseObject({
  mediaType: z.enum(mediaTypes).default('image'),
  warnings: z.array(z.object({ code: z.string(), message: z.string() })).default([]),
});
export type ReplicateHandle = z.output<typeof handleSchema>;

/** Files of predictions by the API are removed after an hour. Source: Replicate's documentation of output files. */
const linkLife = 3600 * 1000;

const nothing = { micros: 0, currency: 'USD' };

export function readPrediction(body: unknown): Prediction {
  const result = predictionSchema.safeParse(body);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw unreadable(
    `Replicate’s answer is not what its protocol says: “${issue?.path.join('.')}” ${issue?.message}.`,
  );
}

/** Where a prediction stands. Source: Replicate's documentation of the life of a prediction. */
export function statusOf(prediction: Prediction, handle: ReplicateHandle, now: Date): OperationStatus {
  switch (prediction.status) {
    case 'starting':
      return { state: 'queued' };
    case 'processing':
      return { state: 'running', ...progressOf(prediction.logs) };
    case 'succeeded':
      return succeeded(prediction, handle, now);
    case 'failed':
      return { state: 'failed', error: failure(prediction).toJSON() };
    case 'canceled':
      return { state: 'cancelled' };
    case 'aborted':
      return { state: 'cancelled', cost: nothing };
    default:
      throw new VideoGenerationError('PROVIDER_PROTOCOL_ERROR', {
        message: `Replicate says that the prediction is “${prediction.status.slice(0, 100)}”, which is no state of its protocol.`,
        details: { status: 200, state: prediction.status.slice(0, 100) },
      });
  }
}

/** What a prediction is that Replicate does not know any more. */
export function gonePrediction(id: string): OperationStatus {
  const error = new VideoGenerationError('PROVIDER_ERROR', {
    message: `Replicate does not know the prediction ${id}: it was deleted, or belongs to another account.`,
    details: { status: 404 },
    howToFix: 'Check that the token is that of the account which began the work.',
    retryable: false,
    billed: 'unknown',
  });
  return { state: 'failed', error: error.toJSON() };
}

/** Models write bars such as ` 40%|████      |` into their logs; the last one counts. */
function progressOf(logs: string | null | undefined): { progress?: number } {
  const percent = (logs ?? '')
    .slice(-2000)
    .match(/(\d{1,3})%\|/g)
    ?.at(-1);
  return percent === undefined ? {} : { progress: Math.min(1, Number.parseInt(percent, 10) / 100) };
}

const extensions: Readonly<Record<MediaType, RegExp>> = {
  video: /\.(mp4|webm|mov|mkv|gif)$/i,
  image: /\.(png|jpe?g|webp|avif)$/i,
};

/** Every address in an output: it is one, a list, or an object, as the model likes. */
function addressesIn(output: unknown, depth = 0): string[] {
  if (typeof output === 'string') return /^https?:/.test(output) && URL.canParse(output) ? [output] : [];
  if (typeof output !== 'object' || output === null || depth > 3) return [];
  return Object.values(output).flatMap((part) => addressesIn(part, depth + 1));
}

function succeeded(prediction: Prediction, handle: ReplicateHandle, now: Date): OperationStatus {
  const addresses = addressesIn(prediction.output);
  const wanted = extensions[handle.mediaType];
  const url = addresses.find((address) => wanted.test(new URL(address).pathname)) ?? addresses[0];
  if (url === undefined) {
    const error = new VideoGenerationError('PROVIDER_ERROR', {
      message: prediction.data_removed
        ? 'Replicate has removed what the prediction made: it keeps files for an hour.'
        : 'Replicate says that the prediction succeeded, but names no file.',
      retryable: false,
      billed: 'yes',
    });
    return { state: 'failed', error: error.toJSON() };
  }
  const warnings: ProviderWarning[] = [...handle.warnings, costUnknown(prediction)];
  if (addresses.length > 1) {
    const message = `The model made ${addresses.length} files; one is used.`;
    warnings.push({ code: 'OUTPUTS_IGNORED', message });
  }
  const completed = Date.parse(prediction.completed_at ?? '');
  const expiresAt = new Date((Number.isNaN(completed) ? now.getTime() : completed) + linkLife).toISOString();
  return {
    state: 'succeeded',
    output: { mediaType: 'remote', url, authenticated: false, expiresAt },
    cost: nothing,
    warnings,
  };
}

function costUnknown({ metrics }: Prediction): ProviderWarning {
  const seconds = metrics?.predict_time;
  const ran = typeof seconds === 'number' ? ` It ran for ${seconds.toFixed(1)} s.` : '';
  return {
    code: 'COST_UNKNOWN',
    message: `Replicate does not say what a prediction costs; it stands as 0 in the ledger.${ran}`,
  };
}

/** Source: texts of failed predictions; E005 is Replicate's code for what its filter flagged. */
function codeOf(words: string): ErrorCode {
  if (/\bE005\b|nsfw|flagged as sensitive|content (policy|moderat)|safety (filter|checker)/i.test(words))
    return 'CONTENT_POLICY_VIOLATION';
  return /timed? ?out/i.test(words) ? 'TIMEOUT' : 'PROVIDER_ERROR';
}

function failure({ error }: Prediction): VideoGenerationError {
  const said = typeof error === 'string' ? error : error ? JSON.stringify(error) : '';
  const words = said.slice(0, 500) || 'no reason given';
  return new VideoGenerationError(codeOf(said), {
    message: `Replicate could not do the prediction (${words}).`,
    billed: 'unknown',
  });
}
