import { cancellationOf, throwIfCancelled, VideoGenerationError } from '../errors/video-generation-error.js';
import { totalFrames } from '../timeline/video-timeline.js';
import type { ProviderDescriptor } from './provider-descriptor.js';
import type {
  Cost,
  OperationOutput,
  OperationStatus,
  ProviderOperation,
  ProviderWarning,
} from './provider-operation.js';
import type {
  IVideoProvider,
  ProviderCall,
  ProviderHealth,
  ProviderRequest,
  RequestIssue,
  TimelineRequest,
} from './video-provider.js';

/** How far a rendering is. */
export interface RenderProgress {
  /** 0 to 1. */
  readonly fraction: number;
  readonly message?: string;
  /** Items done and in all, such as scenes. */
  readonly current?: number;
  readonly total?: number;
}

/** What {@link BaseLocalVideoProvider.render} gets: its signal aborts when the work is cancelled. */
export interface RenderCall extends ProviderCall {
  reportProgress(progress: RenderProgress): void;
}

export interface RenderResult {
  readonly output: OperationOutput;
  /** Default: what {@link BaseLocalVideoProvider.estimate} says. */
  readonly cost?: Cost;
  readonly warnings?: readonly ProviderWarning[];
}

type FinalStatus = Exclude<OperationStatus, { state: 'queued' | 'running' }>;

/** One rendering: running until `final` is set, which happens once. */
interface Rendering {
  readonly stop: AbortController;
  progress: RenderProgress;
  /** True if `progress` has not been shown by `status` yet. */
  changed: boolean;
  final?: FinalStatus;
  /** Called at every change. */
  readonly watchers: Set<() => void>;
}

/** Finished operations that can still be asked about; the oldest are forgotten. */
const rememberedOperations = 100;

/**
 * A provider that works on this machine, in this process. An author writes `descriptor` and `render`; this
 * class makes of it start, a `status` that waits for a change, and cancel. Starting the same piece of work
 * twice (the same idempotency key) while it runs or after it succeeded gives the one operation: such a
 * provider may declare `dedupe: 'key'`.
 */
export abstract class BaseLocalVideoProvider implements IVideoProvider {
  readonly specVersion = 1;
  abstract readonly descriptor: ProviderDescriptor;
  private readonly renderings = new Map<string, Rendering>();

  /**
   * Makes the file in `call.workspace`. Throw {@link VideoGenerationError} with a fitting code; anything
   * else becomes a PROVIDER_ERROR. Stop soon after `call.signal` aborts.
   */
  protected abstract render(request: TimelineRequest, call: RenderCall): Promise<RenderResult>;

  /** Default: everything that the descriptor allows is possible. */
  validate(_request: ProviderRequest): readonly RequestIssue[] {
    return [];
  }

  /** Default: the descriptor's price times the length of the video. */
  estimate(request: ProviderRequest): Cost {
    const { microsPerSecond, currency } = this.descriptor;
    if (request.input !== 'timeline') return { micros: 0, currency };
    const seconds = totalFrames(request.timeline) / request.timeline.framesPerSecond;
    return { micros: Math.ceil(seconds * microsPerSecond), currency };
  }

  /** Default: always able to work. */
  checkHealth(_call: Pick<ProviderCall, 'signal' | 'logger'>): Promise<ProviderHealth> {
    return Promise.resolve({ healthy: true, message: 'Ready.' });
  }

  async start(request: ProviderRequest, call: ProviderCall): Promise<ProviderOperation> {
    throwIfCancelled(call.signal);
    if (request.input !== 'timeline') throw this.wrongInput();
    const operationId = call.idempotencyKey;
    const known = this.renderings.get(operationId);
    if (!known || known.final?.state === 'failed' || known.final?.state === 'cancelled') {
      this.begin(operationId, request, call);
    }
    return Promise.resolve({ providerId: this.descriptor.id, operationId });
  }

  async status(operation: ProviderOperation, call: ProviderCall): Promise<OperationStatus> {
    const rendering = this.renderings.get(operation.operationId);
    if (!rendering) return { state: 'failed', error: this.forgotten(operation).toJSON() };
    if (!rendering.final && !rendering.changed) await nextChange(rendering, call.signal);
    if (rendering.final) return rendering.final;
    rendering.changed = false;
    const { fraction, ...rest } = rendering.progress;
    return { state: 'running', progress: fraction, ...rest };
  }

