import { z } from 'zod';
import type { EmulatorAnswer, EmulatorRequest } from '../../emulator/emulator-route.js';
import type { EmulatorDefinition, EmulatorWorld } from '../../emulator/emulator.js';
import { hum, pcm16 } from './emulated-voice.js';

const statuses: Readonly<Record<number, string>> = {
  400: 'invalid_request',
  401: 'invalid_api_key',
  403: 'only_for_creator+',
  404: 'voice_not_found',
  429: 'too_many_concurrent_requests',
};
const error = (status: number, code: string, message: string): EmulatorAnswer => ({
  status,
  body: { detail: { status: code, message } },
});

const bodySchema = z.strictObject({
  text: z.string().min(1).max(10_000),
  model_id: z.enum(['eleven_multilingual_v2', 'eleven_turbo_v2_5', 'eleven_flash_v2_5', 'eleven_v3']),
  voice_settings: z
    .strictObject({
      speed: z.number().min(0.7).max(1.2).optional(),
      stability: z.number().min(0).max(1).optional(),
    })
    .optional(),
});

/** ElevenLabs' text to speech with timestamps, as far as Aether speaks it. It hums instead of speaking. */
export const elevenlabsEmulator: EmulatorDefinition = {
  id: 'elevenlabs',
  kind: 'speech',
  name: 'ElevenLabs',
  tryWith: '--voice elevenlabs:rachel',
  outcomes: ['out-of-credits', 'throttled', 'empty-result'],
  errorAnswer: (status, message = `Request failed with status ${status}.`) =>
    error(status, statuses[status] ?? 'internal_server_error', message),
  authenticate: ({ headers }, apiKey) =>
    headers['xi-api-key'] === apiKey ? undefined : error(401, 'invalid_api_key', 'Invalid API key'),
  routes: (world) => [
    {
      method: 'POST',
      path: '/v1/text-to-speech/:voice/with-timestamps',
      step: 'submit',
      answer: (request) => speak(world, request),
    },
  ],
  pluginOptions: (baseUrl, apiKey) => ({ baseUrl, apiKey, pricePerMillionCharacters: 100 }),
};

function speak(world: EmulatorWorld, { body, outcome, params, query }: EmulatorRequest): EmulatorAnswer {
  if (outcome === 'out-of-credits') {
    return error(401, 'quota_exceeded', 'This request exceeds your quota. You have 3 credits remaining.');
  }
  if (outcome === 'throttled') return error(429, 'system_busy', 'The system is experiencing heavy traffic.');
  const parsed = bodySchema.safeParse(body);
  if (!parsed.success) {
    const detail = parsed.error.issues.map(({ path, message }) => ({
      loc: ['body', ...path],
      msg: message,
      type: 'value_error',
    }));
    return { status: 422, body: { detail } };
  }
  if (!/^[A-Za-z0-9]{20}$/u.test(params.voice ?? '')) {
    return error(404, 'voice_not_found', `A voice with the voice_id ${params.voice} was not found.`);
  }
  const [, format] = /^pcm_(\d+)$/u.exec(query.get('output_format') ?? '') ?? [];
  if (format === undefined)
    return error(400, 'invalid_output_format', 'The output format is not supported here.');
  const { text, voice_settings: settings } = parsed.data;
  const { id } = world.jobs.create({ text });
  const { samples, characters } = hum(text, { sampleRate: Number(format), rate: settings?.speed ?? 1 });
  const alignment = {
    characters: characters.map(({ character }) => character),
    character_start_times_seconds: characters.map(({ startSeconds }) => startSeconds),
    character_end_times_seconds: characters.map(({ endSeconds }) => endSeconds),
  };
  return {
    status: 200,
    headers: { 'request-id': id, 'character-cost': String(text.length) },
    body: {
      audio_base64: outcome === 'empty-result' ? '' : pcm16(samples).toString('base64'),
      alignment,
      normalized_alignment: alignment,
    },
  };
}
