import type { UnifiedResponse } from '../../domain/generation/unified-response.js';
import type { ProviderSelection } from '../../domain/provider/provider-registry.js';
import type { PolicyChanges } from '../../domain/policy/gateway-policies.js';
import type { Cost, ProviderWarning } from '../../domain/provider/provider-operation.js';

/** How far a clip or picture is. */
export interface MediaProgress {
  readonly requestId: string;
  readonly state: 'waiting' | 'submitting' | 'queued' | 'running' | 'downloading';
  readonly providerId: string;
  readonly model: string;
  /** 0 to 1, if it is known. */
  readonly fraction?: number;
  readonly message?: string;
}

/** Options of one request. Its policies change those of the settings, field by field. */
export interface MediaOptions extends PolicyChanges {
  readonly signal?: AbortSignal | undefined;
  /** Relative references start there. Default: the storage folder. */
  readonly baseFolder?: string | undefined;
  onProgress?(progress: MediaProgress): void;
  onComplete?(response: UnifiedResponse): void;
}

export interface MediaBatchOptions extends Omit<MediaOptions, 'onProgress' | 'onComplete'> {
  /** Requests at once. Default: `gateway.maxConcurrent`. */
  readonly concurrency?: number | undefined;
  onProgress?(progress: MediaProgress, index: number): void;
  /** Called as each one ends, in the order in which they end. */
  onComplete?(response: UnifiedResponse, index: number): void;
}

/** What would be done, and at what price. Nothing is sent. */
export interface MediaEstimate {
  readonly providerId: string;
  readonly model: string;
  readonly cost: Cost;
  readonly routing: ProviderSelection;
  readonly warnings: readonly ProviderWarning[];
  /** Providers that would be asked after a failure, in order, as `provider/model`. */
  readonly fallbacks: readonly string[];
}