  /** Aborts the work and waits until it has stopped, so that nothing touches the workspace afterwards. */
  async cancel(operation: ProviderOperation, call: ProviderCall): Promise<void> {
    const rendering = this.renderings.get(operation.operationId);
    if (!rendering || rendering.final) return;
    rendering.stop.abort(new VideoGenerationError('CANCELLED', { message: 'The rendering was cancelled.' }));
    while (!isFinal(rendering)) await nextChange(rendering, call.signal);
  }

  /** Stops all work. The plugin host calls it at the end. */
  dispose(): Promise<void> {
    for (const { stop } of this.renderings.values()) stop.abort();
    this.renderings.clear();
    return Promise.resolve();
  }

  private begin(operationId: string, request: TimelineRequest, call: ProviderCall): void {
    const rendering: Rendering = {
      stop: new AbortController(),
      progress: { fraction: 0 },
      changed: false,
      watchers: new Set(),
    };
    this.renderings.delete(operationId);
    this.renderings.set(operationId, rendering);
    const renderCall: RenderCall = {
      ...call,
      signal: rendering.stop.signal,
      reportProgress: (progress) => {
        if (rendering.final) return;
        rendering.progress = progress;
        rendering.changed = true;
        announce(rendering);
      },
    };
    void this.outcome(request, renderCall).then((final) => {
      rendering.final = final;
      announce(rendering);
      this.forgetOldest();
    });
  }

  /** Runs `render` and never rejects. */
  private async outcome(request: TimelineRequest, call: RenderCall): Promise<FinalStatus> {
    try {
      const { output, cost, warnings } = await this.render(request, call);
      if (call.signal.aborted) return { state: 'cancelled' };
      return {
        state: 'succeeded',
        output,
        cost: cost ?? this.estimate(request),
        warnings: warnings ?? [],
      };
    } catch (thrown) {
      if (call.signal.aborted) return { state: 'cancelled' };
      const error = this.explain(thrown);
      call.logger.debug('The rendering failed.', {
        code: error.code,
        stack: thrown instanceof Error ? thrown.stack : undefined,
      });
      return { state: 'failed', error: error.toJSON() };
    }
  }

  private explain(thrown: unknown): VideoGenerationError {
    if (VideoGenerationError.isInstance(thrown)) return thrown;
    const what = thrown instanceof Error ? thrown.message : String(thrown);
    return new VideoGenerationError('PROVIDER_ERROR', {
      message: `The provider “${this.descriptor.id}” failed: ${what}`,
      details: { providerId: this.descriptor.id },
      cause: thrown,
    });
  }

  private wrongInput(): VideoGenerationError {
    return new VideoGenerationError('INVALID_REQUEST', {
      message: `The provider “${this.descriptor.id}” makes videos from timelines, not clips from prompts.`,
      details: { providerId: this.descriptor.id, submission: 'unsent' },
    });
  }

  private forgotten({ operationId }: ProviderOperation): VideoGenerationError {
    return new VideoGenerationError('PROVIDER_ERROR', {
      message: `The provider “${this.descriptor.id}” does not know the operation “${operationId}”: its process was restarted, or it finished long ago.`,
      howToFix: 'Start the video again.',
      details: { providerId: this.descriptor.id, operationId },
    });
  }

  private forgetOldest(): void {
    let excess = this.renderings.size - rememberedOperations;
    for (const [operationId, { final }] of this.renderings) {
      if (excess <= 0) return;
      if (!final) continue;
      this.renderings.delete(operationId);
      excess -= 1;
    }
  }
}

/** A function, so that the compiler does not take for granted what changes while we wait. */
function isFinal(rendering: Rendering): boolean {
  return rendering.final !== undefined;
}

function announce({ watchers }: Rendering): void {
  for (const watcher of [...watchers]) watcher();
}

function nextChange(rendering: Rendering, signal: AbortSignal): Promise<void> {
  throwIfCancelled(signal);
  return new Promise((resolve, reject) => {
    const settle = (finish: () => void): void => {
      rendering.watchers.delete(changed);
      signal.removeEventListener('abort', aborted);
      finish();
    };
    const changed = (): void => settle(resolve);
    const aborted = (): void => settle(() => reject(cancellationOf(signal)));
    rendering.watchers.add(changed);
    signal.addEventListener('abort', aborted, { once: true });
  });
}
