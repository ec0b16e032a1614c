import type { z } from 'zod';
import type { EmulatorAnswer, EmulatorRequest, EmulatorRoute } from '../../emulator/emulator-route.js';
import type { EmulatorDefinition, EmulatorWorld } from '../../emulator/emulator.js';
import { brokenTags, templateBody, videoBody } from './synthesia-bodies.js';
import { captionFile, videoObject, type SynthesiaWork } from './synthesia-videos.js';
import { SynthesiaWebhooks } from './synthesia-webhooks.js';

const error = (status: number, message: string, context?: string): EmulatorAnswer => ({
  status,
  body: { error: message, ...(context !== undefined && { context }) },
});

/**
 * Synthesia's API as far as Aether speaks it, version 2: videos from scripts and templates, list, deletion,
 * captions and webhooks. Bodies are checked as strictly as its reference says.
 */
export const synthesiaEmulator: EmulatorDefinition = {
  id: 'synthesia',
  name: 'Synthesia',
  hasWebhooks: true,
  outcomes: [
    'moderated-input',
    'moderated-output',
    'out-of-credits',
    'empty-result',
    'job-failed',
    'job-cancelled',
    'unknown-state',
    'link-expired',
  ],
  errorAnswer: (status, message = `The request failed with status ${status}.`) => error(status, message),
  authenticate: ({ headers }, apiKey) => {
    const { authorization } = headers;
    if (authorization === apiKey) return undefined;
    return authorization === undefined
      ? error(401, 'Unauthorized')
      : error(403, 'Forbidden - Wrong API key.');
  },
  routes: (world) => {
    const webhooks = new SynthesiaWebhooks(world);
    return [...createRoutes(world), ...videoRoutes(world, webhooks), ...webhooks.routes(error)];
  },
  // A price as a user would state it: Synthesia publishes none.
  pluginOptions: (baseUrl, apiKey) => ({
    baseUrl,
    apiKey,
    price: { microsPerSecond: 50_000, asOf: '2026-11-01' },
  }),
};

function createRoutes(world: EmulatorWorld): EmulatorRoute[] {
  return [
    {
      method: 'POST',
      path: '/v2/videos',
      step: 'submit',
      answer: (request) =>
        created(world, request, videoBody, ({ input, ...video }) => ({
          ...video,
          texts: input.map(({ scriptText = '' }) => scriptText),
        })),
    },
    {
      method: 'POST',
      path: '/v2/videos/fromTemplate',
      step: 'submit',
      answer: (request) =>
        created(world, request, templateBody, ({ templateData, ...video }) => ({
          ...video,
          texts: Object.values(templateData),
        })),
    },
  ];
}

interface Draft {
  readonly title?: string | undefined;
  readonly aspectRatio?: string | undefined;
  readonly callbackId?: string | undefined;
  readonly texts: readonly string[];
}

function created<Schema extends z.ZodType>(
  world: EmulatorWorld,
  { body, outcome }: EmulatorRequest,
  schema: Schema,
  draftOf: (body: z.output<Schema>) => Draft,
): EmulatorAnswer {
  if (outcome === 'out-of-credits') return error(400, 'You have exceeded your video minutes quota.');
  const parsed = schema.safeParse(body);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return error(400, 'Invalid request', `${issue?.path.join('.')}: ${issue?.message}`);
  }
  const { title = 'Untitled', aspectRatio = '16:9', callbackId, texts } = draftOf(parsed.data);
  if (texts.some(brokenTags)) return error(400, 'Invalid request', 'scriptText: unsupported XML tag');
  const job = world.jobs.create<SynthesiaWork>({ title, aspectRatio, callbackId, texts }, { outcome });
  return { status: 201, body: videoObject(world, job, world.jobs.phaseOf(job)) };
}

function videoRoutes(world: EmulatorWorld, webhooks: SynthesiaWebhooks): EmulatorRoute[] {
  const { jobs } = world;
  const path = '/v2/videos/:id';
  const gone = error(404, 'Video not found.');
  const show = async (id: string): Promise<EmulatorAnswer> => {
    const job = jobs.get<SynthesiaWork>(id);
    const at = jobs.poll(id);
    if (!job || !at) return gone;
    const video = videoObject(world, job, at);
    await webhooks.tell(id, video);
    return { status: 200, body: video };
  };
  return [
    { method: 'GET', path: '/v2/videos', step: 'lookup', answer: (request) => list(world, request) },
    { method: 'GET', path, step: 'poll', answer: ({ params: { id = '' } }) => show(id) },
    {
      method: 'DELETE',
      path,
      step: 'cancel',
      answer: ({ params: { id = '' } }) => {
        if (!jobs.get(id)) return gone;
        jobs.cancel(id);
        return { status: 204 };
      },
    },
    {
      method: 'GET',
      path: '/captions/:name',
      step: 'captions',
      open: true,
      answer: (request) => captions(world, request),
    },
  ];
}

/** Newest first. */
function list(world: EmulatorWorld, { query }: EmulatorRequest): EmulatorAnswer {
  const limit = Number(query.get('limit') ?? 20);
  const offset = Number(query.get('offset') ?? 0);
  if (!(limit >= 1 && limit <= 100) || !(offset >= 0))
    return error(400, 'Invalid request', 'limit: 1 to 100');
  const all = [...world.jobs.list()].reverse();
  const videos = all.slice(offset, offset + limit).map(({ id }) => {
    const job = world.jobs.get<SynthesiaWork>(id)!;
    return videoObject(world, job, world.jobs.phaseOf(job));
  });
  return { status: 200, body: { videos, nextOffset: offset + videos.length } };
}

function captions(world: EmulatorWorld, { params, headers }: EmulatorRequest): EmulatorAnswer {
  const [, id = '', kind] = /^(.+)\.(srt|vtt)$/.exec(params.name ?? '') ?? [];
  const job = world.jobs.get<SynthesiaWork>(id);
  if (!job || (kind !== 'srt' && kind !== 'vtt')) return error(404, 'Not found');
  if (headers.authorization !== undefined) return error(400, 'Only one auth mechanism allowed');
  const type = kind === 'vtt' ? 'text/vtt' : 'application/x-subrip';
  return { status: 200, headers: { 'content-type': type }, body: captionFile(job.data, kind) };
}
