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
import type { IConfigManager } from '../../domain/settings/settings.js';
import type { IClock } from '../../domain/time/clock.js';
import type { Digest } from '../generate-media/request-digest.js';
import type { Random } from '../policies/retry.js';
import { PaidCalls } from '../run-operation/paid-calls.js';
import type { Writer } from './choose-writers.js';

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
 * The only road to a language model: cache → `PaidCalls` → cache. A call that may have been charged is counted with
 * its estimate and never repeated under the same record; docs/adr/0012 says why that is enough here.
 */
export class ModelGateway {
  private readonly calls: PaidCalls;

  constructor(private readonly parts: ModelGatewayParts) {
    this.calls = new PaidCalls(parts);
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
    const digest = this.parts.digest(JSON.stringify([writer.name, request]));
    const known = estimate?.micros === 0 ? undefined : await this.parts.cache.get(digest);
    if (known) {
      const cost = { micros: 0, currency: estimate?.currency ?? 'USD' };
      return { answer: known, usage: nothing, cost, cached: true, unpriced: false };
    }
    const paid = await this.paid(writer, request, call, { digest, estimate });
    return estimate === undefined ? { ...paid, unpriced: true } : paid;
  }

  private async paid(
    writer: Writer,
    request: LanguageModelRequest,
    call: ModelCall,
    terms: { readonly digest: string; readonly estimate: Cost | undefined },
  ): Promise<PaidAnswer> {
    const { timeouts, budget } = this.parts.config.settings.gateway;
    const { plugin, model } = writer;
    const { digest, estimate } = terms;
    const seconds = Math.max(timeouts.callSeconds, shortestDeadlineSeconds);
    const price = plugin.models.find(({ id }) => id === model)?.price;
    const usedCost = (usage: TokenUsage | undefined): Cost | undefined =>
      usage && price ? tokenCost(usage, price) : undefined;
    let spent: Cost | undefined;
    try {
      const answer = await this.calls.ask(
        {
          ...call,
          ...{ providerId: plugin.id, model, estimate, seconds },
          ...{ requestDigest: digest, task: 'writing' },
        },
        {
          make: async (signal) =>
            checked(plugin.id, await plugin.answer(request, { signal, logger: call.logger })),
          keep: (made) => (estimate?.micros === 0 ? Promise.resolve() : this.parts.cache.put(digest, made)),
          onCost: (cost) => (spent = cost),
          costOf: ({ usage }) => usedCost(usage),
          costOfFailure: ({ details }) => usedCost(details.usage as TokenUsage | undefined),
          idOf: ({ answerId }) => answerId,
        },
      );
      return this.priced(writer, answer, estimate ?? { micros: 0, currency: budget.currency });
    } catch (thrown) {
      throw withCost(VideoGenerationError.from(thrown), spent);
    }
  }

  private priced({ plugin, model }: Writer, answer: LanguageModelAnswer, estimate: Cost): PaidAnswer {
    const price = plugin.models.find(({ id }) => id === model)?.price;
    const { usage } = answer;
    const cost = usage && price ? tokenCost(usage, price) : estimate;
    return { answer, usage: usage ?? nothing, cost, cached: false, unpriced: false };
  }
}

/** The same error with what was charged for nothing. */
function withCost(error: VideoGenerationError, cost: Cost | undefined): VideoGenerationError {
  if (!cost) return error;
  const { code, message, howToFix, retryable, details, cause } = error;
  const more = { details: { ...details, cost }, billed: 'unknown' } as const;
  return new VideoGenerationError(code, { message, howToFix, retryable, cause, ...more });
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
