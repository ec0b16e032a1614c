import { z } from 'zod';
import type { EmulatorAnswer, EmulatorRequest } from '../../emulator/emulator-route.js';
import type { EmulatorDefinition, EmulatorWorld } from '../../emulator/emulator.js';
import { emulatedAnswer, emulatedTokens } from './emulated-script.js';

const error = (
  status: number,
  message: string,
  type: string,
  code: string | null = null,
): EmulatorAnswer => ({
  status,
  body: { error: { message, type, param: null, code } },
});

const strictSchema = z.looseObject({ type: z.literal('object'), additionalProperties: z.literal(false) });
const bodySchema = z.strictObject({
  model: z.string().min(1),
  messages: z
    .array(z.strictObject({ role: z.enum(['system', 'user', 'assistant']), content: z.string().min(1) }))
    .min(1),
  max_completion_tokens: z.int().min(1).optional(),
  max_tokens: z.int().min(1).optional(),
  response_format: z
    .union([
      z.strictObject({
        type: z.literal('json_schema'),
        json_schema: z.strictObject({
          name: z.string().regex(/^[\w-]{1,64}$/),
          schema: strictSchema,
          strict: z.boolean(),
        }),
      }),
      z.strictObject({ type: z.literal('json_object') }),
    ])
    .optional(),
});

/** OpenAI's Chat Completions, as far as Aether speaks them, with structured output. */
export const openaiEmulator: EmulatorDefinition = {
  id: 'openai',
  kind: 'language-model',
  name: 'OpenAI',
  outcomes: ['moderated-input', 'moderated-output', 'out-of-credits', 'empty-result'],
  errorAnswer: (status, message = `Request failed with status ${status}.`) =>
    error(status, message, status >= 500 ? 'server_error' : 'invalid_request_error'),
  authenticate: ({ headers }, apiKey) =>
    headers.authorization === `Bearer ${apiKey}`
      ? undefined
      : error(401, 'Incorrect API key provided.', 'invalid_request_error', 'invalid_api_key'),
  routes: (world) => [
    {
      method: 'POST',
      path: '/v1/chat/completions',
      step: 'submit',
      answer: (request) => complete(world, request),
    },
  ],
  pluginOptions: (url, apiKey) => ({
    baseUrl: `${url}/v1`,
    apiKey,
    model: 'emulated-writer',
    price: { input: 0.2, output: 1.2 },
  }),
};

function complete(world: EmulatorWorld, { body, outcome }: EmulatorRequest): EmulatorAnswer {
  if (outcome === 'out-of-credits') {
    return error(429, 'You exceeded your current quota.', 'insufficient_quota', 'insufficient_quota');
  }
  const parsed = bodySchema.safeParse(body);
  if (!parsed.success) return error(400, parsed.error.issues[0]!.message, 'invalid_request_error');
  const { model, messages } = parsed.data;
  if (model.includes('missing')) {
    return error(404, `The model ${model} does not exist.`, 'invalid_request_error', 'model_not_found');
  }
  const { id } = world.jobs.create({ model });
  const input = messages.find(({ role }) => role === 'user')!.content;
  const content = outcome === 'empty-result' ? '{"title":' : emulatedAnswer(model, input);
  const refusal = outcome === 'moderated-input' ? 'I cannot help with that.' : null;
  const reasons = { 'empty-result': 'length', 'moderated-output': 'content_filter' } as Record<
    string,
    string
  >;
  return {
    status: 200,
    headers: { 'x-request-id': id },
    body: {
      id: `chatcmpl-${id}`,
      object: 'chat.completion',
      created: Math.floor(world.clock.now().getTime() / 1000),
      model: `${model}-2026-10-01`,
      choices: [
        {
          index: 0,
          message: { role: 'assistant', content: refusal === null ? content : null, refusal },
          finish_reason: reasons[outcome ?? ''] ?? 'stop',
        },
      ],
      usage: {
        prompt_tokens: emulatedTokens(messages.map((message) => message.content).join(' ')),
        completion_tokens: emulatedTokens(content),
      },
    },
  };
}
