import type { EmulatorAnswer, EmulatorRequest, EmulatorRoute } from '../../emulator/emulator-route.js';
import type { EmulatorDefinition, EmulatorWorld } from '../../emulator/emulator.js';
import { inputComplaints, openApiSchema, replicateModels } from './replicate-models.js';
import {
  readCancelAfter,
  ReplicatePredictions,
  webhookSecret,
  type ReplicateWork,
} from './replicate-predictions.js';

const titles: Readonly<Record<number, string>> = {
  401: 'Unauthenticated',
  402: 'Insufficient credit',
  404: 'Not found',
  422: 'Input validation failed',
};

const error = (status: number, detail: string, more: object = {}): EmulatorAnswer => ({
  status,
  body: { title: titles[status] ?? 'Error', detail, status, ...more },
});

const notFound = error(404, 'The requested resource could not be found.');

/**
 * Replicate's API as far as Aether speaks it: models with their schemas, predictions with deadlines, files, the
 * account and Standard Webhooks. It has the models of `replicateModels`; inputs are checked by their schemas.
 */
export const replicateEmulator: EmulatorDefinition = {
  id: 'replicate',
  name: 'Replicate',
  tryWith: '--model bytedance/seedance-1-pro',
  outcomes: [
    'moderated-input',
    'moderated-output',
    'out-of-credits',
    'empty-result',
    'job-failed',
    'job-cancelled',
    'throttled',
    'unknown-state',
    'link-expired',
  ],
  hasWebhooks: true,
  errorAnswer: (status, message) => {
    if (status !== 429) return error(status, message ?? `Request failed with status ${status}.`);
    return { status, body: { detail: message ?? 'Request was throttled. Your rate limit resets in ~30s.' } };
  },
  authenticate: ({ headers }, apiKey) =>
    headers.authorization === `Bearer ${apiKey}`
      ? undefined
      : error(401, 'You did not pass a valid authentication token'),
  routes: (world) => [...modelRoutes(world), ...predictionRoutes(world), ...accountRoutes(world)],
  pluginOptions: (baseUrl, apiKey) => ({ baseUrl, apiKey }),
};

function modelRoutes({ url }: EmulatorWorld): EmulatorRoute[] {
  const modelOf = ({ params }: EmulatorRequest) => replicateModels[`${params.owner}/${params.name}`];
  return [
    {
      method: 'GET',
      path: '/v1/models/:owner/:name',
      step: 'describe',
      answer: (request) => {
        const model = modelOf(request);
        if (!model) return notFound;
        const { owner, name } = request.params;
        const { description, isOfficial, versions, makes } = model;
        const output = `https://replicate.delivery/example/output.${makes === 'video' ? 'mp4' : 'webp'}`;
        const body = {
          url: `${url}/${owner}/${name}`,
          owner,
          name,
          description,
          visibility: 'public',
          is_official: isOfficial,
          default_example: { status: 'succeeded', output },
          latest_version: { id: versions[0], openapi_schema: openApiSchema(model) },
        };
        return { status: 200, body };
      },
    },
    {
      method: 'GET',
      path: '/v1/models/:owner/:name/versions/:version',
      step: 'describe',
      answer: (request) => {
        const model = modelOf(request);
        const { version = '' } = request.params;
        if (!model?.versions.includes(version)) return notFound;
        return { status: 200, body: { id: version, openapi_schema: openApiSchema(model) } };
      },
    },
  ];
}

function predictionRoutes(world: EmulatorWorld): EmulatorRoute[] {
  const predictions = new ReplicatePredictions(world);
  const path = '/v1/predictions/:id';
  return [
    ...submissionRoutes(world, predictions),
    {
      method: 'GET',
      path,
      step: 'poll',
      answer: ({ params: { id = '' } }) => found(predictions.show(id)),
    },
    {
      method: 'POST',
      path: `${path}/cancel`,
      step: 'cancel',
      answer: ({ params: { id = '' } }) => {
        world.jobs.cancel(id);
        return found(predictions.show(id, false));
      },
    },
  ];
}

