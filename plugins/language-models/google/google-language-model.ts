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
import type { GoogleOptions } from './google-options.js';

const service = 'Google';

const priced = (id: string, input: number, output: number): LanguageModelOffer => ({
  id,
  price: {
    inputMicrosPerMillion: Math.round(input * 1e6),
    outputMicrosPerMillion: Math.round(output * 1e6),
    currency: 'USD',
    date: '2026-11-20',
  },
});
/**
 * Cheapest first. Source: public price tables of November 2026. The Flash model is half of this until the end of
 * 2026; the standard price counts, so that no budget is passed when that ends.
 */
const known = [priced('gemini-3.1-flash-lite', 0.25, 1.5), priced('gemini-3.8-flash', 1.5, 7.5)];

interface Generated {
  readonly responseId?: unknown;
  readonly modelVersion?: unknown;
  readonly promptFeedback?: { readonly blockReason?: unknown };
  readonly candidates?: readonly {
    readonly finishReason?: unknown;
    readonly content?: {
      readonly parts?: readonly { readonly text?: unknown; readonly thought?: unknown }[];
    };
  }[];
  readonly usageMetadata?: Readonly<Record<string, unknown>>;
}

/** Reasons to stop that are refusals. */
const refusals = new Set(['SAFETY', 'RECITATION', 'PROHIBITED_CONTENT', 'SPII', 'BLOCKLIST']);

/** `generateContent` with a schema. Plain HTTP: one POST, and nothing to install. */
export class GoogleLanguageModel implements ILanguageModel {
  readonly id = 'google';
  readonly description = 'Gemini, by Google.';
  readonly offline = false;
  readonly models: readonly LanguageModelOffer[];

  constructor(private readonly host: Pick<PluginHost<GoogleOptions>, 'options' | 'fetch' | 'clock'>) {
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
      url: `${options.baseUrl.replace(/\/+$/u, '')}/v1beta/models/${encodeURIComponent(model)}:generateContent`,
      headers: { 'x-goog-api-key': options.apiKey },
      body: {
        systemInstruction: { parts: [{ text: instructions }] },
        contents: dialogueOf(request).map(({ speaker, text }) => ({ role: speaker, parts: [{ text }] })),
        generationConfig: {
          responseMimeType: 'application/json',
          responseJsonSchema: schema,
          maxOutputTokens,
        },
      },
      secret: options.apiKey,
      signal,
      refusalOf,
    });
    return read(body as Generated | undefined, model);
  }
}

function usageOf({ usageMetadata: counts = {} }: Generated) {
  const {
    promptTokenCount: sent,
    candidatesTokenCount: written = 0,
    thoughtsTokenCount: thought = 0,
  } = counts;
  return tokenUsage(sent, Number(written) + Number(thought));
}

function read(body: Generated | undefined, asked: string): LanguageModelAnswer {
  const usage = usageOf(body ?? {});
  const blocked = body?.promptFeedback?.blockReason;
  if (typeof blocked === 'string') throw modelRefused(service, blocked, usage);
  const [candidate] = body?.candidates ?? [];
  const reason = candidate?.finishReason;
  if (typeof reason === 'string' && refusals.has(reason)) throw modelRefused(service, reason, usage);
  if (reason === 'MAX_TOKENS') throw unusableAnswer(service, 'it is cut off', usage);
  const parts = candidate?.content?.parts ?? [];
  const text = parts
    .map((part) => (typeof part.text === 'string' && part.thought !== true ? part.text : ''))
    .join('');
  if (text.trim() === '') throw unusableAnswer(service, 'it holds no text', usage);
  return {
    text,
    model: typeof body?.modelVersion === 'string' ? body.modelVersion : asked,
    ...(usage ? { usage } : {}),
    ...(typeof body?.responseId === 'string' ? { answerId: body.responseId } : {}),
  };
}

/** `{ error: { code, message, status } }`; a wrong key is an invalid argument by its status. */
function refusalOf({ status, body }: HttpAnswer): ServiceRefusal {
  const { error } = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>;
  const { message } = (typeof error === 'object' && error !== null ? error : {}) as Record<string, unknown>;
  const words = typeof message === 'string' ? message : undefined;
  const code: ErrorCode | undefined =
    status === 404
      ? 'MODEL_UNKNOWN'
      : words !== undefined && /api key not valid/iu.test(words)
        ? 'AUTHENTICATION_FAILED'
        : words !== undefined && /prepayment credits|billing|exceeded your current quota/iu.test(words)
          ? 'INSUFFICIENT_CREDITS'
          : undefined;
  return { message: words, code };
}
