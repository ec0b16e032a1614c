import type { IArtifactCustody } from '../../domain/egress/artifact-custody.js';
import type { MediaType } from '../../domain/generation/model-descriptor.js';
import type { GeneratedMedia } from '../../domain/generation/unified-response.js';
import type { ILogger } from '../../domain/logging/logger.js';
import type { ILedger } from '../../domain/money/ledger.js';
import type { IOperationJournal } from '../../domain/money/operation-journal.js';
import type { GatewayPolicies } from '../../domain/policy/gateway-policies.js';
import type { Cost, OperationStatus, ProviderWarning } from '../../domain/provider/provider-operation.js';
import type { IVideoProvider, ProviderRequest } from '../../domain/provider/video-provider.js';
import type { IArtifactStore } from '../../domain/storage/artifact-store.js';
import type { IClock } from '../../domain/time/clock.js';
import type { CircuitPermit } from '../policies/model-health.js';
import type { RateLimiter } from '../policies/rate-limiter.js';
import type { Random } from '../policies/retry.js';

/** What paid work needs of the outside. */
export interface OperationParts {
  readonly journal: IOperationJournal;
  readonly ledger: ILedger;
  readonly custody: IArtifactCustody;
  readonly store: IArtifactStore;
  readonly clock: IClock;
  readonly random: Random;
  /** Names this process in leases. */
  readonly owner: string;
  /** Folder of finished clips and pictures. */
  readonly folder: string;
  /** Origins that the settings name for a provider: its emulator or gateway. */
  trustedOrigins(providerId: string): readonly string[];
}

/** What is asked of a provider's model. */
export interface OperationWork {
  readonly provider: IVideoProvider;
  readonly model: string;
  readonly request: ProviderRequest;
  readonly mediaType: MediaType;
  /** What the file is named after. */
  readonly title: string;
  readonly estimate: Cost;
  readonly policies: GatewayPolicies;
}

/** The work of one call, with what it runs under. */
export interface OperationCall {
  readonly signal: AbortSignal;
  readonly logger: ILogger;
  readonly permit: CircuitPermit;
  readonly rate: RateLimiter;
  onProgress?(progress: OperationProgress): void;
  onRetry?(): void;
}

export type OperationProgress =
  | Extract<OperationStatus, { state: 'queued' | 'running' }>
  | { readonly state: 'downloading'; readonly received: number; readonly total?: number };

/** What came of it. */
export interface OperationResult {
  readonly key: string;
  readonly media: GeneratedMedia;
  readonly cost: Cost;
  readonly warnings: readonly ProviderWarning[];
}
