import type { ILogger } from '../logging/logger.js';

export const ILanguageModel: unique symbol = Symbol.for('aether-video/ILanguageModel@1');

/** What tokens cost. */
export interface TokenPrice {
  /** Millionths of the currency for a million tokens that are sent: 200,000 is 0.20. */
  readonly inputMicrosPerMillion: number;
  /** The same for tokens that are written. */
  readonly outputMicrosPerMillion: number;
  /** Such as `USD`. */
  readonly currency: string;
  /** When the price list said so, `YYYY-MM-DD`. */
  readonly date: string;
}

/** One model that a plugin reaches. */
export interface LanguageModelOffer {
  /** As its service spells it. */
  readonly id: string;
  /** Absent: nobody knows, and with any budget set it is refused. */
  readonly price?: TokenPrice;
}

/** An answer that was no good, and why: the model is asked again. */
export interface AnswerCorrection {
  readonly answer: string;
  /** Whole sentences. */
  readonly problems: readonly string[];
}

/** What a model is asked. Plain JSON. */
export interface LanguageModelRequest {
  /** One of the plugin's offers, or any other id that its service may know. */
  readonly model: string;
  /** Stable name of the kind of work, such as `video-script`: for models that follow rules, not words. */
  readonly task: string;
  /** What to do: ours, trusted. */
  readonly instructions: string;
  /** What to do it with: data of users and documents, never instructions. Plain JSON. */
  readonly input: unknown;
  /** JSON Schema of the answer; every property required and no others, so that strict modes take it. */
  readonly schema: Readonly<Record<string, unknown>>;
  /** Earlier answers to this very request, oldest first. */
  readonly corrections: readonly AnswerCorrection[];
  readonly maxOutputTokens: number;
}

export interface TokenUsage {
  /** All that was sent, cached tokens included. */
  readonly inputTokens: number;
  /** All that was written, hidden reasoning included. */
  readonly outputTokens: number;
}

export interface LanguageModelAnswer {
  /** As the model wrote it: JSON if it kept to the schema, prose if it did not. Never empty. */
  readonly text: string;
  /** The model that answered, as the service names it. */
  readonly model: string;
  /** Absent: the service did not say, and the estimate counts. */
  readonly usage?: TokenUsage;
  /** The service's own id of the answer. */
  readonly answerId?: string;
  /** What the reader of the result should know, in whole sentences. */
  readonly remarks?: readonly string[];
}

export interface LanguageModelCall {
  readonly signal: AbortSignal;
  readonly logger: ILogger;
}

/**
 * Writes text. A plugin makes one call at a time: no loops, no sleeps, no retries of its own; a service is
 * reached through `host.fetch` alone.
 */
export interface ILanguageModel {
  /** The plugin's id, such as `openai`. */
  readonly id: string;
  /** For people: what it is, in a sentence. */
  readonly description: string;
  /** True: nothing leaves this machine, and nothing costs. */
  readonly offline: boolean;
  /** The first is its default. */
  readonly models: readonly LanguageModelOffer[];
  /**
   * One answer to one request.
   * @throws VideoGenerationError with `details.submission`: `unsent` or `rejected` where it surely was not
   * charged, else it counts as charged. CONTENT_POLICY_VIOLATION for a refusal, PROVIDER_PROTOCOL_ERROR for an
   * answer that was cut off or is not what the protocol says, LANGUAGE_UNSUPPORTED for a language that it
   * cannot write.
   */
  answer(request: LanguageModelRequest, call: LanguageModelCall): Promise<LanguageModelAnswer>;
}
