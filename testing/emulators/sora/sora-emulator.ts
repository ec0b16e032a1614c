import type { EmulatorAnswer, EmulatorRequest, EmulatorRoute } from '../../emulator/emulator-route.js';
import type { EmulatorDefinition, EmulatorWorld } from '../../emulator/emulator.js';
import {
  changeComplaint,
  creationComplaint,
  sourceId,
  textOf,
  type Complaint,
  type SentFields,
  type SoraServer,
} from './sora-rules.js';
import { expiryOf, fileOf, videoObject, type SoraWork } from './sora-videos.js';

/** What the routes share. */
interface Desk {
  readonly server: SoraServer;
  readonly world: EmulatorWorld;
  readonly deleted: Set<string>;
  readonly error: (status: number, message: string, code?: string, param?: string) => EmulatorAnswer;
}

/** Names of the errors by status, as OpenAI gives them. */
const errorTypes: Readonly<Record<number, string>> = {
  401: 'authentication_error',
  403: 'permission_error',
  429: 'rate_limit_exceeded',
};

/** Errors of OpenAI and LiteLLM are objects; servers built on FastAPI have `detail`. */
function errorOf(server: SoraServer, status: number, message: string, code?: string, param?: string) {
  if (server === 'vllm-omni' || server === 'sglang') return { status, body: { detail: message } };
  const type = errorTypes[status] ?? (status >= 500 ? 'server_error' : 'invalid_request_error');
  const named = code ?? (status === 429 ? 'rate_limit_exceeded' : null);
  return { status, body: { error: { message, type, param: param ?? null, code: named } } };
}

/**
 * A server that speaks the OpenAI Videos protocol, with what is its kind's own: `vllm-omni` takes multipart
 * alone and stops what is deleted, `sglang` refuses multipart without a file and wants whole numbers.
 */
export function openAiVideosEmulator(server: SoraServer): EmulatorDefinition {
  const isOpenAi = server === 'openai' || server === 'litellm';
  return {
    id: 'sora',
    name: isOpenAi ? 'OpenAI Videos' : `OpenAI Videos (${server})`,
    outcomes: [
      ...(isOpenAi ? (['moderated-input', 'moderated-output', 'out-of-credits'] as const) : []),
      ...(['job-failed', 'throttled', 'unknown-state', 'link-expired'] as const),
    ],
    errorAnswer: (status, message = `The request failed with status ${status}.`) =>
      errorOf(server, status, message),
    authenticate: ({ headers }, apiKey) =>
      headers.authorization === `Bearer ${apiKey}`
        ? undefined
        : errorOf(server, 401, 'Incorrect API key provided.', 'invalid_api_key'),
    routes: (world) => {
      const error: Desk['error'] = (...words) => errorOf(server, ...words);
      return routesOf({ server, world, deleted: new Set(), error });
    },
    pluginOptions: (url, apiKey) => ({ baseUrl: `${url}/v1`, apiKey, server, models: modelsOf(server) }),
  };
}

/** The protocol as OpenAI had it. */
export const soraEmulator = openAiVideosEmulator('openai');

/** As a user would write them: a server's models and prices are known to nobody else. */
function modelsOf(server: SoraServer): readonly object[] {
  const price = { micros: 100_000, asOf: '2026-11-01' };
  if (server === 'openai' || server === 'litellm') {
    return [{ id: 'sora-2', seconds: [4, 8, 12], audio: 'always', price }];
  }
  const sizes = ['832x480', '480x832'];
  return [{ id: 'wan-2.2', sizes, seconds: { minimum: 1, maximum: 10 }, framesPerSecond: [24, 16], price }];
}

function routesOf(desk: Desk): EmulatorRoute[] {
  const { server } = desk;
  const create: EmulatorRoute = {
    method: 'POST',
    path: '/v1/videos',
    step: 'submit',
    answer: async (request) => {
      const sent = await fieldsOf(request);
      return submitted(desk, request, sent, creationComplaint(server, sent));
    },
  };
  if (server === 'openai' || server === 'litellm')
    return [create, ...changeRoutes(desk), ...videoRoutes(desk)];
  return [create, ...videoRoutes(desk)];
}

/** Text, numbers and files of a submission, whichever way it came. */
async function fieldsOf(request: EmulatorRequest): Promise<SentFields> {
  const isMultipart = (request.headers['content-type'] ?? '').startsWith('multipart/form-data');
  if (!isMultipart) {
    const { body } = request;
    const fields = typeof body === 'object' && body !== null ? { ...body } : {};
    return { isMultipart, fields };
  }
  const form = await request.form().catch(() => new FormData());
  return { isMultipart, fields: Object.fromEntries(form) };
}

