import { z } from 'zod';
import type { EmulatorAnswer, EmulatorRequest } from '../../emulator/emulator-route.js';
import type { EmulatorDefinition, EmulatorWorld } from '../../emulator/emulator.js';
import { emulatedAnswer, emulatedTokens } from './emulated-script.js';

const names: Readonly<Record<number, string>> = {
  400: 'INVALID_ARGUMENT',
  403: 'PERMISSION_DENIED',
  404: 'NOT_FOUND',
  429: 'RESOURCE_EXHAUSTED',
  503: 'UNAVAILABLE',
};
const error = (status: number, message: string): EmulatorAnswer => ({
  status,
  body: { error: { code: status, message, status: names[status] ?? 'INTERNAL' } },
});

const parts = z.array(z.strictObject({ text: z.string().min(1) })).min(1);
const bodySchema = z.strictObject({
  systemInstruction: z.strictObject({ parts }),
  contents: z.array(z.strictObject({ role: z.enum(['user', 'model']), parts })).min(1),
  generationConfig: z.strictObject({
    responseMimeType: z.literal('application/json'),
    responseJsonSchema: z.looseObject({ type: z.literal('object') }),
    maxOutputTokens: z.int().min(1),
  }),
});

/** Google's `generateContent` of the Gemini API, as far as Aether speaks it, v1beta. */
export const googleEmulator: EmulatorDefinition = {
  id: 'google',
  kind: 'language-model',
  name: 'Google Gemini',
  outcomes: ['moderated-input', 'moderated-output', 'out-of-credits', 'empty-result'],
  errorAnswer: (status, message = `Request failed with status ${status}.`) => error(status, message),
  authenticate: ({ headers }, apiKey) =>
    headers['x-goog-api-key'] === apiKey
      ? undefined
      : error(400, 'API key not valid. Please pass a valid API key.'),
  routes: (world) => [
    {
      method: 'POST',
      path: '/v1beta/models/:call',
      step: 'submit',
      answer: (request) => generate(world, request),
    },
  ],
  pluginOptions: (baseUrl, apiKey) => ({ baseUrl, apiKey }),
};

function generate(world: EmulatorWorld, { body, outcome, params }: EmulatorRequest): EmulatorAnswer {
  const [model = '', method] = (params.call ?? '').split(':');
  if (method !== 'generateContent') return error(404, 'Not found.');
  if (outcome === 'out-of-credits') return error(429, 'Your prepayment credits are depleted.');
  const parsed = bodySchema.safeParse(body);
  if (!parsed.success) return error(400, parsed.error.issues[0]!.message);
  const { id } = world.jobs.create({ model });
  const { contents, systemInstruction } = parsed.data;
  const textOf = (content: { parts: { text: string }[] }): string =>
    content.parts.map(({ text }) => text).join('');
  const sent = emulatedTokens([systemInstruction, ...contents].map(textOf).join(' '));
  const facts = { responseId: id, modelVersion: model };
  if (outcome === 'moderated-input') {
    const promptFeedback = { blockReason: 'SAFETY' };
    return { status: 200, body: { ...facts, promptFeedback, usageMetadata: { promptTokenCount: sent } } };
  }
  const text = outcome === 'empty-result' ? '{"title":' : emulatedAnswer(model, textOf(contents[0]!));
  const reasons = { 'empty-result': 'MAX_TOKENS', 'moderated-output': 'SAFETY' } as Record<string, string>;
  const content = { role: 'model', parts: [{ text }] };
  return {
    status: 200,
    body: {
      ...facts,
      candidates: [{ index: 0, content, finishReason: reasons[outcome ?? ''] ?? 'STOP' }],
      usageMetadata: {
        promptTokenCount: sent,
        candidatesTokenCount: emulatedTokens(text),
        thoughtsTokenCount: 12,
      },
    },
  };
}