function submissionRoutes(world: EmulatorWorld, predictions: ReplicatePredictions): EmulatorRoute[] {
  return [
    {
      method: 'POST',
      path: '/v1/models/:owner/:name/predictions',
      step: 'submit',
      answer: (request) => {
        const name = `${request.params.owner}/${request.params.name}`;
        // Only official models run without a version.
        if (!replicateModels[name]?.isOfficial) return notFound;
        return submit({ world, predictions, name, version: 'hidden' }, request);
      },
    },
    {
      method: 'POST',
      path: '/v1/predictions',
      step: 'submit',
      answer: (request) => {
        const { version = '' } = (request.body ?? {}) as { version?: string };
        const [name] =
          Object.entries(replicateModels).find(
            ([, model]) => !model.isOfficial && model.versions.includes(version),
          ) ?? [];
        if (name === undefined) {
          return error(422, 'The specified version does not exist (or perhaps you don’t have permission?)');
        }
        return submit({ world, predictions, name, version }, request);
      },
    },
  ];
}

const found = (body: object | undefined): EmulatorAnswer => (body ? { status: 200, body } : notFound);

interface Submission {
  readonly world: EmulatorWorld;
  readonly predictions: ReplicatePredictions;
  readonly name: string;
  readonly version: string;
}

function submit(
  { world, predictions, name, version }: Submission,
  { body, headers, outcome }: EmulatorRequest,
): EmulatorAnswer {
  if (outcome === 'out-of-credits') {
    return error(402, 'You have insufficient credit to run this model.');
  }
  const {
    input,
    webhook,
    webhook_events_filter: events = [],
  } = (body ?? {}) as {
    input?: Readonly<Record<string, unknown>>;
    webhook?: string;
    webhook_events_filter?: string[];
  };
  const complaints = inputComplaints(replicateModels[name]!, input);
  if (complaints.length > 0) {
    const lines = complaints.map(({ field, description }) => `- ${field}: ${description}`);
    return error(422, lines.join('\n'), { invalid_fields: complaints });
  }
  const deadline = headers['cancel-after'];
  const cancelAfter = readCancelAfter(typeof deadline === 'string' ? deadline : undefined);
  if (deadline !== undefined && cancelAfter === undefined) return error(400, 'Invalid Cancel-After header');
  const work: ReplicateWork = {
    model: name,
    version,
    input: input!,
    webhook,
    webhookEvents: events,
    cancelAfter,
  };
  const job = world.jobs.create(work, { outcome });
  const prediction = predictions.show(job.id, false)!;
  predictions.notify(job, 'start', prediction);
  return { status: 201, body: { ...prediction, status: 'starting' } };
}

function accountRoutes({ url }: EmulatorWorld): EmulatorRoute[] {
  let uploads = 0;
  return [
    {
      method: 'POST',
      path: '/v1/files',
      step: 'upload',
      answer: async (request) => {
        const form = await request.form().catch(() => undefined);
        const content = form?.get('content');
        if (!(content instanceof File) || content.size === 0) return error(400, 'Missing content');
        const id = `file-${(uploads += 1)}`;
        const body = {
          id,
          name: content.name,
          content_type: content.type,
          size: content.size,
          urls: { get: `${url}/v1/files/${id}` },
        };
        return { status: 201, body };
      },
    },
    {
      method: 'GET',
      path: '/v1/account',
      step: 'health',
      answer: () => ({
        status: 200,
        body: { type: 'organization', username: 'emulated', name: 'Emulated account' },
      }),
    },
    {
      method: 'GET',
      path: '/v1/webhooks/default/secret',
      step: 'webhook-secret',
      answer: () => ({ status: 200, body: { key: webhookSecret } }),
    },
  ];
}
