import { VideoGenerationError } from '../../domain/errors/video-generation-error.js';
import type { IAnswerCache } from '../../domain/language-model/answer-cache.js';
import type {
  LanguageModelAnswer,
  LanguageModelRequest,
  TokenUsage,
} from '../../domain/language-model/language-model.js';
import { estimateTokens, tokenCost } from '../../domain/language-model/token-cost.js';
import type { ILogger } from '../../domain/logging/logger.js';
import type { ILedger } from '../../domain/money/ledger.js';
import type { IOperationJournal } from '../../domain/money/operation-journal.js';
import type { Cost } from '../../domain/provider/provider-operation.js';
import { submissionOf } from '../../domain/provider/submission.js';
import type { IConfigManager } from '../../domain/settings/settings.js';
import type { IClock } from '../../domain/time/clock.js';
import type { Digest } from '../generate-media/request-digest.js';
import { Budget, checkRequestBudget } from '../policies/budget.js';
import { isRetried, retryDelaySeconds, type Random } from '../policies/retry.js';
import { callInTime } from '../run-operation/call-provider.js';
import { JournaledOperation } from '../run-operation/journaled-operation.js';
import type { Writer } from './choose-writers.js';
import { modelCallMark } from './close-model-call.js';

/** Models think for a while; a script is no long text. */
const shortestDeadlineSeconds = 120;
/** What a service adds to a request of its own: roles, separators, the name of the schema. */
const framingTokens = 200;

export interface ModelGatewayParts {
  readonly journal: IOperationJournal;
  readonly ledger: ILedger;
  readonly cache: IAnswerCache;
  readonly config: Pick<IConfigManager, 'settings'>;
  readonly clock: IClock;
  readonly random: Random;
  /** Names this process in leases. */
  readonly owner: string;
  readonly digest: Digest;
}

export interface ModelCall {
  /** The video that the answer is for. */
  readonly requestId: string;
  /** Such as `writing-2`. */
  readonly step: string;
  readonly signal: AbortSignal;
  readonly logger: ILogger;
  /** What this call may cost at most; undefined without a limit. */
  readonly ceiling?: Cost | undefined;
}

/** An answer, and what it cost. */
export interface PaidAnswer {
  readonly answer: LanguageModelAnswer;
  readonly usage: TokenUsage;
  readonly cost: Cost;
  readonly cached: boolean;
  /** True: the price is not known, and `cost` says nothing. */
  readonly unpriced: boolean;
}

const nothing: TokenUsage = { inputTokens: 0, outputTokens: 0 };

/**
 * The only road to a language model: cache → budget → journal → one call after the other, as the retry policy
 * says → ledger → cache. A call that may have been charged is counted with its estimate and never repeated under
 * the same record; docs/adr/0012 says why that is enough here.
 */
export class ModelGateway {
  private readonly budget: Budget;

  constructor(private readonly parts: ModelGatewayParts) {
    this.budget = new Budget(parts);
  }

  /** What a request costs at most. Undefined: nobody knows. */
  estimate({ plugin, model }: Writer, request: LanguageModelRequest): Cost | undefined {
    const price = plugin.models.find(({ id }) => id === model)?.price;
    if (!price) return undefined;
    const { instructions, input, schema, corrections, maxOutputTokens } = request;
    const sent = JSON.stringify({ instructions, input, schema, corrections });
    const usage = { inputTokens: estimateTokens(sent) + framingTokens, outputTokens: maxOutputTokens };
    return tokenCost(usage, price);
  }

  /** @throws VideoGenerationError; what was charged for nothing is in `details.cost` */
  async ask(writer: Writer, request: LanguageModelRequest, call: ModelCall): Promise<PaidAnswer> {
    const estimate = this.estimate(writer, request);
    if (estimate?.micros === 0)
      return this.priced(writer, await this.called(writer, request, call), estimate);
    const digest = this.parts.digest(JSON.stringify([writer.name, request]));
    const known = await this.parts.cache.get(digest);
    if (known) {
      const cost = { micros: 0, currency: estimate?.currency ?? 'USD' };
      return { answer: known, usage: nothing, cost, cached: true, unpriced: false };
    }
    this.checkBudget(writer, estimate, call.ceiling);
    const paid = await this.paid(writer, request, call, {
      digest,
      estimate: estimate ?? { micros: 0, currency: this.parts.config.settings.gateway.budget.currency },
    });
    return estimate === undefined ? { ...paid, unpriced: true } : paid;
  }

  /** @throws VideoGenerationError BUDGET_EXCEEDED */
  private checkBudget({ name }: Writer, estimate: Cost | undefined, ceiling: Cost | undefined): void {
    const { perRequestMicros, perDayMicros, currency } = this.parts.config.settings.gateway.budget;
    if (estimate === undefined && (ceiling !== undefined || perRequestMicros + perDayMicros > 0)) {
      throw new VideoGenerationError('BUDGET_EXCEEDED', {
        message: `Nobody knows what “${name}” costs, and a budget is set.`,
        howToFix: 'Give its price in the options of the plugin (docs/briefs.md), or choose another model.',
        details: { model: name },
      });
    }
    if (estimate && ceiling) checkRequestBudget(estimate, ceiling);
    if (estimate && perRequestMicros > 0)
      checkRequestBudget(estimate, { micros: perRequestMicros, currency });
  }

