import { z } from 'zod';
import type { EmulatorAnswer, EmulatorRequest } from '../../emulator/emulator-route.js';
import type { EmulatorDefinition, EmulatorWorld } from '../../emulator/emulator.js';
import { hum, wav16 } from './emulated-voice.js';

const types: Readonly<Record<number, string>> = { 401: 'authentication_error', 429: 'rate_limit_error' };
const error = (status: number, message: string, code: string | null = null): EmulatorAnswer => ({
  status,
  body: {
    error: {
      message,
      type: types[status] ?? (status >= 500 ? 'server_error' : 'invalid_request_error'),
      param: null,
      code,
    },
  },
});

const bodySchema = z.strictObject({
  model: z.string().min(1),
  input: z.string().min(1).max(4096),
  voice: z.string().min(1),
  response_format: z.literal('wav'),
  speed: z.number().min(0.25).max(4).optional(),
  instructions: z.string().optional(),
});

/** `POST /v1/audio/speech`, with the bare WAV header of a server that streams. It hums instead of speaking. */
export const openaiSpeechEmulator: EmulatorDefinition = {
  id: 'openai-speech',
  providerId: 'openai',
  kind: 'speech',
  name: 'OpenAI speech',
  tryWith: '--voice openai:nova',
  outcomes: ['moderated-input', 'out-of-credits', 'throttled', 'empty-result'],
  errorAnswer: (status, message = `Request failed with status ${status}.`) => error(status, message),
  authenticate: ({ headers }, apiKey) =>
    headers.authorization === `Bearer ${apiKey}`
      ? undefined
      : error(401, `Incorrect API key provided: ${headers.authorization?.slice(7)}.`, 'invalid_api_key'),
  routes: (world) => [
    { method: 'POST', path: '/v1/audio/speech', step: 'submit', answer: (request) => speak(world, request) },
  ],
  pluginOptions: (url, apiKey) => ({ baseUrl: `${url}/v1`, apiKey, pricePerMillionCharacters: 20 }),
};

function speak(world: EmulatorWorld, { body, outcome }: EmulatorRequest): EmulatorAnswer {
  if (outcome === 'out-of-credits') {
    return error(429, 'You exceeded your current quota, please check your plan.', 'insufficient_quota');
  }
  if (outcome === 'throttled') return error(429, 'Rate limit reached.', 'rate_limit_exceeded');
  if (outcome === 'moderated-input') {
    return error(400, 'Your request was rejected by our safety system.', 'content_policy_violation');
  }
  const parsed = bodySchema.safeParse(body);
  if (!parsed.success) return error(400, parsed.error.issues[0]!.message);
  const { input, speed = 1, model } = parsed.data;
  world.jobs.create({ model });
  const bytes =
    outcome === 'empty-result'
      ? Buffer.alloc(0)
      : wav16(hum(input, { sampleRate: 24_000, rate: speed }), true);
  return { status: 200, headers: { 'content-type': 'audio/wav' }, body: bytes };
}
