import { cancellationOf, VideoGenerationError } from '../../domain/errors/video-generation-error.js';
import type { GeneratedMedia } from '../../domain/generation/unified-response.js';
import type { JournalEntry } from '../../domain/money/operation-journal.js';
import type { Cost, OperationOutput, ProviderOperation } from '../../domain/provider/provider-operation.js';
import type { ProviderCall } from '../../domain/provider/video-provider.js';
import { totalFrames } from '../../domain/timeline/video-timeline.js';
import { Budget } from '../policies/budget.js';
import { asProviderError } from './call-provider.js';
import { closeOperation, unnamedCharge } from './close-operation.js';
import { deliverOutput, type Delivering } from './deliver-output.js';
import { askOnce, followOperation, type FinalStatus } from './follow-operation.js';
import { JournaledOperation } from './journaled-operation.js';
import type { OperationCall, OperationParts, OperationResult, OperationWork } from './operation-terms.js';
import { stoppedByItself } from './run-locally.js';
import { recoverSubmission, submitOperation } from './submit-operation.js';

/** What a new piece of work is known by in the journal. */
export type OperationIdentity = Pick<
  JournalEntry,
  'key' | 'requestId' | 'step' | 'requestDigest' | 'request'
>;

type Success = Extract<FinalStatus, { state: 'succeeded' }>;

/** For fetching what was found done when the time was up. */
const lateDownloadSeconds = 120;

/** Everything that one run needs at hand. */
interface Run {
  readonly work: OperationWork;
  readonly call: OperationCall;
  readonly providerCall: ProviderCall;
  readonly record: JournaledOperation;
  readonly deadline: number;
  /** Aborts when the time is up. */
  readonly late: AbortSignal;
  /** The call's own signal without the deadline. */
  readonly patient: AbortSignal;
}

/**
 * Paid work from the reservation to the file in custody: reserve → `intent` → submit → `submitted` → follow →
 * `succeeded` → deliver → `delivered`. Whatever happens ends in a final record and a settled ledger, or in
 * `submission_unknown`; what a crash interrupts is taken up again by {@link OperationRunner.resume}.
 */
export class OperationRunner {
  readonly budget: Budget;

  constructor(private readonly parts: OperationParts) {
    this.budget = new Budget(parts);
  }

  /** Does new work. @throws VideoGenerationError */
  async run(identity: OperationIdentity, work: OperationWork, call: OperationCall): Promise<OperationResult> {
    const { provider, model, estimate, policies } = work;
    const providerId = provider.descriptor.id;
    const spending = { key: identity.key, providerId, model, estimate };
    await this.budget.reserve(spending, policies.budget);
    let record: JournaledOperation;
    try {
      const entry = { ...identity, providerId, model, estimate };
      record = await JournaledOperation.begin({ ...this.parts, budget: this.budget }, entry, call.logger);
    } catch (error) {
      await this.budget.release(spending);
      throw error;
    }
    return this.drive(record, work, call, false);
  }

  /** Takes up what another process left. Undefined: it is held by somebody, or has ended. */
  async resume(key: string, work: OperationWork, call: OperationCall): Promise<OperationResult | undefined> {
    const record = await JournaledOperation.claim({ ...this.parts, budget: this.budget }, key, call.logger);
    return record && this.drive(record, work, call, true);
  }

  private async drive(
    record: JournaledOperation,
    work: OperationWork,
    call: OperationCall,
    taken: boolean,
  ): Promise<OperationResult> {
    const { clock } = this.parts;
    const workspace = await this.parts.store.createWorkspace(record.entry.key);
    const seconds = work.policies.timeouts.operationSeconds;
    const deadline = clock.monotonic() + seconds * 1000;
    const over = new AbortController();
    const late = new AbortController();
    const timeIsUp = (): void => late.abort(tooSlow(work, seconds));
    clock.sleep(seconds * 1000, over.signal).then(timeIsUp, () => undefined);
    // Nothing races the deadline: what was begun is always ended on record first.
    const patient = AbortSignal.any([call.signal, record.lost.signal]);
    const signal = AbortSignal.any([patient, late.signal]);
    const base = {
      idempotencyKey: record.entry.key,
      logger: call.logger,
      workspace: workspace.path,
    };
    try {
      const providerCall = { ...base, signal };
      const run = { work, call: { ...call, signal }, providerCall, record, deadline, patient };
      return await this.toTheEnd({ ...run, late: late.signal }, taken);
    } finally {
      over.abort();
      await record.leave();
      await workspace.remove();
    }
  }

  private async toTheEnd(run: Run, taken: boolean): Promise<OperationResult> {
    const { record, call, work } = run;
    const started = this.parts.clock.monotonic();
    try {
      const operation = await this.submitted(run, taken);
      const success = await this.succeeded(run, operation);
      const media = await this.delivered(run, operation, success.output);
      const seconds = (this.parts.clock.monotonic() - started) / 1000;
      await call.permit.succeeded(seconds / secondsOf(work));
      return { key: record.entry.key, media, cost: success.cost, warnings: success.warnings };
    } catch (thrown) {
      const cause = asProviderError(work.provider.descriptor.id, thrown);
      const error =
        call.signal.aborted && cause.code !== 'SUBMISSION_UNKNOWN' ? cancellationOf(call.signal) : cause;
      const final = await closeOperation({ ...run, parts: this.parts }, error);
      await call.permit.failed(final);
      throw final;
    }
  }

