import type { ILogger } from '../../domain/logging/logger.js';
import type { PolicyChanges } from '../../domain/policy/gateway-policies.js';
import type { Cost } from '../../domain/provider/provider-operation.js';
import type { ProviderSelection } from '../../domain/provider/provider-registry.js';
import type { OperationProgress } from './operation-terms.js';

/** Where the work stands: the provider's own words, that it has to wait for a free slot, or the download. */
export type GatewayProgress = { readonly state: 'waiting'; readonly providerId: string } | OperationProgress;

export interface GatewayCall {
  readonly signal: AbortSignal;
  /** One for each logical piece of work, made outside of any retry. */
  readonly idempotencyKey: string;
  /** The video that the work belongs to. */
  readonly requestId: string;
  readonly logger: ILogger;
  readonly workspace: string;
  /** What this request changes of the policies; for paid work. */
  readonly policies?: PolicyChanges | undefined;
  onSelected?(selection: ProviderSelection): void;
  onProgress?(progress: GatewayProgress): void;
  /** Called once the work has ended, well or not, with what it cost. */
  onSpent?(cost: Cost): void;
}
