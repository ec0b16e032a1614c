import { z } from 'zod';
import type { EmulatorAnswer, EmulatorRequest } from '../../emulator/emulator-route.js';
import type { EmulatorDefinition, EmulatorWorld } from '../../emulator/emulator.js';
import { emulatedAnswer, emulatedTokens } from './emulated-script.js';

const error = (status: number, type: string, message: string): EmulatorAnswer => ({
  status,
  body: { type: 'error', error: { type, message }, request_id: 'req_emulated' },
});

const types: Readonly<Record<number, string>> = {
  400: 'invalid_request_error',
  401: 'authentication_error',
  402: 'billing_error',
  403: 'permission_error',
  404: 'not_found_error',
  429: 'rate_limit_error',
  504: 'timeout_error',
  529: 'overloaded_error',
};

const bodySchema = z.strictObject({
  model: z.string().min(1),
  max_tokens: z.int().min(1),
  system: z.string().min(1),
  messages: z
    .array(z.strictObject({ role: z.enum(['user', 'assistant']), content: z.string().min(1) }))
    .min(1),
  output_config: z.strictObject({
    format: z.strictObject({
      type: z.literal('json_schema'),
      schema: z.looseObject({ type: z.literal('object') }),
    }),
  }),
});

/** Anthropic's Messages, as far as Aether speaks them, version 2026-10-21. */
export const anthropicEmulator: EmulatorDefinition = {
  id: 'anthropic',
  kind: 'language-model',
  name: 'Anthropic',
  outcomes: ['moderated-input', 'out-of-credits', 'empty-result'],
  errorAnswer: (status, message = `Request failed with status ${status}.`) =>
    error(status, types[status] ?? 'api_error', message),
  authenticate: ({ headers }, apiKey) => {
    const key = headers['x-api-key'] ?? headers.authorization?.replace(/^Bearer /u, '');
    if (key !== apiKey) return error(401, 'authentication_error', 'invalid bearer token');
    if (headers['anthropic-version'] !== undefined) return undefined;
    return error(400, 'invalid_request_error', 'anthropic-version: header is required');
  },
  routes: (world) => [
    { method: 'POST', path: '/v1/messages', step: 'submit', answer: (request) => write(world, request) },
  ],
  pluginOptions: (baseUrl, apiKey) => ({ baseUrl, apiKey }),
};

function write(world: EmulatorWorld, { body, outcome }: EmulatorRequest): EmulatorAnswer {
  if (outcome === 'out-of-credits') {
    return error(400, 'invalid_request_error', 'Your credit balance is too low to access the API.');
  }
  const parsed = bodySchema.safeParse(body);
  if (!parsed.success) return error(400, 'invalid_request_error', parsed.error.issues[0]!.message);
  const { model, messages, system } = parsed.data;
  const { id } = world.jobs.create({ model });
  const text = outcome === 'empty-result' ? '{"title":' : emulatedAnswer(model, messages[0]!.content);
  const reasons = { 'empty-result': 'max_tokens', 'moderated-input': 'refusal' } as Record<string, string>;
  return {
    status: 200,
    headers: { 'request-id': `req_${id}` },
    body: {
      id: `msg_${id}`,
      type: 'message',
      role: 'assistant',
      model,
      content: outcome === 'moderated-input' ? [] : [{ type: 'text', text }],
      stop_reason: reasons[outcome ?? ''] ?? 'end_turn',
      stop_sequence: null,
      usage: {
        input_tokens: emulatedTokens(system + messages.map(({ content }) => content).join(' ')),
        output_tokens: emulatedTokens(text),
        cache_creation_input_tokens: 0,
        cache_read_input_tokens: 0,
      },
    },
  };
}