  private async submitted(run: Run, taken: boolean): Promise<ProviderOperation> {
    const { record, call, work, providerCall, deadline } = run;
    const { entry } = record;
    if (entry.operation) return entry.operation;
    const submitting = { parts: this.parts, work, call, providerCall, deadline };
    const operation = await (taken ? recoverSubmission(submitting) : submitOperation(submitting));
    try {
      await record.advance({ state: 'submitted', operation });
    } catch (cause) {
      throw unrecorded(work, operation, cause);
    }
    if (call.signal.aborted) throw cancellationOf(call.signal);
    return operation;
  }

  private async succeeded(
    run: Run,
    operation: ProviderOperation,
  ): Promise<Pick<Success, 'output' | 'cost' | 'warnings'>> {
    const { record, work } = run;
    const { state, output, cost } = record.entry;
    if (state === 'succeeded' && output && cost) {
      await record.settle(cost);
      return { output, cost, warnings: [] };
    }
    const final = await this.followed(run, operation);
    if (final.state !== 'succeeded') throw unsuccessful(work, final);
    const charge = chargeOf(work, operation, final.cost);
    await record.advance({ state: 'succeeded', output: final.output, cost: charge });
    await record.settle(charge);
    return { ...final, cost: charge };
  }

  /** When the time is up, one last look: what has ended meanwhile was paid for, and is taken. */
  private async followed(run: Run, operation: ProviderOperation): Promise<FinalStatus> {
    const { call, late } = run;
    try {
      return await followOperation({ ...run, parts: this.parts }, operation);
    } catch (error) {
      if (!late.aborted || run.patient.aborted) throw error;
      const signal = run.patient;
      const last = { ...run, call: { ...call, signal }, parts: this.parts };
      const status = await askOnce(last, operation).catch(() => undefined);
      if (status?.state !== 'succeeded') throw error;
      return status;
    }
  }

  private async delivered(
    run: Run,
    operation: ProviderOperation,
    output: OperationOutput,
  ): Promise<GeneratedMedia> {
    const { record, work } = run;
    const over = new AbortController();
    const call = run.late.aborted ? this.extended(run, over.signal) : run.call;
    const askForFreshOutput = async (): Promise<OperationOutput> => {
      const status = await askOnce({ ...run, call, parts: this.parts }, operation);
      return status.state === 'succeeded' ? status.output : { mediaType: 'none' };
    };
    const delivering: Delivering = { parts: this.parts, work, call, askForFreshOutput };
    try {
      const media = await deliverOutput(delivering, output);
      const { path, mediaType } = { path: media.path, mediaType: fileType(media.path) };
      await record.advance({ state: 'delivered', output: { path, mediaType, facts: { media } } });
      return media;
    } finally {
      over.abort();
    }
  }

  /** What the last look found was paid for: it gets a little time of its own to be fetched. */
  private extended({ call, patient }: Run, over: AbortSignal): OperationCall {
    const late = new AbortController();
    this.parts.clock.sleep(lateDownloadSeconds * 1000, over).then(
      () => late.abort(),
      () => undefined,
    );
    return { ...call, signal: AbortSignal.any([patient, late.signal]) };
  }
}

const fileTypes = {
  mp4: 'video/mp4',
  webm: 'video/webm',
  mov: 'video/quicktime',
  png: 'image/png',
  jpg: 'image/jpeg',
  webp: 'image/webp',
} as const;

function fileType(path: string): (typeof fileTypes)[keyof typeof fileTypes] {
  const extension = path.slice(path.lastIndexOf('.') + 1);
  return extension in fileTypes ? fileTypes[extension as keyof typeof fileTypes] : 'video/mp4';
}

/** Length of what is made, for comparing speeds; pictures count as a second. */
function secondsOf({ request }: OperationWork): number {
  if (request.input === 'prompt') return Math.max(1, request.duration ?? 1);
  return Math.max(1, totalFrames(request.timeline) / request.timeline.framesPerSecond);
}

/** The provider has it, but the disk does not know: nothing may be concluded from the record. */
function unrecorded(
  { provider }: OperationWork,
  operation: ProviderOperation,
  thrown: unknown,
): VideoGenerationError {
  const cause = VideoGenerationError.from(thrown);
  return new VideoGenerationError(cause.code, {
    message: `“${provider.descriptor.id}” accepted the operation ${operation.operationId}, which could not be recorded: ${cause.message}`,
    details: { ...cause.details, accepted: operation.operationId },
    retryable: false,
    billed: 'unknown',
    cause,
  });
}

/** What the provider charged travels with the error. */
function unsuccessful(
  work: OperationWork,
  final: Exclude<FinalStatus, { state: 'succeeded' }>,
): VideoGenerationError {
  const charged = { final: true, ...(final.cost ? { charged: final.cost } : {}) };
  const { id } = work.provider.descriptor;
  if (final.state === 'cancelled') {
    return stoppedByItself(id, charged, final.cost ? billed(final.cost) : unnamedCharge(work));
  }
  const error = VideoGenerationError.fromJSON(final.error);
  return new VideoGenerationError(error.code, {
    ...final.error,
    details: { ...error.details, ...charged },
    billed: final.cost ? billed(final.cost) : error.billed,
  });
}

/** A provider that finds work by a person's word alone may not know its price any more: then the estimate stands. */
function chargeOf({ estimate }: OperationWork, { handle }: ProviderOperation, cost: Cost): Cost {
  return handle === undefined && cost.micros === 0 ? estimate : cost;
}

const billed = ({ micros }: Cost): 'yes' | 'no' => (micros > 0 ? 'yes' : 'no');

function tooSlow(work: OperationWork, seconds: number): VideoGenerationError {
  const { id } = work.provider.descriptor;
  return new VideoGenerationError('TIMEOUT', {
    message: `The provider “${id}” did not finish within ${seconds} s.`,
    howToFix: `Try again, or raise providers.${id}.timeoutSeconds in the settings.`,
    details: { providerId: id, timeoutSeconds: seconds },
  });
}