  private async paid(
    writer: Writer,
    request: LanguageModelRequest,
    call: ModelCall,
    terms: { readonly digest: string; readonly estimate: Cost },
  ): Promise<PaidAnswer> {
    const { clock, config, cache } = this.parts;
    const { plugin, model } = writer;
    const { digest, estimate } = terms;
    const key = crypto.randomUUID();
    const spending = { key, providerId: plugin.id, model, estimate };
    await this.budget.reserve(spending, config.settings.gateway.budget);
    const { requestId, step, logger } = call;
    const entry = {
      ...spending,
      requestId,
      step,
      requestDigest: digest,
      request: modelCallMark(request.task),
    };
    const journal = { journal: this.parts.journal, budget: this.budget, clock, owner: this.parts.owner };
    const record = await JournaledOperation.begin(journal, entry, logger).catch(async (error: unknown) => {
      await this.budget.release(spending);
      throw error;
    });
    try {
      const answer = await this.called(writer, request, call);
      const paid = this.priced(writer, answer, estimate);
      await cache.put(digest, answer);
      const operationId = answer.answerId ?? key;
      await record.advance({ state: 'submitted', operation: { providerId: plugin.id, operationId } });
      await record.advance({ state: 'succeeded' });
      await record.end({ state: 'delivered' }, paid.cost);
      return paid;
    } catch (thrown) {
      throw await this.failed(record, writer, VideoGenerationError.from(thrown));
    } finally {
      await record.leave();
    }
  }

  /** Ends the record of a failed call; what may have been charged is settled with the usage or the estimate. */
  private async failed(
    record: JournaledOperation,
    writer: Writer,
    error: VideoGenerationError,
  ): Promise<VideoGenerationError> {
    const free = submissionOf(error) !== 'ambiguous';
    const { estimate } = record.entry;
    const usage = error.details.usage as TokenUsage | undefined;
    const price = writer.plugin.models.find(({ id }) => id === writer.model)?.price;
    const cost = free ? undefined : usage && price ? tokenCost(usage, price) : estimate;
    // A record that has gone further, or a disk that is full, must not hide what happened.
    await record.end({ state: 'failed', error: error.toJSON() }, cost).catch(() => undefined);
    if (!cost || cost.micros === 0) return error;
    const { code, message, howToFix, retryable, details, cause } = error;
    return new VideoGenerationError(code, {
      message,
      howToFix,
      retryable,
      details: { ...details, cost },
      cause,
      billed: 'unknown',
    });
  }

  private priced({ plugin, model }: Writer, answer: LanguageModelAnswer, estimate: Cost): PaidAnswer {
    const price = plugin.models.find(({ id }) => id === model)?.price;
    const { usage } = answer;
    const cost = usage && price ? tokenCost(usage, price) : estimate;
    return { answer, usage: usage ?? nothing, cost, cached: false, unpriced: false };
  }

  /** One call, and again only what surely was not charged. */
  private async called(
    { plugin }: Writer,
    request: LanguageModelRequest,
    { signal, logger }: ModelCall,
  ): Promise<LanguageModelAnswer> {
    const { clock, random, config } = this.parts;
    const { retry, timeouts } = config.settings.gateway;
    const seconds = Math.max(timeouts.callSeconds, shortestDeadlineSeconds);
    const terms = { clock, providerId: plugin.id, what: 'the writing', seconds, signal };
    for (let tries = 1; ; tries += 1) {
      try {
        return checked(
          plugin.id,
          await callInTime(terms, (scope) => plugin.answer(request, { signal: scope, logger })),
        );
      } catch (thrown) {
        const error = VideoGenerationError.from(thrown);
        const mayTry = submissionOf(error) !== 'ambiguous' && isRetried(retry, error);
        if (!mayTry || tries >= retry.attempts || signal.aborted) throw error;
        const wait = retryDelaySeconds(retry, tries, error, random);
        logger.debug('The language model is asked again.', { code: error.code, seconds: wait });
        if (wait > 0) await clock.sleep(wait * 1000, signal);
      }
    }
  }
}

/** Holds a plugin to its port. */
function checked(id: string, answer: LanguageModelAnswer): LanguageModelAnswer {
  const { usage } = answer;
  const counts = usage ? [usage.inputTokens, usage.outputTokens] : [];
  const sound =
    typeof answer.text === 'string' && answer.text.trim() !== '' && typeof answer.model === 'string';
  if (sound && counts.every((count) => Number.isSafeInteger(count) && count >= 0)) return answer;
  throw new VideoGenerationError('PLUGIN_PROTOCOL_ERROR', {
    message: `The language model “${id}” gave an answer without text or with counts of tokens that are none.`,
    details: { plugin: id },
  });
}
