import {
  askService,
  dialogueOf,
  modelRefused,
  tokenUsage,
  unusableAnswer,
  type ErrorCode,
  type HttpAnswer,
  type ILanguageModel,
  type LanguageModelAnswer,
  type LanguageModelCall,
  type LanguageModelOffer,
  type LanguageModelRequest,
  type PluginHost,
  type ServiceRefusal,
} from 'aether-video/plugin';
import type { AnthropicOptions } from './anthropic-options.js';

const service = 'Anthropic';
const apiVersion = '2026-10-21';

const priced = (id: string, input: number, output: number): LanguageModelOffer => ({
  id,
  price: {
    inputMicrosPerMillion: input * 1e6,
    outputMicrosPerMillion: output * 1e6,
    currency: 'USD',
    date: '2026-11-20',
  },
});
/** Cheapest first. Source: public price tables of November 2026. */
const known = [
  priced('claude-haiku-4-5', 1, 5),
  priced('claude-sonnet-5', 2, 10),
  priced('claude-opus-5', 5, 25),
];

interface Message {
  readonly id?: unknown;
  readonly model?: unknown;
  readonly stop_reason?: unknown;
  readonly content?: readonly { readonly type?: unknown; readonly text?: unknown }[];
  readonly usage?: Readonly<Record<string, unknown>>;
}

/** The Messages API with structured output. Plain HTTP: the SDK reads credentials and headers from the environment. */
export class AnthropicLanguageModel implements ILanguageModel {
  readonly id = 'anthropic';
  readonly description = 'Claude, by Anthropic.';
  readonly offline = false;
  readonly models: readonly LanguageModelOffer[];

  constructor(private readonly host: Pick<PluginHost<AnthropicOptions>, 'options' | 'fetch' | 'clock'>) {
    const { model } = host.options;
    const own = known.find(({ id }) => id === model) ?? { id: model };
    this.models = [own, ...known.filter(({ id }) => id !== model)];
  }

  async answer(request: LanguageModelRequest, { signal }: LanguageModelCall): Promise<LanguageModelAnswer> {
    const { options, fetch, clock } = this.host;
    const { model, instructions, schema, maxOutputTokens } = request;
    const { body } = await askService({
      service,
      fetch,
      clock,
      url: `${options.baseUrl.replace(/\/+$/u, '')}/v1/messages`,
      headers: { authorization: `Bearer ${options.apiKey}`, 'anthropic-version': apiVersion },
      body: {
        model,
        max_tokens: maxOutputTokens,
        system: instructions,
        messages: dialogueOf(request).map(({ speaker, text }) => ({
          role: speaker === 'user' ? 'user' : 'assistant',
          content: text,
        })),
        output_config: { format: { type: 'json_schema', schema } },
      },
      secret: options.apiKey,
      signal,
      refusalOf,
    });
    return read(body as Message | undefined, model);
  }
}

function read(body: Message | undefined, asked: string): LanguageModelAnswer {
  const { input_tokens: plain, output_tokens: output, ...cached } = body?.usage ?? {};
  // Cached tokens are counted apart; all of them were sent.
  const more = [cached.cache_creation_input_tokens, cached.cache_read_input_tokens]
    .filter((count) => typeof count === 'number')
    .reduce((sum, count) => sum + count, 0);
  const usage = tokenUsage(typeof plain === 'number' ? plain + more : plain, output);
  const parts: NonNullable<Message['content']> = body?.content ?? [];
  const text = parts
    .map((part) => (part.type === 'text' && typeof part.text === 'string' ? part.text : ''))
    .join('');
  if (body?.stop_reason === 'refusal') throw modelRefused(service, text, usage);
  if (body?.stop_reason === 'max_tokens') throw unusableAnswer(service, 'it is cut off', usage);
  if (text.trim() === '') throw unusableAnswer(service, 'it holds no text', usage);
  return {
    text,
    model: typeof body?.model === 'string' ? body.model : asked,
    ...(usage ? { usage } : {}),
    ...(typeof body?.id === 'string' ? { answerId: body.id } : {}),
  };
}

const codes: Readonly<Record<string, ErrorCode>> = {
  billing_error: 'INSUFFICIENT_CREDITS',
  not_found_error: 'MODEL_UNKNOWN',
  overloaded_error: 'RATE_LIMIT_EXCEEDED',
  timeout_error: 'TIMEOUT',
};

/** `{ type: 'error', error: { type, message } }`. */
function refusalOf({ body }: HttpAnswer): ServiceRefusal {
  const { error } = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>;
  const { type, message } = (typeof error === 'object' && error !== null ? error : {}) as Record<
    string,
    unknown
  >;
  const words = typeof message === 'string' ? message : undefined;
  // An empty account is an invalid request by its type, and told by its words alone.
  if (words !== undefined && /credit balance is too low/iu.test(words)) {
    return { message: words, code: 'INSUFFICIENT_CREDITS' };
  }
  return {
    message: words,
    code: typeof type === 'string' && Object.hasOwn(codes, type) ? codes[type] : undefined,
  };
}
