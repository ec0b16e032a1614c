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
import { modelsOf } from './openai-models.js';
import { officialUrl, type OpenaiOptions } from './openai-options.js';

type OpenaiHost = Pick<PluginHost<OpenaiOptions>, 'options' | 'fetch' | 'clock'>;

/** The part of an answer that matters. All of it may be missing: many servers speak this protocol. */
interface ChatCompletion {
  readonly id?: unknown;
  readonly model?: unknown;
  readonly choices?: readonly {
    readonly finish_reason?: unknown;
    readonly message?: { readonly content?: unknown; readonly refusal?: unknown };
  }[];
  readonly usage?: { readonly prompt_tokens?: unknown; readonly completion_tokens?: unknown };
}

/** Chat Completions with structured output. Plain HTTP: the SDK reads headers from the environment. */
export class OpenaiLanguageModel implements ILanguageModel {
  readonly id = 'openai';
  readonly description = 'OpenAI, or a server that speaks its protocol.';
  readonly offline = false;
  readonly models: readonly LanguageModelOffer[];
  private readonly service: string;

  constructor(private readonly host: OpenaiHost) {
    const { baseUrl } = host.options;
    this.models = modelsOf(host.options);
    this.service = this.official ? 'OpenAI' : `The server at ${new URL(baseUrl).host}`;
  }

  async answer(request: LanguageModelRequest, { signal }: LanguageModelCall): Promise<LanguageModelAnswer> {
    const { options, fetch, clock } = this.host;
    const { apiKey = '' } = options;
    const { body } = await askService({
      service: this.service,
      fetch,
      clock,
      url: `${options.baseUrl.replace(/\/+$/u, '')}/chat/completions`,
      headers: apiKey === '' ? {} : { authorization: `Bearer ${apiKey}` },
      body: this.bodyOf(request),
      secret: apiKey,
      signal,
      refusalOf,
    });
    return this.read(body as ChatCompletion | undefined, request.model);
  }

  private get official(): boolean {
    return this.host.options.baseUrl.replace(/\/+$/u, '') === officialUrl;
  }

  private bodyOf(request: LanguageModelRequest): unknown {
    const { model, instructions, schema, maxOutputTokens, task } = request;
    const { structuredOutput } = this.host.options;
    const name = task.replace(/[^\w-]/gu, '_').slice(0, 64);
    const formats = {
      schema: { response_format: { type: 'json_schema', json_schema: { name, schema, strict: true } } },
      json: { response_format: { type: 'json_object' } },
      none: {},
    };
    const told = structuredOutput === 'schema' ? '' : `\nThe schema: ${JSON.stringify(schema)}`;
    return {
      model,
      messages: [
        { role: 'system', content: `${instructions}${told}` },
        ...dialogueOf(request).map(({ speaker, text }) => ({
          role: speaker === 'user' ? 'user' : 'assistant',
          content: text,
        })),
      ],
      // OpenAI retired the older name, which is the one that most other servers know.
      [this.official ? 'max_completion_tokens' : 'max_tokens']: maxOutputTokens,
      ...formats[structuredOutput],
    };
  }

  private read(body: ChatCompletion | undefined, asked: string): LanguageModelAnswer {
    const [choice] = body?.choices ?? [];
    const usage = tokenUsage(body?.usage?.prompt_tokens, body?.usage?.completion_tokens);
    const { content, refusal } = choice?.message ?? {};
    if (typeof refusal === 'string' && refusal !== '') throw modelRefused(this.service, refusal, usage);
    if (choice?.finish_reason === 'content_filter') throw modelRefused(this.service, '', usage);
    if (choice?.finish_reason === 'length') throw unusableAnswer(this.service, 'it is cut off', usage);
    if (typeof content !== 'string' || content.trim() === '') {
      throw unusableAnswer(this.service, 'it holds no text', usage);
    }
    return {
      text: content,
      model: typeof body?.model === 'string' ? body.model : asked,
      ...(usage ? { usage } : {}),
      ...(typeof body?.id === 'string' ? { answerId: body.id } : {}),
    };
  }
}

const codes: Readonly<Record<string, ErrorCode>> = {
  insufficient_quota: 'INSUFFICIENT_CREDITS',
  billing_hard_limit_reached: 'INSUFFICIENT_CREDITS',
  content_policy_violation: 'CONTENT_POLICY_VIOLATION',
  invalid_prompt: 'CONTENT_POLICY_VIOLATION',
  model_not_found: 'MODEL_UNKNOWN',
};

/** `{ error: { message, type, code } }`; some servers send the error as a text. */
function refusalOf({ status, body }: HttpAnswer): ServiceRefusal {
  const { error, message } = (typeof body === 'object' && body !== null ? body : {}) as Record<
    string,
    unknown
  >;
  if (typeof error === 'string') return { message: error };
  const { code, type, message: own } = (error ?? {}) as Record<string, unknown>;
  const known = [code, type].find((name): name is string => typeof name === 'string' && name in codes);
  const words = typeof own === 'string' ? own : message;
  return {
    message: typeof words === 'string' ? words : undefined,
    code: known === undefined ? (status === 404 ? 'MODEL_UNKNOWN' : undefined) : codes[known],
  };
}
