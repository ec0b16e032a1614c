import type { SerializedError } from '../errors/video-generation-error.js';
import type { MediaProbe } from '../media/media-backend.js';
import type { CostReport } from '../money/sum-costs.js';
import type { ProviderWarning } from '../provider/provider-operation.js';
import type { ProviderSelection } from '../provider/provider-registry.js';
import type { MediaType } from './model-descriptor.js';

/** One try at one provider. */
export interface GenerationAttempt {
  readonly providerId: string;
  readonly model: string;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly seconds: number;
  /** Absent: it succeeded. */
  readonly error?: SerializedError;
}

/** What was made. */
export interface GeneratedMedia {
  readonly mediaType: MediaType;
  /** Absolute path of the downloaded and checked file. */
  readonly path: string;
  readonly sizeBytes: number;
  /** SHA-256, hex. */
  readonly contentHash: string;
  /** What the file really is, whatever was asked for. */
  readonly probe: MediaProbe;
  /** Where the provider offered it, without credentials; may have expired. */
  readonly sourceUrl?: string;
  /** What the provider says of it besides, such as `captions` (`{ srt, vtt }`). */
  readonly facts?: Readonly<Record<string, unknown>>;
}

/**
 * The answer to a {@link UnifiedRequest}. Plain JSON. Its cost is what was really charged, as far as the provider
 * says; failed and moderated work keeps its cost.
 */
export interface UnifiedResponse extends CostReport {
  readonly schemaVersion: '2.0';
  readonly requestId: string;
  /** `submission_unknown`: nobody can know whether the provider took it; a person decides. */
  readonly status: 'completed' | 'failed' | 'cancelled' | 'submission_unknown';
  readonly provider?: string;
  readonly model?: string;
  readonly result?: GeneratedMedia;
  readonly error?: SerializedError;
  readonly processingSeconds: number;
  readonly attempts: readonly GenerationAttempt[];
  /** How the provider was chosen. */
  readonly routing?: ProviderSelection;
  readonly cacheHit: boolean;
  readonly warnings: readonly ProviderWarning[];
}

/** True if there is a file. */
export function isSuccess(
  response: UnifiedResponse,
): response is UnifiedResponse & { readonly result: GeneratedMedia } {
  return response.status === 'completed' && response.result !== undefined;
}

/** True if the same request may succeed later, and sending it again cannot charge twice. */
export function isRetryable(response: UnifiedResponse): boolean {
  return response.status === 'failed' && response.error?.retryable === true;
}
