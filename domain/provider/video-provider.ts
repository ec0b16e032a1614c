import type { ILogger } from '../logging/logger.js';
import type { VideoTimeline } from '../timeline/video-timeline.js';
import type { ProviderDescriptor } from './provider-descriptor.js';
import type { Cost, OperationStatus, ProviderOperation } from './provider-operation.js';

export const IVideoProvider: unique symbol = Symbol.for('aether-video/IVideoProvider@1');

/** What a provider is asked to make. */
export interface ProviderRequest {
  readonly input: 'timeline';
  readonly timeline: VideoTimeline;
}

/** What every call carries. */
export interface ProviderCall {
  readonly signal: AbortSignal;
  /** The same for every attempt at the same piece of work. */
  readonly idempotencyKey: string;
  readonly logger: ILogger;
  /** Folder that belongs to the job; removed when the job ends. */
  readonly workspace: string;
}

export interface RequestIssue {
  /** Field path, such as `timeline.width`. */
  readonly where: string;
  readonly message: string;
}

export interface ProviderHealth {
  readonly healthy: boolean;
  /** Why, in one sentence. */
  readonly message: string;
}

/**
 * Makes videos. It makes one call at a time: no loops, no sleeps, no retries of its own; those belong to
 * the gateway. `BaseLocalVideoProvider` leaves an author one method to write.
 */
export interface IVideoProvider {
  readonly specVersion: 1;
  readonly descriptor: ProviderDescriptor;
  /** What of the request it cannot do; empty if it can. No I/O. */
  validate(request: ProviderRequest): readonly RequestIssue[];
  /** What the request would cost. No I/O. */
  estimate(request: ProviderRequest): Cost;
  /** Begins the work and returns as soon as it can be found again. */
  start(request: ProviderRequest, call: ProviderCall): Promise<ProviderOperation>;
  /** Where the work stands. May wait for a change, but never for longer than the signal allows. */
  status(operation: ProviderOperation, call: ProviderCall): Promise<OperationStatus>;
  /** Stops the work. Absent if the provider cannot. Idempotent. */
  cancel?(operation: ProviderOperation, call: ProviderCall): Promise<void>;
  /** Whether it could work now. Must not cost anything. */
  checkHealth(call: Pick<ProviderCall, 'signal' | 'logger'>): Promise<ProviderHealth>;
}
