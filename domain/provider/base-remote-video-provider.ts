import { cancellationOf, VideoGenerationError } from '../errors/video-generation-error.js';
import type { ModelPrice } from '../generation/model-descriptor.js';
import { totalFrames } from '../timeline/video-timeline.js';
import type { ProviderDescriptor } from './provider-descriptor.js';
import type { Cost, OperationStatus, ProviderOperation } from './provider-operation.js';
import { submissionOf, withSubmission } from './submission.js';
import type {
  IVideoProvider,
  PromptRequest,
  ProviderCall,
  ProviderHealth,
  ProviderRequest,
  RequestIssue,
  TimelineRequest,
} from './video-provider.js';

/** Statuses that a provider answers before it has taken anything: a refusal, by HTTP's own meaning. */
const refusals = new Set([400, 401, 402, 403, 404, 405, 413, 415, 422, 429]);

/**
 * A provider behind an API. An author writes `descriptor`, `submit`, `status` and `checkHealth`; each makes one
 * HTTP call, without loops, sleeps or retries.
 */
export abstract class BaseRemoteVideoProvider implements IVideoProvider {
  readonly specVersion = 1;
  abstract readonly descriptor: ProviderDescriptor;

  /**
   * Sends the one submission. Put the HTTP status into `details.status` of what you throw: 4xx refusals then
   * count as rejected, everything else that may have reached the provider as ambiguous.
   */
  protected abstract submit(
    request: PromptRequest,
    call: ProviderCall,
  ): Promise<Omit<ProviderOperation, 'providerId'>>;
  /**
   * The same for a whole timeline, for providers whose descriptor accepts `timeline`: its files lie in the job's
   * workspace. Absent: timelines are refused.
   */
  protected submitTimeline?(
    request: TimelineRequest,
    call: ProviderCall,
  ): Promise<Omit<ProviderOperation, 'providerId'>>;
  abstract status(operation: ProviderOperation, call: ProviderCall): Promise<OperationStatus>;
  abstract checkHealth(call: Pick<ProviderCall, 'signal' | 'logger'>): Promise<ProviderHealth>;

  /** Default: everything that the model's descriptor allows is possible. */
  validate(_request: ProviderRequest): readonly RequestIssue[] {
    return [];
  }

  /**
   * Default: the model's list price, and for a timeline the descriptor's price times its length. What has no
   * price costs 0 here; its true cost comes with the result.
   */
  estimate(request: ProviderRequest): Cost {
    const { currency, microsPerSecond } = this.descriptor;
    if (request.input === 'timeline') {
      const seconds = totalFrames(request.timeline) / request.timeline.framesPerSecond;
      return { micros: Math.ceil(seconds * microsPerSecond), currency };
    }
    if (!request.model.price) return { micros: 0, currency };
    return { micros: priceOf(request.model.price, request.duration), currency: request.model.price.currency };
  }

  async start(request: ProviderRequest, call: ProviderCall): Promise<ProviderOperation> {
    if (request.input === 'timeline' && !this.submitTimeline) throw this.wrongInput();
    if (call.signal.aborted) throw withSubmission(cancellationOf(call.signal), 'unsent');
    try {
      const submitted =
        request.input === 'prompt' ? this.submit(request, call) : this.submitTimeline!(request, call);
      return { providerId: this.descriptor.id, ...(await submitted) };
    } catch (thrown) {
      throw judged(VideoGenerationError.from(thrown));
    }
  }

  private wrongInput(): VideoGenerationError {
    return withSubmission(
      new VideoGenerationError('INVALID_REQUEST', {
        message: `The provider “${this.descriptor.id}” makes clips and pictures from prompts, not whole timelines.`,
        details: { providerId: this.descriptor.id },
      }),
      'unsent',
    );
  }
}

function priceOf({ micros, per }: ModelPrice, duration = 1): number {
  return per === 'second' ? Math.ceil(micros * duration) : micros;
}

function judged(error: VideoGenerationError): VideoGenerationError {
  if (submissionOf(error) !== 'ambiguous' || error.details.submission === 'ambiguous') return error;
  const { sent, status } = error.details;
  if (sent === false) return withSubmission(error, 'unsent');
  const refused = typeof status === 'number' && refusals.has(status);
  return withSubmission(error, refused ? 'rejected' : 'ambiguous');
}
