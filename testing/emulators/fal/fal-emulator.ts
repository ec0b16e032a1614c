import type { EmulatedJob } from '../../emulator/emulated-jobs.js';
import type { EmulatorAnswer, EmulatorRequest, EmulatorRoute } from '../../emulator/emulator-route.js';
import type { EmulatorDefinition, EmulatorWorld } from '../../emulator/emulator.js';
import { falCatalogue } from './fal-catalogue.js';
import type { FalModel } from './fal-model-entry.js';
import { platformRoutes } from './fal-platform.js';
import { resultAnswer, type FalWork } from './fal-results.js';
import { FalWebhookSender } from './fal-webhooks.js';

const refuse = (status: number, detail: string): EmulatorAnswer => ({ status, body: { detail } });

/** What the queue’s routes share. */
interface Queue {
  readonly world: EmulatorWorld;
  readonly models: readonly FalModel[];
  readonly webhooks: FalWebhookSender;
}

/** A provider behind fal’s hosts, each of which is a prefix here: `/queue.fal.run`, `/rest.fal.ai`, `/api.fal.ai`. */
export function falDefinition(id: string, name: string, models: readonly FalModel[]): EmulatorDefinition {
  return {
    id,
    name,
    hasWebhooks: true,
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
    errorAnswer: (status, message = `Request failed with status ${status}.`) => refuse(status, message),
    authenticate: ({ headers }, apiKey) =>
      headers.authorization === `Key ${apiKey}`
        ? undefined
        : refuse(401, 'Authentication is required to access this application'),
    routes: (world) => {
      const queue = { world, models, webhooks: new FalWebhookSender(world) };
      return [...platformRoutes(world, models), ...queue.webhooks.routes(), ...queueRoutes(queue)];
    },
    pluginOptions: (baseUrl, apiKey) => ({ baseUrl, apiKey }),
  };
}

/** fal’s queue, storage and platform API, with a few models of each kind. */
export const falEmulator: EmulatorDefinition = {
  ...falDefinition('fal', 'fal', falCatalogue),
  pluginOptions: (baseUrl, apiKey) => ({
    baseUrl,
    apiKey,
    models: ['fal-ai/kling-video/v2.5-turbo/pro/text-to-video', 'fal-ai/flux/dev'],
  }),
};

type JobAnswer = (job: EmulatedJob<FalWork>) => EmulatorAnswer;

function queueRoutes(queue: Queue): EmulatorRoute[] {
  const path = '/queue.fal.run/:owner/:alias/requests/:id';
  return [
    {
      method: 'POST',
      path: '/queue.fal.run/*model',
      step: 'submit',
      answer: (request) => submit(queue, request),
    },
    {
      method: 'GET',
      path: `${path}/status`,
      step: 'poll',
      answer: (request) => withJob(queue, request, (job) => status(queue, job)),
    },
    {
      method: 'GET',
      path,
      step: 'result',
      answer: (request) => withJob(queue, request, (job) => result(queue, job)),
    },
    {
      method: 'PUT',
      path: `${path}/cancel`,
      step: 'cancel',
      answer: (request) => withJob(queue, request, (job) => cancel(queue, job)),
    },
  ];
}

/** A request is found below the first two parts of its model’s name, and only there. */
function withJob({ world }: Queue, { params }: EmulatorRequest, answer: JobAnswer): EmulatorAnswer {
  const { owner, alias, id = '' } = params;
  const job = world.jobs.get<FalWork>(id);
  return job?.data.model.id.startsWith(`${owner}/${alias}/`) || job?.data.model.id === `${owner}/${alias}`
    ? answer(job)
    : refuse(404, 'Request not found');
}

function result({ world }: Queue, job: EmulatedJob<FalWork>): EmulatorAnswer {
  const { phase } = world.jobs.phaseOf(job);
  const over = phase === 'done' || phase === 'cancelled';
  return over ? resultAnswer(world, job) : refuse(400, 'Request is still in progress');
}

function cancel({ world }: Queue, { id }: EmulatedJob<FalWork>): EmulatorAnswer {
  return world.jobs.cancel(id)
    ? { status: 202, body: { status: 'CANCELLATION_REQUESTED' } }
    : { status: 400, body: { status: 'ALREADY_COMPLETED' } };
}

function addressesOf({ url }: EmulatorWorld, { model, id }: { model: FalModel; id: string }): object {
  const application = model.id.split('/').slice(0, 2).join('/');
  const base = `${url}/queue.fal.run/${application}/requests/${id}`;
  return { response_url: base, status_url: `${base}/status`, cancel_url: `${base}/cancel` };
}

/** The queue takes whatever it is given: what is wrong with it, the result tells. */
function submit({ world, models }: Queue, request: EmulatorRequest): EmulatorAnswer {
  const { params, body, query, outcome } = request;
  const model = models.find(({ id }) => id === params.model);
  if (!model) return refuse(404, `Application '${params.model}' not found`);
  if (outcome === 'out-of-credits') {
    const where = 'Top up your balance at fal.ai/dashboard/billing.';
    return refuse(403, `User is locked. Reason: Exhausted balance. ${where}`);
  }
  const webhook = query.get('fal_webhook');
  const work: FalWork = { model, body, ...(webhook !== null && { webhook }) };
  const { id } = world.jobs.create(work, { outcome });
  return {
    status: 200,
    headers: { 'x-fal-request-id': id },
    body: {
      status: 'IN_QUEUE',
      request_id: id,
      gateway_request_id: id,
      queue_position: 0,
      ...addressesOf(world, { model, id }),
    },
  };
}

function status({ world, webhooks }: Queue, job: EmulatedJob<FalWork>): EmulatorAnswer {
  const { id, data, outcome } = job;
  const phase = world.jobs.poll(id)!;
  const common = { request_id: id, gateway_request_id: id, ...addressesOf(world, { ...data, id }) };
  if (outcome === 'unknown-state') return { status: 200, body: { status: 'PAUSED', ...common } };
  switch (phase.phase) {
    case 'queued':
      return { status: 202, body: { status: 'IN_QUEUE', queue_position: 1, ...common } };
    case 'running':
      return { status: 202, body: { status: 'IN_PROGRESS', logs: null, ...common } };
    case 'done':
      webhooks.sendOnce(job);
      return {
        status: 200,
        body: { status: 'COMPLETED', logs: null, metrics: { inference_time: 12.5 }, ...common },
      };
    case 'cancelled':
      return { status: 200, body: { status: 'COMPLETED', logs: null, metrics: {}, ...common } };
  }
}
