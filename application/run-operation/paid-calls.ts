import { VideoGenerationError } from '../../domain/errors/video-generation-error.js';
import type { ILogger } from '../../domain/logging/logger.js';
import type { ILedger } from '../../domain/money/ledger.js';
import type { IOperationJournal } from '../../domain/money/operation-journal.js';
import type { Cost } from '../../domain/provider/provider-operation.js';
import { submissionOf } from '../../domain/provider/submission.js';
import type { IConfigManager } from '../../domain/settings/settings.js';
import type { IClock } from '../../domain/time/clock.js';
import { Budget, checkRequestBudget } from '../policies/budget.js';
import { isRetried, retryDelaySeconds, type Random } from '../policies/retry.js';
import { submitInTime } from './call-provider.js';
import { paidCallMark } from './close-paid-call.js';
import { JournaledOperation } from './journaled-operation.js';

export interface PaidCallParts {
  readonly journal: IOperationJournal;
  readonly ledger: ILedger;
  readonly config: Pick<IConfigManager, 'settings'>;
  readonly clock: IClock;
  readonly random: Random;
  /** Names this process in leases. */
  readonly owner: string;
}

/** A call of a service that answers at once, and charges for it. */
export interface PaidCall {
  readonly providerId: string;
  readonly model: string;
  /** What it costs at most. Undefined: nobody knows, and it fits no budget. */
  readonly estimate: Cost | undefined;
  /** What this call may cost; undefined without a limit of its own. */
  readonly ceiling?: Cost | undefined;
  /** The video that the answer is for. */
  readonly requestId: string;
  /** Such as `speech-2`. */
  readonly step: string;
  /** SHA-256 of the request, hex. */
  readonly requestDigest: string;
  /** What is done, for people: `speaking`. */
  readonly task: string;
  /** How long one call may take. */
  readonly seconds: number;
  readonly signal: AbortSignal;
  readonly logger: ILogger;
}

export interface PaidCallMaker<Answer> {
  /** One call, without retries. Throws whatever makes its answer unusable. */
  readonly make: (signal: AbortSignal) => Promise<Answer>;
  /** Keeps the answer before it is counted as delivered. */
  readonly keep: (answer: Answer) => Promise<void>;
  /** Told of what was charged, or may have been, whether it succeeds or fails. */
  readonly onCost: (cost: Cost) => void;
  /** What the service says that it charged. Default: the estimate. */
  readonly costOf?: (answer: Answer) => Cost | undefined;
  /** The same for a failure that may have been charged. */
  readonly costOfFailure?: (error: VideoGenerationError) => Cost | undefined;
  /** What the service calls the answer. */
  readonly idOf?: (answer: Answer) => string | undefined;
}

/**
 * The road to services that answer at once: budget → journal → one call after the other, as the retry policy
 * says → the answer is kept → ledger. A call that may have been charged is counted with its estimate and never
 * repeated under the same record.
 */
export class PaidCalls {
  private readonly budget: Budget;

  constructor(private readonly parts: PaidCallParts) {
    this.budget = new Budget(parts);
  }

  /** @throws VideoGenerationError BUDGET_EXCEEDED before anything is sent, or what the call fails with */
  async ask<Answer>(call: PaidCall, maker: PaidCallMaker<Answer>): Promise<Answer> {
    this.checkBudget(call);
    if (call.estimate?.micros === 0) return this.unpaid(call, maker);
    const record = await this.begin(call);
    try {
      const answer = await this.called(call, maker.make);
      await maker.keep(answer);
      const { key, estimate } = record.entry;
      const operation = { providerId: call.providerId, operationId: maker.idOf?.(answer) ?? key };
      const cost = maker.costOf?.(answer) ?? estimate;
      if (cost.micros > 0) maker.onCost(cost);
      await record.advance({ state: 'submitted', operation });
      await record.advance({ state: 'succeeded' });
      await record.end({ state: 'delivered' }, cost);
      return answer;
    } catch (thrown) {
      const error = VideoGenerationError.from(thrown);
      await failRecord(record, error, maker);
      throw error;
    } finally {
      await record.leave();
    }
  }

  private async unpaid<Answer>(call: PaidCall, { make, keep }: PaidCallMaker<Answer>): Promise<Answer> {
    const answer = await this.called(call, make);
    await keep(answer);
    return answer;
  }

  /** What would be refused is refused here, without a record. */
  private checkBudget({ providerId, model, estimate, ceiling }: PaidCall): void {
    const { perRequestMicros, perDayMicros, currency } = this.parts.config.settings.gateway.budget;
    if (estimate === undefined && (ceiling !== undefined || perRequestMicros + perDayMicros > 0)) {
      throw new VideoGenerationError('BUDGET_EXCEEDED', {
        message: `Nobody knows what “${providerId}/${model}” costs, and a budget is set.`,
        howToFix: 'Give its price in the options of the plugin, or choose another one.',
        details: { providerId, model, submission: 'unsent' },
      });
    }
    if (estimate) checkRequestBudget(estimate, ceiling);
    if (estimate && perRequestMicros > 0)
      checkRequestBudget(estimate, { micros: perRequestMicros, currency });
  }

  private async begin(call: PaidCall): Promise<JournaledOperation> {
    const { config, clock, journal, owner } = this.parts;
    const { providerId, model, requestId, step, requestDigest, task, logger } = call;
    const { budget } = config.settings.gateway;
    const estimate = call.estimate ?? { micros: 0, currency: budget.currency };
    const spending = { key: crypto.randomUUID(), providerId, model, estimate };
    await this.budget.reserve(spending, budget);
    const entry = { ...spending, requestId, step, requestDigest, request: paidCallMark(task) };
    const parts = { journal, budget: this.budget, clock, owner };
    return JournaledOperation.begin(parts, entry, logger).catch(async (error: unknown) => {
      await this.budget.release(spending);
      throw error;
    });
  }

  /** One call, and again only what surely was not charged. */
  private async called<Answer>(
    { providerId, task, seconds, signal, logger }: PaidCall,
    make: PaidCallMaker<Answer>['make'],
  ): Promise<Answer> {
    const { clock, random, config } = this.parts;
    const { retry } = config.settings.gateway;
    const terms = { clock, providerId, what: task, seconds, signal };
    for (let tries = 1; ; tries += 1) {
      try {
        return await submitInTime(terms, make);
      } catch (thrown) {
        const error = VideoGenerationError.from(thrown);
        const mayTry = submissionOf(error) !== 'ambiguous' && isRetried(retry, error);
        if (!mayTry || tries >= retry.attempts || signal.aborted) throw error;
        const wait = retryDelaySeconds(retry, tries, error, random);
        logger.debug('A service is asked again.', { providerId, code: error.code, seconds: wait });
        if (wait > 0) await clock.sleep(wait * 1000, signal);
      }
    }
  }
}

/** Ends the record of a failed call; what may have been charged is settled with what is known, else the estimate. */
async function failRecord<Answer>(
  record: JournaledOperation,
  error: VideoGenerationError,
  { onCost, costOfFailure }: PaidCallMaker<Answer>,
): Promise<void> {
  const { estimate, state } = record.entry;
  const cost = submissionOf(error) === 'ambiguous' ? (costOfFailure?.(error) ?? estimate) : undefined;
  if (state === 'intent' && cost && cost.micros > 0) onCost(cost);
  // A record that has gone further, or a disk that is full, must not hide what happened.
  await record.end({ state: 'failed', error: error.toJSON() }, cost).catch(() => undefined);
}
