import { cancellationOf, VideoGenerationError } from '../../domain/errors/video-generation-error.js';
import type { OperationStatus, ProviderOperation } from '../../domain/provider/provider-operation.js';
import type { IVideoProvider, ProviderCall, TimelineRequest } from '../../domain/provider/video-provider.js';
import type { IClock } from '../../domain/time/clock.js';
import { withDeadline } from '../concurrency/with-deadline.js';
import { asProviderError, callInTime, untilAborted } from './call-provider.js';
import { checkOperation, checkStatus } from './check-operation.js';
import { pollDelaySeconds } from './poll-interval.js';

/** How long a provider may take to stop an operation. */
const cancelSeconds = 8;

export interface LocalWork {
  readonly provider: IVideoProvider;
  readonly request: TimelineRequest;
  readonly clock: IClock;
  /** Whole-operation deadline, seconds. */
  readonly seconds: number;
  readonly onProgress?: (status: Extract<OperationStatus, { state: 'queued' | 'running' }>) => void;
}

export type LocalSuccess = Extract<OperationStatus, { state: 'succeeded' }>;

/**
 * Renders at a provider that is on this machine and free: what a crash interrupts costs nothing and is begun
 * anew, so there is no journal. `start` is called once and never again.
 */
export function runLocally(work: LocalWork, call: ProviderCall): Promise<LocalSuccess> {
  const { clock, seconds, provider } = work;
  const { id } = provider.descriptor;
  const timeout = (): VideoGenerationError =>
    new VideoGenerationError('TIMEOUT', {
      message: `The provider “${id}” did not finish within ${seconds} s.`,
      howToFix: `Try again, or raise providers.${id}.timeoutSeconds in the settings.`,
      details: { providerId: id, timeoutSeconds: seconds },
    });
  return withDeadline({ clock, signal: call.signal, seconds, timeout }, (signal) =>
    render(work, { ...call, signal }),
  );
}

async function render(work: LocalWork, call: ProviderCall): Promise<LocalSuccess> {
  const { provider, request } = work;
  const { id } = provider.descriptor;
  let operation: ProviderOperation | undefined;
  try {
    operation = checkOperation(id, await provider.start(request, call));
    return await follow(work, operation, call);
  } catch (error) {
    if (!call.signal.aborted) throw asProviderError(id, error);
    if (operation) await stop(work, operation, call);
    throw cancellationOf(call.signal);
  }
}

async function follow(
  { provider, clock, onProgress }: LocalWork,
  operation: ProviderOperation,
  call: ProviderCall,
): Promise<LocalSuccess> {
  const { id, location } = provider.descriptor;
  for (let polls = 1; ; polls += 1) {
    const asked = clock.monotonic();
    const status = checkStatus(id, await untilAborted(provider.status(operation, call), call.signal));
    if (status.state === 'succeeded') return status;
    if (status.state === 'failed') throw VideoGenerationError.fromJSON(status.error);
    if (status.state === 'cancelled') throw stoppedByItself(id);
    onProgress?.(status);
    const answeredAfterSeconds = (clock.monotonic() - asked) / 1000;
    const delay = pollDelaySeconds({ location, status, polls, answeredAfterSeconds });
    if (delay > 0) await clock.sleep(delay * 1000, call.signal);
  }
}

/** Tells the provider to stop, with a signal and a deadline of its own, because ours has been used up. */
async function stop(
  { provider, clock }: LocalWork,
  operation: ProviderOperation,
  call: ProviderCall,
): Promise<void> {
  if (!provider.cancel) {
    call.logger.warn('The provider cannot cancel; its operation may go on.', { operation });
    return;
  }
  const { signal } = new AbortController();
  const { id: providerId } = provider.descriptor;
  const terms = { clock, providerId, what: 'cancel', seconds: cancelSeconds, signal };
  try {
    await callInTime(terms, (stopping) => provider.cancel!(operation, { ...call, signal: stopping }));
  } catch (error) {
    const { code, message } = VideoGenerationError.from(error);
    call.logger.warn('The provider did not cancel its operation.', { operation, code, reason: message });
  }
}

/** A cancellation that nobody asked for is a failure of the provider. */
export function stoppedByItself(
  providerId: string,
  details: object = {},
  billed: VideoGenerationError['billed'] = 'no',
): VideoGenerationError {
  return new VideoGenerationError('PROVIDER_ERROR', {
    message: `The provider “${providerId}” stopped the work by itself.`,
    details: { providerId, ...details },
    billed,
  });
}