function submitted(
  { world, error }: Desk,
  { outcome }: EmulatorRequest,
  sent: SentFields,
  complaint: Complaint | undefined,
  source?: string,
): EmulatorAnswer {
  if (outcome === 'out-of-credits') {
    return error(429, 'You exceeded your current quota.', 'insufficient_quota');
  }
  if (outcome === 'moderated-input') {
    return error(400, 'Your request was blocked by our moderation system.', 'moderation_blocked');
  }
  if (complaint) return error(complaint.status, complaint.message, undefined, complaint.param);
  const { prompt, model = 'sora-2', size = '720x1280', seconds = '4' } = sent.fields;
  const data: SoraWork = {
    prompt: textOf(prompt) ?? '',
    model: textOf(model) ?? 'sora-2',
    size: textOf(size) ?? '720x1280',
    seconds: textOf(seconds) ?? '4',
    remixedFrom: source ?? null,
  };
  const job = world.jobs.create(data, { outcome });
  return { status: 200, body: videoObject(job, world.jobs.phaseOf(job)) };
}

function changeRoutes(desk: Desk): EmulatorRoute[] {
  const { world, deleted, error } = desk;
  const isKnown = (id: string): boolean => {
    const job = world.jobs.get(id);
    return job !== undefined && !deleted.has(id) && world.jobs.phaseOf(job).phase === 'done';
  };
  const changed = (route: 'edits' | 'extensions'): EmulatorRoute => ({
    method: 'POST',
    path: `/v1/videos/${route}`,
    step: 'submit',
    answer: async (request) => {
      const sent = await fieldsOf(request);
      return submitted(desk, request, sent, changeComplaint(route, sent, isKnown), sourceId(sent.fields));
    },
  });
  const remix: EmulatorRoute = {
    method: 'POST',
    path: '/v1/videos/:id/remix',
    step: 'submit',
    answer: async (request) => {
      const { id = '' } = request.params;
      if (!isKnown(id)) return error(404, `Video with id '${id}' not found.`);
      const sent = await fieldsOf(request);
      return submitted(desk, request, sent, changeComplaint('remix', sent, isKnown), id);
    },
  };
  return [changed('edits'), changed('extensions'), remix];
}

function videoRoutes(desk: Desk): EmulatorRoute[] {
  const { world, deleted, error } = desk;
  const path = '/v1/videos/:id';
  const gone = (id: string): EmulatorAnswer => error(404, `Video with id '${id}' not found.`);
  return [
    { method: 'GET', path: '/v1/videos', step: 'health', answer: () => list(desk) },
    {
      method: 'GET',
      path,
      step: 'poll',
      answer: ({ params: { id = '' } }) => {
        const at = deleted.has(id) ? undefined : world.jobs.poll(id);
        const job = world.jobs.get<SoraWork>(id);
        return job && at ? { status: 200, body: videoObject(job, at) } : gone(id);
      },
    },
    {
      method: 'DELETE',
      path,
      step: 'cancel',
      answer: ({ params: { id = '' } }) => remove(desk, id) ?? gone(id),
    },
    { method: 'GET', path: `${path}/content`, step: 'download', answer: (request) => content(desk, request) },
  ];
}

function list({ world, deleted }: Desk): EmulatorAnswer {
  const data = world.jobs
    .list()
    .filter(({ id }) => !deleted.has(id))
    .map((job) => videoObject(world.jobs.get<SoraWork>(job.id)!, world.jobs.phaseOf(job)));
  return { status: 200, body: { object: 'list', data, has_more: false } };
}

/** OpenAI deletes what is finished; vLLM-Omni stops the work; SGLang forgets it and works on. */
function remove({ server, world, deleted, error }: Desk, id: string): EmulatorAnswer | undefined {
  const job = world.jobs.get<SoraWork>(id);
  if (!job || deleted.has(id)) return undefined;
  const at = world.jobs.phaseOf(job);
  if (server !== 'vllm-omni' && server !== 'sglang' && at.phase !== 'done') {
    return error(400, 'Only completed or failed videos can be deleted.');
  }
  if (server === 'vllm-omni') world.jobs.cancel(id);
  deleted.add(id);
  if (server === 'sglang') return { status: 200, body: { ...videoObject(job, at), status: 'deleted' } };
  return { status: 200, body: { id, object: 'video.deleted', deleted: true } };
}

function content({ world, deleted, error }: Desk, request: EmulatorRequest): EmulatorAnswer {
  const { id = '' } = request.params;
  const job = deleted.has(id) ? undefined : world.jobs.get<SoraWork>(id);
  if (!job) return error(404, `Video with id '${id}' not found.`);
  if (world.jobs.phaseOf(job).phase !== 'done') return error(404, 'Generation is still in-progress');
  const isLate = world.clock.now().getTime() / 1000 >= expiryOf(job);
  if (isLate || request.outcome === 'link-expired') return error(404, 'The video has expired.');
  const file = fileOf(job, request.query.get('variant') ?? 'video');
  return file ? world.media.answer(file, request) : error(400, 'Invalid variant.', undefined, 'variant');
}
