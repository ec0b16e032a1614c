import type { ILogger } from '../logging/logger.js';
import type { VideoTimeline } from '../timeline/video-timeline.js';
import type { ProviderDescriptor } from './provider-descriptor.js';
import type { GenerationTask, ModelDescriptor, ReferenceRole } from '../generation/model-descriptor.js';
import type { Cost, OperationStatus, ProviderOperation, RemoteFile } from './provider-operation.js';

export const IVideoProvider: unique symbol = Symbol.for('aether-video/IVideoProvider@1');

/** A whole video: scenes with exact times, captions and sound. */
export interface TimelineRequest {
  readonly input: 'timeline';
  readonly timeline: VideoTimeline;
}

/** A reference that was checked: a local file of known type, or an address that the provider fetches itself. */
export type ResolvedReference =
  | {
      readonly role: ReferenceRole;
      readonly path: string;
      readonly mimeType: string;
      readonly sizeBytes: number;
    }
  | { readonly role: ReferenceRole; readonly url: string };

/** One clip or picture, already held against the model: every value is one that it offers. */
export interface PromptRequest {
  readonly input: 'prompt';
  readonly model: ModelDescriptor;
  readonly task: GenerationTask;
  readonly prompt: string;
  /** Seconds; absent for pictures and where the model decides. */
  readonly duration?: number;
  readonly resolution?: string;
  readonly aspectRatio?: string;
  readonly framesPerSecond?: number;
  readonly seed?: number;
  readonly negativePrompt?: string;
  readonly audio?: boolean;
  readonly references: readonly ResolvedReference[];
  /** The provider checks them with a strict schema of its own. */
  readonly providerOptions: Readonly<Record<string, unknown>>;
}

/** What a provider is asked to make. */
export type ProviderRequest = TimelineRequest | PromptRequest;

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
  /**
   * What models can do and cost, as the provider says now: of ones beside the descriptor's list
   * (`acceptsAnyModel`), and of listed ones without a price, before a request is held against them. Costs
   * nothing. The gateway remembers the answer for an hour.
   * @returns in any order; models that the provider does not know are left out
   * @throws VideoGenerationError if the provider cannot tell now
   */
  describeModels?(
    ids: readonly string[],
    call: Pick<ProviderCall, 'signal' | 'logger'>,
  ): Promise<readonly ModelDescriptor[]>;
  /**
   * Begins the work and returns as soon as it can be found again. One submission, never repeated.
   * @throws VideoGenerationError whose `details.submission` says whether it may be sent again
   * ({@link submissionOf}); without it the outcome counts as ambiguous
   */
  start(request: ProviderRequest, call: ProviderCall): Promise<ProviderOperation>;
  /** Where the work stands. May wait for a change, but never for longer than the signal allows. */
  status(operation: ProviderOperation, call: ProviderCall): Promise<OperationStatus>;
  /**
   * For providers with `dedupe: 'lookup'`: whether a submission whose answer was lost has arrived.
   * @returns the operation; `absent` only if the provider can be sure; else `unknown`
   */
  lookup?(request: ProviderRequest, call: ProviderCall): Promise<ProviderOperation | 'absent' | 'unknown'>;
  /** Headers for fetching an authenticated output from the provider's own origin. */
  authorize?(output: RemoteFile): Readonly<Record<string, string>>;
  /** Stops the work. Absent if the provider cannot. Idempotent. */
  cancel?(operation: ProviderOperation, call: ProviderCall): Promise<void>;
  /** Whether it could work now. Must not cost anything. */
  checkHealth(call: Pick<ProviderCall, 'signal' | 'logger'>): Promise<ProviderHealth>;
}
